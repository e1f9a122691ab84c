/** The promises that a strategy and the engine around it are held to. */
export type Check = 'prefix' | 'futurePoison' | 'warmup' | 'repeatable' | 'purity' | 'mirror' | 'fills';

/** One broken promise, with the bar and the expression that gave it away. */
export type Finding = {
  readonly check: Check;
  readonly symbol: string;
  /** Place of the bar in the data, from 0, and its open time, ms UTC. */
  readonly bar: number;
  readonly time: number;
  /** What depended on something that it must not depend on: an indicator's output, a measured claim, an action. */
  readonly expression: string;
  readonly message: string;
};

/** Findings of one check that are kept: the first ones say it all. */
export const MAX_FINDINGS_PER_CHECK = 5;

export const dateText = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
