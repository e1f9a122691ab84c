/** Longest wait for something of a real process on a slow machine; a named limit, not an expectation. */
export const PATIENCE_MS = 60_000;
const LOOK_MS = 25;

/** Looks again and again until `probe` gives something; names what never came. */
export const until = async <T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = PATIENCE_MS,
): Promise<T> => {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const found = await probe();
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(LOOK_MS);
  }
  throw new Error(`Waited ${limitMs} ms in vain: ${what}.`);
};

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
