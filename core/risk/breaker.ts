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

type Stages = {readonly reduceAt: Decimal; readonly haltAt: Decimal};
type Loss = Stages & {readonly loss: Decimal};

/** The losses at which the stages begin. */
const stagesOf = (base: Decimal, share: Decimal, reduceAtShare: Decimal): Stages => {
  const haltAt = shareOf(base, share);

  return {reduceAt: shareOf(haltAt, reduceAtShare), haltAt};
};

/** How far equity, open results included, is below a base, with the losses at which the stages begin. */
export const lossOf = (base: Decimal, current: Decimal, share: Decimal, reduceAtShare: Decimal): Loss => ({
  ...stagesOf(base, share, reduceAtShare),
  loss: lossBelow(base, current),
});

const lossBelow = (base: Decimal, current: Decimal): Decimal => maximum(subtract(base, current), ZERO);

/** Remembers the stages of the last base: it changes a few times a day, and prices are checked four times a second. */
const rememberStages = (): typeof stagesOf => {
  let asked: readonly [Decimal, Decimal, Decimal] = [ZERO, ZERO, ZERO];
  let stages: Stages = {reduceAt: ZERO, haltAt: ZERO};

  return (base, share, reduceAtShare) => {
    if (asked[0] === base && asked[1] === share && asked[2] === reduceAtShare) return stages;
    asked = [base, share, reduceAtShare];
    stages = stagesOf(...asked);

    return stages;
  };
};

const dailyStages = rememberStages();
const drawdownStages = rememberStages();

const stageOf = (
  code: BreakerTrip['code'],
  base: Decimal,
  current: Decimal,
  {reduceAt, haltAt}: Stages,
): BreakerTrip | null => {
  if (base <= ZERO) return null; // No account yet, so nothing to lose.
  const loss = lossBelow(base, current);
  if (loss >= haltAt) return {to: 'HALTED', code, value: toText(loss), limit: toText(haltAt)};
  if (loss >= reduceAt) return {to: 'REDUCING', code, value: toText(loss), limit: toText(reduceAt)};

  return null;
};

/** Remembers the lowest equity that tripped nothing: between the same bases nothing trips at a higher one. */
const rememberSafe = () => {
  let askedSettings: RiskSettings | null = null;
  let askedState: State['trading']['state'] = 'ACTIVE';
  let [dayStart, peak, lowest] = [ZERO, ZERO, ZERO];

  return {
    has: ({equity, trading}: Readonly<State>, settings: RiskSettings): boolean =>
      equity.current >= lowest &&
      askedSettings === settings &&
      askedState === trading.state &&
      equity.dayStart === dayStart &&
      equity.peak === peak,
    add: ({equity, trading}: Readonly<State>, settings: RiskSettings): void => {
      askedSettings = settings;
      askedState = trading.state;
      lowest = equity.current;
      ({dayStart, peak} = equity);
    },
  };
};

const safe = rememberSafe();

/**
 * The staged breaker: from `reduceAtShare` of a limit on trading only reduces, at the limit it halts. The bases are
 * the equity at the start of the day and the highest ever. A loss exactly at a stage trips it. It never leads back
 * toward ACTIVE: that takes a person.
 */
export const checkBreaker = (state: Readonly<State>, settings: RiskSettings): BreakerTrip | null => {
  if (state.trading.state === 'HALTED' || safe.has(state, settings)) return null;
  const trip = findTrip(state, settings);
  if (trip === null) safe.add(state, settings);

  return trip;
};

const findTrip = (state: Readonly<State>, settings: RiskSettings): BreakerTrip | null => {
  const {current, dayStart, peak} = state.equity;
  const {dailyLoss, drawdown, reduceAt} = limitsOf(settings);
  const daily = stageOf('DAILY_LOSS', dayStart, current, dailyStages(dayStart, dailyLoss, reduceAt));
  const deepest = stageOf('DRAWDOWN', peak, current, drawdownStages(peak, drawdown, reduceAt));
  if (daily === null && deepest === null) return null;
  const halt = [daily, deepest].find(trip => trip?.to === 'HALTED');
  if (halt || state.trading.state === 'REDUCING') return halt ?? null;

  return daily ?? deepest;
};
