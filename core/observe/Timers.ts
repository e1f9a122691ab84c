/** What a watcher needs of time, so that tests can turn the hands. */
export type Timers = {
  /** Calls back again and again without keeping the process alive; the result stops it. */
  every(intervalMs: number, callback: () => void): () => void;
};

export const realTimers: Timers = {
  every(intervalMs, callback) {
    const timer = setInterval(callback, intervalMs);
    timer.unref();

    return () => clearInterval(timer);
  },
};
