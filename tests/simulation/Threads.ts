import {Worker} from 'node:worker_threads';
import type {Answer, Job} from './Job.ts';
import type {RunReport} from './runScenario.ts';

/** Threads that play scenarios; each takes the next job as soon as it is free. */
export class Threads {
  readonly #idle: Worker[] = [];
  readonly #all: readonly Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(count: number) {
    this.#all = Array.from({length: count}, () => new Worker(new URL('./worker.ts', import.meta.url)));
    this.#idle.push(...this.#all);
  }

  /** @throws when the machinery of the simulation itself breaks; a broken promise of the bot is in the report. */
  async play(job: Job): Promise<RunReport> {
    const worker = await this.#take();
    try {
      const answer = await ask(worker, job);
      if ('failure' in answer) throw new Error(`Seed ${job.seed} could not be played: ${answer.failure}`);

      return answer.report;
    } finally {
      this.#give(worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(worker => worker.terminate()));
  }

  #take(): Promise<Worker> {
    const worker = this.#idle.shift();

    return worker === undefined ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve(worker);
  }

  #give(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}

const ask = (worker: Worker, job: Job): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const settle = (action: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      action();
    };
    const onMessage = (answer: Answer): void => settle(() => resolve(answer));
    const onError = (error: unknown): void =>
      settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(job, []);
  });
