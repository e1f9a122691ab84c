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
  /** After 0 ms: once everything else that is due has had its turn. */
  after(ms: number, action: () => void): () => void;
};

export const nodeClock: Clock = {now: () => Date.now(), monotonic: () => performance.now()};

export const nodeTimers: Timers = {
  every(ms, action) {
    const timer = setInterval(action, ms);
    return () => clearInterval(timer);
  },
  after(ms, action) {
    if (ms === 0) return afterOthers(action);
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/** A timer would wait for its clock to move on: a whole ms at every pause. */
const afterOthers = (action: () => void): (() => void) => {
  const immediate = setImmediate(action);

  return () => clearImmediate(immediate);
};
