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
  const only = signals[0];
  if (only !== undefined && signals.length === 1) return only.reason;
  let cold = 0;
  for (const {reason} of signals) if (reason.code === 'WARMING_UP') cold += 1;

  return cold > 0 && cold === signals.length ? slowestOf(signals) : noSignal(signals.length, cold);
};

/** Remembers the last of them: it is the reason of most bars. */
const rememberNoSignal = (): ((all: number, cold: number) => Reason) => {
  let asked: readonly [number, number] | null = null;
  let reason = plainReason('NO_SIGNAL', 'there are no strategies', false);

  return (all, cold) => {
    if (asked?.[0] === all && asked[1] === cold) return reason;
    const warming = cold > 0 ? `; ${cold} of them warm up` : '';
    asked = [all, cold];
    reason = plainReason('NO_SIGNAL', `none of ${all} strategies sees an entry${warming}`, false);

    return reason;
  };
};

const noSignal = rememberNoSignal();

/** The warm-up that ends last: its bars are the reason's limit. */
const slowestOf = (cold: readonly Signal[]): Reason =>
  cold.map(({reason}) => reason).reduce((slowest, each) => ((each.limit ?? 0) > (slowest.limit ?? 0) ? each : slowest));
