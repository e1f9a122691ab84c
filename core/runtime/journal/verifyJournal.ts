import type {Disk} from './Disk.ts';
import {JournalDamaged} from './errors.ts';
import {JournalScan} from './JournalScan.ts';
import type {JournalTail} from './JournalScan.ts';
import {nodeDisk} from './nodeDisk.ts';

/** What a proof of the whole journal found; counts end at the last whole step before any damage. */
export type JournalVerdict = {
  readonly events: number;
  readonly segments: number;
  readonly lastSeq: number;
  readonly chain: string;
  /** An interrupted write that the next start will cut off, with a copy kept. */
  readonly torn?: JournalTail;
  readonly damaged?: {readonly file: string; readonly line: number; readonly reason: string; readonly message: string};
};

/** Proves every line of a journal directory; reports damage instead of throwing it, and changes nothing. */
export const verifyJournal = async (directory: string, disk: Disk = nodeDisk): Promise<JournalVerdict> => {
  const scan = new JournalScan({disk, directory});
  const damaged = await findDamage(scan);
  const {events, segments, lastSeq, chain, tail} = scan.end;

  return {
    events,
    segments,
    lastSeq,
    chain,
    ...(tail === undefined ? {} : {torn: tail}),
    ...(damaged === undefined ? {} : {damaged}),
  };
};

const findDamage = async (scan: JournalScan): Promise<JournalVerdict['damaged']> => {
  const batches = scan.batches();
  try {
    while (!(await batches.next()).done);
  } catch (error) {
    if (!(error instanceof JournalDamaged)) throw error;
    const {file, line, reason, message} = error;

    return {file, line, reason, message};
  }

  return undefined;
};
