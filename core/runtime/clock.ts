/** Real time, handed down as a value so that tests and replays can run on a time of their own. */
export type Clock = {
  /** Wall clock, ms since 1970 UTC; may jump when somebody sets it. */
  now(): number;
  /** Ms since an unknown moment; never goes back. */
  monotonic(): number;
};

/** Calls that come later; each answer stops them. A pending call keeps the process alive. */
export type Timers = {
  every(ms: number, action: () => void): () => void;
  after(ms: number, action: () => void): () => void;
};

export const nodeClock: Clock = {now: () => Date.now(), monotonic: () => performance.now()};

export const nodeTimers: Timers = {
  every(ms, action) {
    const timer = setInterval(action, ms);
    return () => clearInterval(timer);
  },
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
