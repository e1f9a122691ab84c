import {realTimers, type Timers} from './Timers.ts';

export type MemoryWatchOptions = {
  readonly checkIntervalMs: number;
  readonly maxHeapUsedBytes: number;
  /** Called once when the heap comes to be above the limit, and again only after it has been below. */
  readonly onExcess: (heapUsedBytes: number) => void;
  /** Hears of every look. */
  readonly onCheck?: (heapUsedBytes: number) => void;
  readonly timers?: Timers;
  readonly heapUsed?: () => number;
};

/** Looks at the heap at a regular interval and says when it is too large. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  #stop: (() => void) | null = null;
  #heapUsedBytes = 0;
  #isExceeded = false;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
  }

  /** Looks at once, then at the interval. */
  start(): void {
    if (this.#stop !== null) return;
    this.#stop = (this.#options.timers ?? realTimers).every(this.#options.checkIntervalMs, () => this.#look());
    this.#look();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  health(): {readonly ok: boolean; readonly heapUsedBytes: number} {
    return {ok: !this.#isExceeded, heapUsedBytes: this.#heapUsedBytes};
  }

  #look(): void {
    const {heapUsed = () => process.memoryUsage().heapUsed, maxHeapUsedBytes, onCheck, onExcess} = this.#options;
    const wasExceeded = this.#isExceeded;
    this.#heapUsedBytes = heapUsed();
    this.#isExceeded = this.#heapUsedBytes > maxHeapUsedBytes;
    onCheck?.(this.#heapUsedBytes);
    if (this.#isExceeded && !wasExceeded) onExcess(this.#heapUsedBytes);
  }
}
