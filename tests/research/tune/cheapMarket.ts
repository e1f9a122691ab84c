import {Random} from '../../../brokers/simulator/flow/Random.ts';
import type {Evaluator, Question, SpanResult, SpanTrade} from '../../../core/research/tune/evaluate/SpanResult.ts';

/**
 * A market and a momentum rule in a few lines of arithmetic, so that thousands of trials take seconds. Nothing here is the bot's:
 * it stands in for engine and strategy where search, statistics and gates are on trial.
 */
export type CheapMarket = {readonly closes: Float64Array; readonly cost: number};

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const VOLATILITY = 0.005;

/** Prices without memory: whatever earns on them is luck. Costs are zero, so that luck has every chance. */
export const noiseMarket = (seed: number, bars: number): CheapMarket => {
  const random = new Random(`noise ${seed}`);

  return {closes: pricesOf(bars, () => VOLATILITY * random.normal()), cost: 0};
};

/** A drift that lasts for about two days before it turns: who follows it earns. */
export const driftMarket = (seed: number, bars: number): CheapMarket => {
  const random = new Random(`drift ${seed}`);
  let drift = 0;

  return {
    closes: pricesOf(bars, () => {
      if (random.uniform() < 1 / 48) drift = (random.uniform() < 0.5 ? -1 : 1) * 0.25 * VOLATILITY;
      return drift + VOLATILITY * random.normal();
    }),
    cost: 0.0002,
  };
};

const pricesOf = (bars: number, nextReturn: () => number): Float64Array => {
  const closes = new Float64Array(bars);
  let price = 1_000;
  for (let bar = 0; bar < bars; bar += 1) {
    price *= Math.exp(nextReturn());
    closes[bar] = price;
  }

  return closes;
};

/** Parameters of the momentum rule, as a strategy declares them. */
export const CHEAP_PARAMETERS = {
  lookBack: {default: 12, min: 2, max: 72, step: 1},
  threshold: {default: 1, min: 0, max: 3, step: 0.1},
  hold: {default: 12, min: 2, max: 72, step: 1, scale: 'log'},
  stop: {default: 3, min: 1, max: 10, step: 0.25},
} as const;

/** Share of the account in each trade. */
const SIZE = 0.1;

export const cheapEvaluator = (market: CheapMarket): Evaluator => ({
  evaluate: async question => evaluateCheaply(market, question),
  close: async () => undefined,
});

type Open = {readonly bar: number; readonly side: number; readonly price: number};

const evaluateCheaply = ({closes, cost}: CheapMarket, {params, span, costs = 1}: Question): SpanResult => {
  const {lookBack = 0, threshold = 0, hold = 0, stop = 0} = params;
  const trades: SpanTrade[] = [];
  const [ends, returns]: [number[], number[]] = [[], []];
  const [first, end] = [Math.ceil(span.from / HOUR), Math.floor(span.to / HOUR)];
  const limit = threshold * VOLATILITY * Math.sqrt(lookBack);
  const noise = {bars: 0, signals: 0, pastBrain: 0, pastRisk: 0, sent: 0, filled: 0, flips: 0};
  let open: Open | null = null;
  let [equity, peak, maxDrawdown, before, openedPeriods] = [1, 1, 0, 1, 0];
  for (let bar = first; bar < end; bar += 1) {
    const price = closes[bar] ?? 0;
    noise.bars += 1;
    if (open !== null) {
      const moved: number = open.side * (price / open.price - 1);
      if (bar - open.bar >= hold || moved < -stop * VOLATILITY * Math.sqrt(hold)) {
        const fees = 2 * SIZE * cost * costs;
        const net: number = SIZE * moved - fees;
        trades.push({entryTime: open.bar * HOUR, exitTime: bar * HOUR, net, fees, turnover: 2 * SIZE});
        equity += net;
        open = null;
      }
    }
    const move = Math.log(price / (closes[bar - lookBack] ?? price));
    if (open === null && Math.abs(move) > limit) {
      noise.signals += 1;
      noise.filled += 1;
      open = {bar, side: Math.sign(move), price};
      openedPeriods = returns.length;
    }
    const marked: number = equity + (open === null ? 0 : SIZE * open.side * (price / open.price - 1));
    peak = Math.max(peak, marked);
    maxDrawdown = Math.max(maxDrawdown, 1 - marked / peak);
    if (((bar + 1) * HOUR) % DAY !== 0) continue;
    ends.push((bar + 1) * HOUR);
    returns.push(marked / before - 1);
    before = marked;
  }
  if (open !== null) returns.fill(0, openedPeriods);

  return {span, trades, ends, returns, maxDrawdown, noise};
};
