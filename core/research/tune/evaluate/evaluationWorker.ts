import {setPriority} from 'node:os';
import {type MessagePort, parentPort, workerData} from 'node:worker_threads';
import type {WorkerAnswer, WorkerScene, WorkerTask} from './EvaluationPool.ts';
import {evaluate} from './evaluate.ts';
import type {Scene} from './Scene.ts';
import {openShared} from './sharedBars.ts';

/** One thread of the evaluation pool: opens the shared bars once, then answers questions one at a time. */

/** A search has time; a bot on the same machine has none. On Linux a priority belongs to the thread that sets it. */
const NICE = 10;

const serve = (port: MessagePort, {recording, ...rest}: WorkerScene): void => {
  const scene: Scene = {...rest, recording: openShared(recording)};
  if (process.platform === 'linux') setPriority(NICE);
  const reply = async (task: WorkerTask): Promise<void> => {
    const done = await answer(scene, task);
    port.postMessage(done, []);
  };
  port.on('message', (task: WorkerTask) => void reply(task));
};

const answer = async (scene: Scene, {id, question}: WorkerTask): Promise<WorkerAnswer> => {
  try {
    return {id, result: await evaluate(scene, question)};
  } catch (error) {
    return {id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error)};
  }
};

if (parentPort !== null) serve(parentPort, workerData as WorkerScene);
