import {type Confidence, confidence, plainReason, type Reason, type Signal} from '../domain/Decision.ts';

/** The surest signal with an opinion; of equal ones the first. Null when all hold. */
export const bestSignal = (signals: readonly Signal[]): Signal | null => {
  let best: Signal | null = null;
  for (const signal of signals) {
    if (signal.action !== 'hold' && (best === null || signal.confidence > best.confidence)) best = signal;
  }

  return best;
};

/** Share of the strategies with an opinion that are on the side of `best`. */
export const agreementWith = (best: Signal, signals: readonly Signal[]): Confidence => {
  const opinionated = signals.filter(({action}) => action !== 'hold');

  return confidence(opinionated.filter(({action}) => action === best.action).length / opinionated.length);
};

/** Why there is no signal at all. */
export const whyNobody = (signals: readonly Signal[]): Reason => {
  const [first] = signals;
  if (first !== undefined && signals.every(({reason}) => reason.code === 'WARMING_UP'))
    return slowestOf(signals, first).reason;
  if (signals.length === 1 && first !== undefined) return first.reason;

  return plainReason('NO_SIGNAL', `none of ${signals.length} strategies sees an entry`, false);
};

const slowestOf = (signals: readonly Signal[], first: Signal): Signal =>
  signals.reduce(
    (slowest, signal) => ((signal.reason.limit ?? 0) > (slowest.reason.limit ?? 0) ? signal : slowest),
    first,
  );
