import {Worker} from 'node:worker_threads';
import type {Scene} from './Scene.ts';
import {shareBars, type SharedRecording} from './sharedBars.ts';
import type {Evaluator, Question, SpanResult} from './SpanResult.ts';

/** Heap that one worker may use; the bars lie outside of it, once for all. */
const WORKER_HEAP_MB = 512;
export const MOST_WORKERS = 64;

/** What a worker is started with. */
export type WorkerScene = Omit<Scene, 'recording'> & {readonly recording: SharedRecording};
export type WorkerTask = {readonly id: number; readonly question: Question};
export type WorkerAnswer = {readonly id: number} & ({readonly result: SpanResult} | {readonly problem: string});

type Waiting = PromiseWithResolvers<SpanResult> & {readonly task: WorkerTask};

/** What a search may use, and when. */
export type PoolLimits = {
  /** Heap of each worker, in MB. */
  readonly heapMb?: number;
  /** Ends the pool; its reason is what every question fails with from then on. */
  readonly signal?: AbortSignal;
  /** Resolves once the machine may take one more question. */
  readonly whenFree?: () => Promise<void>;
};

/**
 * Evaluates on threads of low priority that share the bars. Which thread answers and when changes nothing: a result
 * depends on its question alone. A thread that dies, of its memory limit for one, fails everything that is under way.
 */
export class EvaluationPool implements Evaluator {
  readonly #workers: readonly Worker[];
  readonly #idle: Worker[];
  readonly #queue: Waiting[] = [];
  readonly #running = new Map<number, Waiting>();
  readonly #limits: PoolLimits;
  #nextId = 1;
  #failure: Error | null = null;

  /** @throws RangeError unless there is a worker from 1 to MOST_WORKERS. */
  constructor(scene: Scene, size: number, limits: PoolLimits = {}) {
    if (!(size >= 1 && size <= MOST_WORKERS)) {
      throw new RangeError(`${size} workers were asked for; expected 1 to ${MOST_WORKERS}.`);
    }
    const {recording, loaded, ...rest} = scene;
    // No thread needs a secret.
    const workerData: WorkerScene = {
      ...rest,
      loaded: {...loaded, secrets: {loginToken: null, exchangeKey: null}},
      recording: shareBars(recording),
    };
    const {heapMb = WORKER_HEAP_MB, signal} = limits;
    this.#limits = limits;
    this.#workers = Array.from({length: size}, () => this.#start(workerData, heapMb));
    this.#idle = [...this.#workers];
    signal?.addEventListener('abort', () => this.#fail(signal.reason as Error));
    if (signal?.aborted === true) this.#fail(signal.reason as Error);
  }

  evaluate(question: Question): Promise<SpanResult> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const waiting = {...Promise.withResolvers<SpanResult>(), task: {id: this.#nextId, question}};
    this.#nextId += 1;
    this.#queue.push(waiting);
    this.#assign();

    return waiting.promise;
  }

  async close(): Promise<void> {
    this.#fail(new Error('The pool was closed.'));
    await Promise.all(this.#workers.map(worker => worker.terminate()));
  }

  #start(workerData: WorkerScene, heapMb: number): Worker {
    const worker = new Worker(new URL('./evaluationWorker.ts', import.meta.url), {
      workerData,
      resourceLimits: {maxOldGenerationSizeMb: heapMb},
    });
    worker.on('message', (answer: WorkerAnswer) => this.#take(worker, answer));
    worker.on('error', (error: Error) => this.#fail(died(error, heapMb)));

    return worker;
  }

  #assign(): void {
    while (this.#idle.length > 0) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#running.set(next.task.id, next);
      void this.#hand(this.#idle.pop(), next.task).catch((error: Error) => this.#fail(error));
    }
  }

  async #hand(worker: Worker | undefined, task: WorkerTask): Promise<void> {
    await this.#limits.whenFree?.();
    if (this.#failure === null) worker?.postMessage(task, []);
  }

  #take(worker: Worker, answer: WorkerAnswer): void {
    const waiting = this.#running.get(answer.id);
    this.#running.delete(answer.id);
    this.#idle.push(worker);
    this.#assign();
    if ('result' in answer) waiting?.resolve(answer.result);
    else waiting?.reject(new Error(answer.problem));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const {reject} of [...this.#running.values(), ...this.#queue]) reject(error);
    this.#running.clear();
    this.#queue.length = 0;
  }
}

const died = (cause: Error, heapMb: number): Error =>
  new Error(`A thread of the evaluation pool died: ${cause.message} Each may use ${heapMb} MB of heap.`, {
    cause,
  });
