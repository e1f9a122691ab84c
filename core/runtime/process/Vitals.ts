import type {Config} from '../../config/Config.ts';
import {LoopMonitor} from '../../observe/LoopMonitor.ts';
import {MemoryWatch} from '../../observe/MemoryWatch.ts';
import type {Metrics} from '../../observe/metrics.ts';
import type {Logger} from '../log.ts';

/** Watches the process itself: how late its loop runs and how much it holds. */
export class Vitals {
  readonly #loop: LoopMonitor;
  readonly #memory: MemoryWatch;
  readonly #since = performance.now();

  constructor({loop, memory}: Pick<Config, 'loop' | 'memory'>, metrics: Metrics, log: Logger) {
    this.#loop = new LoopMonitor({...loop, onWindow: p99Ms => metrics.loopLagP99.set(p99Ms / 1_000)});
    this.#memory = new MemoryWatch({
      ...memory,
      onCheck: bytes => metrics.heapUsed.set(bytes),
      onExcess: bytes => {
        metrics.errors.inc({room: 'memory'});
        log.error({heapUsedBytes: bytes, limitBytes: memory.maxHeapUsedBytes}, 'The heap is above its limit.');
      },
    });
  }

  start(): void {
    this.#loop.start();
    this.#memory.start();
  }

  stop(): void {
    this.#loop.stop();
    this.#memory.stop();
  }

  get uptimeMs(): number {
    return Math.round(performance.now() - this.#since);
  }

  get p99Ms(): number {
    return this.#loop.health().p99Ms;
  }
}
