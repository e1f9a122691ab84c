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
  const cold = signals.filter(({reason}) => reason.code === 'WARMING_UP');
  const [only] = signals;
  if (only !== undefined && signals.length === 1) return only.reason;
  if (cold.length > 0 && cold.length === signals.length) return slowestOf(cold);
  const warming = cold.length > 0 ? `; ${cold.length} of them warm up` : '';

  return plainReason('NO_SIGNAL', `none of ${signals.length} strategies sees an entry${warming}`, false);
};

/** The warm-up that ends last: its bars are the reason's limit. */
const slowestOf = (cold: readonly Signal[]): Reason =>
  cold.map(({reason}) => reason).reduce((slowest, each) => ((each.limit ?? 0) > (slowest.limit ?? 0) ? each : slowest));
