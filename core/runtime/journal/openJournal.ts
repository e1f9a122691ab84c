import {basename, join} from 'node:path';
import type {Envelope} from '../../domain/Envelope.ts';
import type {Disk} from './Disk.ts';
import {Journal} from './Journal.ts';
import {JournalScan} from './JournalScan.ts';
import type {JournalEnd, JournalTail} from './JournalScan.ts';
import {PENDING_LIMIT_BYTES, SEGMENT_LIMIT_BYTES} from './limits.ts';
import type {JournalPosition} from './JournalProof.ts';
import {nodeDisk} from './nodeDisk.ts';
import {firstSeqOf} from './segment.ts';

type OpenOptions = {
  /** Where the segments are, such as `data/journal`; made when it is not there. */
  readonly directory: string;
  /** 16 random hex digits: the identity of the journal, if this call is the one that begins it. */
  readonly journalId: string;
  /** Called for each envelope in order; those of a step that the cut takes away never arrive. */
  readonly onEnvelope: (envelope: Envelope) => void;
  /** The end of a segment up to which everything is known already: only what comes after it is read. */
  readonly after?: JournalPosition;
  readonly disk?: Disk;
  readonly segmentLimitBytes?: number;
  /** At most PENDING_LIMIT_BYTES. */
  readonly pendingLimitBytes?: number;
};

/** What stood in the journal after where the reading began, and what an interrupted write had left behind it; `copy` is where those bytes are now. */
export type Recovery = {
  readonly journalId: string;
  readonly events: number;
  readonly segments: number;
  /** Zero while there is no envelope: the first one has seq 1. */
  readonly lastSeq: number;
  readonly chain: string;
  /** Last line of the last full segment; zero where there is none. */
  readonly sealedSeq: number;
  readonly torn?: JournalTail & {readonly copy: string};
};

/**
 * Reads a journal back, cuts what an interrupted write left at its end, and opens it for appending.
 *
 * Throws JournalDamaged, with the disk untouched, where anything else is wrong (JournalScan says what may be). What was
 * cut is kept beside the segment as `<segment>.torn-<number>`. All that was handed to `onEnvelope` is on the medium
 * when this returns, also what had only reached the page cache when the process before was killed.
 */
export const openJournal = async (options: OpenOptions): Promise<{journal: Journal; recovery: Recovery}> => {
  const {directory, disk = nodeDisk, pendingLimitBytes = PENDING_LIMIT_BYTES, after} = options;
  if (!JOURNAL_ID.test(options.journalId)) {
    throw new RangeError(`Journal id "${options.journalId}" should be 16 hex digits.`);
  }
  if (pendingLimitBytes > PENDING_LIMIT_BYTES) {
    throw new RangeError(`Pending limit "${pendingLimitBytes}" should be at most ${PENDING_LIMIT_BYTES}.`);
  }

  await disk.makeDirectory(directory);
  const scan = new JournalScan({disk, directory, ...(after === undefined ? {} : {after})});
  const end = await readAll(scan, options.onEnvelope);
  const torn = end.tail === undefined ? undefined : {...end.tail, copy: await cutTail({disk, directory}, end.tail)};
  await settleEnd(disk, end);

  const recovery = recoveryOf(end, options.journalId);
  const journal = new Journal({
    disk,
    directory,
    ...recovery,
    segment: end.segment && {name: basename(end.segment.file), size: end.segment.size},
    segmentLimitBytes: options.segmentLimitBytes ?? SEGMENT_LIMIT_BYTES,
    pendingLimitBytes,
  });

  return {journal, recovery: torn === undefined ? recovery : {...recovery, torn}};
};

type Place = {readonly disk: Disk; readonly directory: string};

const JOURNAL_ID = /^[0-9a-f]{16}$/;

const readAll = async (scan: JournalScan, onEnvelope: (envelope: Envelope) => void): Promise<JournalEnd> => {
  for await (const batch of scan.batches()) batch.forEach(onEnvelope);

  return scan.end;
};

const recoveryOf = (end: JournalEnd, newJournalId: string): Recovery => ({
  journalId: end.journalId ?? newJournalId,
  events: end.events,
  segments: end.segments,
  lastSeq: end.lastSeq,
  chain: end.chain,
  sealedSeq: end.segment === undefined ? 0 : firstSeqOf(basename(end.segment.file)) - 1,
});

/** Keeps a copy first and cuts then, so that a crash in between costs nothing but a second copy. */
const cutTail = async ({disk, directory}: Place, {file, from}: JournalTail): Promise<string> => {
  const copy = await freeCopyName({disk, directory}, file);
  if (from === 0) {
    await disk.rename(file, copy);
    await disk.syncDirectory(directory);

    return copy;
  }

  await copyTail({disk, directory}, {file, from, copy});
  await disk.truncate(file, from);

  return copy;
};

const freeCopyName = async ({disk, directory}: Place, file: string): Promise<string> => {
  const names = new Set(await disk.list(directory));
  let number = 1;
  while (names.has(`${basename(file)}.torn-${number}`)) number++;

  return join(directory, `${basename(file)}.torn-${number}`);
};

const copyTail = async (
  {disk, directory}: Place,
  {file, from, copy}: {file: string; from: number; copy: string},
): Promise<void> => {
  const target = await disk.openToAppend(copy, {create: true});
  try {
    for await (const chunk of disk.read(file, from)) await target.write(chunk);
    await target.datasync();
  } finally {
    await target.close();
  }
  await disk.syncDirectory(directory);
};

/**
 * Writes the end of the last segment over itself. What was just read may be in the page cache only, and after a failed
 * fdatasync the kernel calls such pages clean: fdatasync alone would report success and leave them off the medium.
 */
const settleEnd = async (disk: Disk, {segment}: JournalEnd): Promise<void> => {
  if (segment === undefined) return;
  const from = Math.max(0, segment.size - PENDING_LIMIT_BYTES);
  const chunks: Buffer[] = [];
  for await (const chunk of disk.read(segment.file, from)) chunks.push(chunk);
  await disk.overwrite(segment.file, from, Buffer.concat(chunks));
};
