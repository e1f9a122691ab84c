import {toNumber} from '../../core/domain/Decimal.ts';
import type {State} from '../../core/kernel/evolve.ts';
import {accountFigures} from './figures.ts';
import {count, fixed, percent} from './format.ts';

/** How much of one risk limit is used. */
export type Gauge = {
  readonly label: string;
  readonly used: string;
  readonly limit: string;
  /** 0 is unused, 1 is at the limit; may exceed 1. */
  readonly share: number;
};

const MINUTE_MS = 60_000;

const shareGauge = (label: string, used: number, limit: number): Gauge => ({
  label,
  used: percent(Math.max(0, used), 2),
  limit: percent(limit, 2),
  share: limit > 0 ? used / limit : 0,
});

const countGauge = (label: string, used: number, limit: number): Gauge => ({
  label,
  used: count(used),
  limit: count(limit),
  share: limit > 0 ? used / limit : 0,
});

/** The limits that can stop an entry, in the order in which they are felt; `now` is the market's clock, ms. */
export const gaugesOf = (state: Readonly<State>, symbol: string, now: number): readonly Gauge[] => {
  if (state.settings === null) return [];
  const {risk} = state.settings;
  const figures = accountFigures(state);
  const {windows} = state;
  const lastMinute = windows.submissions.filter(({time}) => time > now - MINUTE_MS).length;
  const equity = toNumber(figures.equity);

  return [
    shareGauge('Daily loss', -figures.dayShare, risk.maxDailyLossShare),
    shareGauge('Drawdown', figures.drawdown, risk.maxDrawdownShare),
    shareGauge('Gross exposure', figures.exposureShare, risk.maxGrossShare),
    countGauge('Orders, last minute', lastMinute, risk.maxOrdersPerMinute),
    countGauge('Trades today', windows.tradesToday, risk.maxTradesPerDay),
    turnoverGauge(equity === 0 ? 0 : toNumber(windows.turnover) / equity, risk.maxDailyTurnover),
    countGauge('Losing exits', lossStreak(state, symbol), risk.lossStreak),
  ];
};

const turnoverGauge = (used: number, limit: number): Gauge => ({
  label: 'Turnover, × equity',
  used: fixed(used, 2),
  limit: fixed(limit, 2),
  share: limit > 0 ? used / limit : 0,
});

/** Losing exits of the market inside the window of bars that the rule looks at. */
const lossStreak = (state: Readonly<State>, symbol: string): number => {
  const bars = state.markets.get(symbol)?.bars ?? 0;
  const first = bars - (state.settings?.risk.lossStreakWindowBars ?? 0);

  return state.windows.stops.filter(stop => stop.symbol === symbol && stop.bar >= first).length;
};
