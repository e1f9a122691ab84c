import {type Decimal, maximum, subtract, toText, ZERO} from '../domain/Decimal.ts';
import type {DecimalText} from '../domain/Market.ts';
import type {RiskSettings} from '../domain/Settings.ts';
import type {State} from '../kernel/State.ts';
import {limitsOf, shareOf} from './limits.ts';

/** Where the breaker wants trading to go, and the loss in account currency that says so. */
export type BreakerTrip = {
  readonly to: 'REDUCING' | 'HALTED';
  readonly code: 'DAILY_LOSS' | 'DRAWDOWN';
  readonly value: DecimalText;
  readonly limit: DecimalText;
};

type Loss = {readonly loss: Decimal; readonly reduceAt: Decimal; readonly haltAt: Decimal};

/** How far equity, open results included, is below a base, with the losses at which the stages begin. */
export const lossOf = (base: Decimal, current: Decimal, share: Decimal, reduceAtShare: Decimal): Loss => {
  const haltAt = shareOf(base, share);

  return {loss: maximum(subtract(base, current), ZERO), reduceAt: shareOf(haltAt, reduceAtShare), haltAt};
};

const stageOf = (code: BreakerTrip['code'], base: Decimal, {loss, reduceAt, haltAt}: Loss): BreakerTrip | null => {
  if (base <= ZERO) return null; // No account yet, so nothing to lose.
  if (loss >= haltAt) return {to: 'HALTED', code, value: toText(loss), limit: toText(haltAt)};
  if (loss >= reduceAt) return {to: 'REDUCING', code, value: toText(loss), limit: toText(reduceAt)};

  return null;
};

/**
 * The staged breaker: from `reduceAtShare` of a limit on trading only reduces, at the limit it halts. The bases are
 * the equity at the start of the day and the highest ever. A loss exactly at a stage trips it. It never leads back
 * toward ACTIVE: that takes a person.
 */
export const checkBreaker = (state: Readonly<State>, settings: RiskSettings): BreakerTrip | null => {
  if (state.trading.state === 'HALTED') return null;
  const {current, dayStart, peak} = state.equity;
  const {dailyLoss, drawdown, reduceAt} = limitsOf(settings);
  const trips = [
    stageOf('DAILY_LOSS', dayStart, lossOf(dayStart, current, dailyLoss, reduceAt)),
    stageOf('DRAWDOWN', peak, lossOf(peak, current, drawdown, reduceAt)),
  ];
  const halt = trips.find(trip => trip?.to === 'HALTED');
  if (halt || state.trading.state === 'REDUCING') return halt ?? null;

  return trips.find(trip => trip !== null) ?? null;
};
