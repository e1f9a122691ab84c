import {describe, expect, test} from 'vitest';
import {LoopMonitor} from '../../core/observe/LoopMonitor.ts';
import {MemoryWatch} from '../../core/observe/MemoryWatch.ts';
import {realTimers, type Timers} from '../../core/observe/Timers.ts';

/** Timers whose hands the test turns. */
const handTimers = () => {
  const running = new Set<() => void>();
  const intervals: number[] = [];
  const timers: Timers = {
    every(intervalMs, callback) {
      intervals.push(intervalMs);
      running.add(callback);
      return () => running.delete(callback);
    },
  };

  return {timers, intervals, running, turn: () => running.forEach(callback => callback())};
};

describe('MemoryWatch', () => {
  test('a limit of one byte is exceeded at once, and said once', () => {
    const {timers, turn} = handTimers();
    const said: number[] = [];
    const watch = new MemoryWatch({
      checkIntervalMs: 60_000,
      maxHeapUsedBytes: 1,
      onExcess: bytes => said.push(bytes),
      timers,
    });
    watch.start();
    turn();

    expect(said).toEqual([expect.any(Number)]);
    expect(said[0]).toBeGreaterThan(1_000_000);
    expect(watch.health().ok).toBe(false);
  });

  test('says it again after the heap has been small in between; the limit itself is allowed', () => {
    const {timers, turn, intervals, running} = handTimers();
    const heap = [100, 101, 102, 100, 101];
    const [said, seen]: [number[], number[]] = [[], []];
    const watch = new MemoryWatch({
      checkIntervalMs: 60_000,
      maxHeapUsedBytes: 100,
      onExcess: bytes => said.push(bytes),
      onCheck: bytes => seen.push(bytes),
      timers,
      heapUsed: () => heap.shift() ?? 0,
    });
    watch.start();
    watch.start();
    for (let i = 0; i < 4; i++) turn();
    watch.stop();

    expect(said).toEqual([101, 101]);
    expect(seen).toEqual([100, 101, 102, 100, 101]);
    expect(intervals).toEqual([60_000]);
    expect(running.size).toBe(0);
  });
});

describe('LoopMonitor', () => {
  const fakeHistogram = (windows: number[]) => ({
    count: 1,
    percentile: () => (windows[0] ?? 0) * 1_000_000,
    reset: () => void windows.shift(),
    enable: () => true,
    disable: () => true,
  });

  test('tells the delay of each window by itself', () => {
    const {timers, turn} = handTimers();
    const told: number[] = [];
    const histogram = fakeHistogram([10.5, 310, 9]);
    const monitor = new LoopMonitor({
      checkIntervalMs: 1_000,
      maxP99Ms: 250,
      onWindow: ms => told.push(ms),
      timers,
      histogram,
    });
    monitor.start();
    expect(monitor.health()).toEqual({ok: true, p99Ms: 0});

    const oks = [1, 2, 3].map(() => {
      turn();
      return monitor.health().ok;
    });
    expect(told).toEqual([0.5, 300, 0]);
    expect(oks).toEqual([true, false, true]);
  });

  test('notices a loop that is really blocked', async () => {
    const {timers, turn} = handTimers();
    const monitor = new LoopMonitor({checkIntervalMs: 1_000, maxP99Ms: 20, timers});
    monitor.start();
    await new Promise(resolve => setTimeout(resolve, 30));
    const until = performance.now() + 80;
    while (performance.now() < until);
    await new Promise(resolve => setTimeout(resolve, 30));
    turn();
    monitor.stop();

    expect(monitor.health().ok).toBe(false);
    expect(monitor.health().p99Ms).toBeGreaterThan(50);
  });
});

test('real timers call back and can be stopped', async () => {
  const count = await new Promise<number>(resolve => {
    let calls = 0;
    const stop = realTimers.every(1, () => {
      calls++;
      if (calls < 3) return;
      stop();
      resolve(calls);
    });
  });

  expect(count).toBe(3);
});
