import type {Disk} from '../journal/Disk.ts';
import {nodeDisk} from '../journal/nodeDisk.ts';
import {readSegmentStart} from '../journal/readSegmentStart.ts';
import {journalDirectory} from '../openBooks.ts';
import type {Checkpoint, FoldSetup} from './Checkpoint.ts';
import {listCheckpoints, readCheckpoint} from './checkpointFile.ts';
import {foldKey} from './foldKey.ts';

export type Found = {
  readonly checkpoint: Checkpoint | null;
  /** What is there and cannot be used, one readable line each. */
  readonly unusable: readonly string[];
};

/**
 * The youngest checkpoint that this fold may go on from: of the same code and settings, and one that the journal's next
 * segment joins on to. Whatever is wrong with one costs time and nothing else, for the journal has it all.
 */
export const findCheckpoint = async (setup: FoldSetup, disk: Disk = nodeDisk): Promise<Found> => {
  const {dataDir} = setup;
  const unusable: string[] = [];
  const seqs = listCheckpoints(dataDir);
  if (seqs.length === 0) return {checkpoint: null, unusable};
  const key = foldKey(setup);
  for (const lastSeq of seqs) {
    const read = await tryCheckpoint({dataDir, key, disk}, lastSeq);
    if (typeof read !== 'string') return {checkpoint: read, unusable};
    unusable.push(`The checkpoint at line ${lastSeq} cannot be used: ${read}.`);
  }

  return {checkpoint: null, unusable};
};

type Place = {readonly dataDir: string; readonly key: string; readonly disk: Disk};

const tryCheckpoint = async ({dataDir, key, disk}: Place, lastSeq: number): Promise<Checkpoint | string> => {
  const read = await readCheckpoint(dataDir, key, lastSeq).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof read === 'string') return read;
  const {position} = read;
  const start = await readSegmentStart(disk, journalDirectory(dataDir), lastSeq + 1);
  const isJoined =
    start !== null &&
    position.lastSeq === lastSeq &&
    start.chain === position.chain &&
    start.journalId === position.journalId;

  return isJoined ? read : 'the journal does not go on from there';
};
