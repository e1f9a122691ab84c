const IN_GLOBAL = [
  'Date',
  'performance',
  'fetch',
  'WebSocket',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
] as const;

/**
 * Runs synchronous work in a world without clock, chance and outside: whoever asks for one gets an error, and is named.
 * The touch is kept even when the work swallows the error. Everything is put back before it returns.
 */
export const withPoisonedGlobals = <Result>(work: () => Result, onTouch: (name: string) => void): Result => {
  const words = [
    ...IN_GLOBAL.map(name => wordOf(globalThis, name, name)),
    wordOf(Math, 'random', 'Math.random'),
    wordOf(process, 'hrtime', 'process.hrtime'),
  ];
  for (const {owner, key, name} of words)
    Object.defineProperty(owner, key, {value: forbidden(name, onTouch), configurable: true, writable: true});
  try {
    return work();
  } finally {
    for (const {owner, key, before} of words) Object.defineProperty(owner, key, before);
  }
};

const forbidden = (name: string, onTouch: (name: string) => void): unknown => {
  const refuse = (): never => {
    onTouch(name);
    throw new Error(`A strategy must not use ${name}: what it says may depend on its bars alone.`);
  };

  // An arrow function cannot be constructed, so `new Date()` would fail before anybody is named.
  return new Proxy(function word() {}, {apply: refuse, construct: refuse, get: refuse, set: refuse});
};

type Word = {readonly owner: object; readonly key: string; readonly name: string; readonly before: PropertyDescriptor};

/** Node loads some of its words when they are first looked at: all are looked at before the first is poisoned. */
const wordOf = (owner: object, key: string, name: string): Word => {
  Reflect.get(owner, key);
  const before = Object.getOwnPropertyDescriptor(owner, key);
  if (before === undefined) throw new Error(`This Node has no ${name} to poison.`);

  return {owner, key, name, before};
};
