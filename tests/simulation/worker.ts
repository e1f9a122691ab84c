/** A thread that plays scenarios one after the other, without any time and chance but theirs. */
import {parentPort} from 'node:worker_threads';
import {plantedBug} from './bugs/index.ts';
import {drawScenario} from './drawScenario.ts';
import type {Answer, Job} from './Job.ts';
import {poisonAmbient} from './poison.ts';
import {runScenario} from './runScenario.ts';

const play = async ({seed, horizonMs, scenario = drawScenario(seed, horizonMs), bug}: Job): Promise<Answer> => {
  try {
    return {report: await runScenario(scenario, bug === undefined ? undefined : plantedBug(bug).plant())};
  } catch (error) {
    return {failure: error instanceof Error ? (error.stack ?? error.message) : String(error)};
  }
};

poisonAmbient();
parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await play(job), []));
