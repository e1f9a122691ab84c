/** The end of this turn of the real event loop, when every promise has been worked off: the one real thing a schedule needs. */
export const afterTurn: (action: () => void) => unknown = globalThis.setImmediate;

/** Takes real time, chance and timers away from this thread: whoever reaches for them inside a simulation is found at once. */
export const poisonAmbient = (): void => {
  const RealDate = Date;
  const forbid = (name: string) => (): never => {
    throw new Error(`${name} was used inside a simulation: time and chance come from the schedule and the seed.`);
  };
  globalThis.Date = class extends RealDate {
    constructor(...args: readonly [] | readonly [string | number | Date]) {
      if (args.length === 0) forbid('new Date()')();
      super(args[0] ?? Number.NaN);
    }

    static override now(): number {
      return forbid('Date.now')();
    }
  } as DateConstructor;
  Math.random = forbid('Math.random');
  globalThis.crypto.getRandomValues = forbid('crypto.getRandomValues');
  globalThis.crypto.randomUUID = forbid('crypto.randomUUID');
  // How long a turn takes is measured and never decided on: here it takes no time.
  performance.now = () => 0;
  Object.assign(globalThis, {
    setTimeout: forbid('setTimeout'),
    setInterval: forbid('setInterval'),
    setImmediate: forbid('setImmediate'),
  });
};
