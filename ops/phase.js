const HEARTBEAT_MS = 5_000;

/** Says on stderr that a piece of work has begun and, every few seconds, that it goes on; the result says that it is done. */
export const phase = name => {
  const start = performance.now();
  const elapsed = () => `${((performance.now() - start) / 1_000).toFixed(1)} s`;
  process.stderr.write(`${name} ...\n`);
  const timer = setInterval(() => process.stderr.write(`${name} ... ${elapsed()}\n`), HEARTBEAT_MS);
  timer.unref();

  return () => {
    clearInterval(timer);
    process.stderr.write(`${name}: done in ${elapsed()}\n`);
  };
};
