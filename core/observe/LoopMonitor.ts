import {type ELDHistogram, monitorEventLoopDelay} from 'node:perf_hooks';
import {realTimers, type Timers} from './Timers.ts';

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1_000_000;

type DelayHistogram = Pick<ELDHistogram, 'percentile' | 'reset' | 'enable' | 'disable' | 'count'>;

export type LoopMonitorOptions = {
  /** Length of one window. */
  readonly checkIntervalMs: number;
  /** p99 above which the loop counts as slow. */
  readonly maxP99Ms: number;
  /** Hears of each window when it ends. */
  readonly onWindow?: (p99Ms: number) => void;
  readonly timers?: Timers;
  readonly histogram?: DelayHistogram;
};

/** Knows how late the event loop runs, window by window; memory stays the same for ever. */
export class LoopMonitor {
  readonly #options: LoopMonitorOptions;
  readonly #histogram: DelayHistogram;
  #stop: (() => void) | null = null;
  #p99Ms = 0;

  constructor(options: LoopMonitorOptions) {
    this.#options = options;
    this.#histogram = options.histogram ?? monitorEventLoopDelay({resolution: RESOLUTION_MS});
  }

  start(): void {
    if (this.#stop !== null) return;
    this.#histogram.enable();
    this.#stop = (this.#options.timers ?? realTimers).every(this.#options.checkIntervalMs, () => this.#endWindow());
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#histogram.disable();
  }

  /** The last whole window; `ok` before there is one. */
  health(): {readonly ok: boolean; readonly p99Ms: number} {
    return {ok: this.#p99Ms <= this.#options.maxP99Ms, p99Ms: this.#p99Ms};
  }

  /** The histogram holds whole sample intervals: what is beyond one resolution is delay. An empty window has no delay to tell of. */
  #endWindow(): void {
    const sampledMs = this.#histogram.count === 0 ? 0 : this.#histogram.percentile(99) / NANOSECONDS_PER_MS;
    this.#histogram.reset();
    this.#p99Ms = Math.round(Math.max(0, sampledMs - RESOLUTION_MS) * 1_000) / 1_000;
    this.#options.onWindow?.(this.#p99Ms);
  }
}
