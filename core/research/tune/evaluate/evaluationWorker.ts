import {type MessagePort, parentPort, workerData} from 'node:worker_threads';
import {goLast} from '../../../runtime/goLast.ts';
import type {WorkerAnswer, WorkerScene, WorkerTask} from './EvaluationPool.ts';
import {evaluate} from './evaluate.ts';
import type {Scene} from './Scene.ts';
import {openShared} from './sharedBars.ts';

/** One thread of the evaluation pool: opens the shared bars once, then answers questions one at a time. */

const serve = (port: MessagePort, {recording, ...rest}: WorkerScene): void => {
  const scene: Scene = {...rest, recording: openShared(recording)};
  goLast();
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
