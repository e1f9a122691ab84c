import {Worker} from 'node:worker_threads';
import type {FoldSetup} from './Checkpoint.ts';
import type {CheckpointTask} from './checkpointWorker.ts';

/** Heap of the thread: a state, a brain and the candles, twice while they are written. */
const HEAP_MB = 512;

type Options = {
  readonly setup: FoldSetup;
  /** Last line of the checkpoint that is there already; zero for none. */
  readonly madeSeq: number;
  readonly onMade: (lastSeq: number) => void;
  readonly onFailure: (error: Error) => void;
};

/**
 * Has a checkpoint made of each full segment, by a thread beside the bot, one at a time. So a start reads one segment and
 * not a history of months; the bot itself never stops for it.
 */
export class Checkpointer {
  readonly #options: Options;
  #madeSeq: number;
  #wantedSeq = 0;
  #worker: Worker | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#madeSeq = options.madeSeq;
  }

  /** A segment is full; `lastSeq` is its last line. */
  sealed(lastSeq: number): void {
    this.#wantedSeq = Math.max(this.#wantedSeq, lastSeq);
    this.#next();
  }

  /** What is under way is given up; what is written stays. */
  async stop(): Promise<void> {
    this.#wantedSeq = 0;
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#worker !== null || this.#wantedSeq <= this.#madeSeq) return;
    const lastSeq = this.#wantedSeq;
    const workerData: CheckpointTask = {setup: this.#options.setup, lastSeq};
    const worker = new Worker(new URL('./checkpointWorker.ts', import.meta.url), {
      workerData,
      resourceLimits: {maxOldGenerationSizeMb: HEAP_MB},
    });
    worker.unref();
    this.#worker = worker;
    // What failed is not tried again before the next segment is full.
    worker.once('error', (error: Error) => this.#options.onFailure(error));
    worker.once('exit', code => this.#end(lastSeq, code));
  }

  #end(lastSeq: number, code: number): void {
    this.#worker = null;
    this.#madeSeq = lastSeq;
    if (code === 0) this.#options.onMade(lastSeq);
    this.#next();
  }
}
