const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type Asked = {readonly kind: 'asked'; readonly by: string};

/** Resolves when somebody asks the process to stop: a signal, or pm2's message. A second signal ends it at once. */
export const untilStopped = (): {readonly asked: Promise<Asked>; readonly dispose: () => void} => {
  const {promise, resolve} = Promise.withResolvers<Asked>();
  let wasAsked = false;
  const ask = (by: string): void => {
    if (wasAsked) process.exit(130);
    wasAsked = true;
    resolve({kind: 'asked', by});
  };
  const onMessage = (message: unknown): void => {
    if (message === 'shutdown') ask('pm2');
  };
  const onSignal = (signal: NodeJS.Signals): void => ask(signal);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('message', onMessage);

  return {
    asked: promise,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      process.off('message', onMessage);
    },
  };
};
