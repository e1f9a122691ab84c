import {setPriority} from 'node:os';
import {isMainThread, workerData} from 'node:worker_threads';
import type {FoldSetup} from './Checkpoint.ts';
import {makeCheckpoint} from './makeCheckpoint.ts';

/** A thread that makes one checkpoint and ends; the bot goes first. On Linux a priority belongs to the thread that sets it. */
const NICE = 10;

export type CheckpointTask = {readonly setup: FoldSetup; readonly lastSeq: number};

const serve = async ({setup, lastSeq}: CheckpointTask): Promise<void> => {
  if (process.platform === 'linux') setPriority(NICE);
  await makeCheckpoint(setup, lastSeq);
};

if (!isMainThread) await serve(workerData as CheckpointTask);
