import {isMainThread, workerData} from 'node:worker_threads';
import {goLast} from '../goLast.ts';
import type {FoldSetup} from './Checkpoint.ts';
import {makeCheckpoint} from './makeCheckpoint.ts';

/** A thread that makes one checkpoint and ends. */

export type CheckpointTask = {readonly setup: FoldSetup; readonly lastSeq: number};

const serve = async ({setup, lastSeq}: CheckpointTask): Promise<void> => {
  goLast();
  await makeCheckpoint(setup, lastSeq);
};

if (!isMainThread) await serve(workerData as CheckpointTask);
