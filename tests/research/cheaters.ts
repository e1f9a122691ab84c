import type {IBrokerAdapter, BrokerListener} from '../../brokers/IBrokerAdapter.ts';
import {PaperBroker, type PaperBrokerOptions} from '../../brokers/paper/PaperBroker.ts';
import {defineStrategy} from '../../core/brain/strategies/defineStrategy.ts';
import {exitParameters} from '../../core/brain/strategies/exits.ts';
import type {MarketView, StrategyDefinition} from '../../core/brain/strategies/Strategy.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {BarSet} from '../../core/research/verify/BarSet.ts';

/** Strategies that know what they cannot know: each is one that somebody has sold. */

const DAY_MS = 86_400_000;

type Claimed = {readonly code: string; readonly subject: string; readonly value: number; readonly limit: number};

/** Buys when the value is above its limit, sells when it is below: the smallest body that a cheat needs. */
const strategyOf = (name: string, measure: (view: MarketView) => Claimed): StrategyDefinition =>
  defineStrategy({
    name,
    description: 'A cheat.',
    parameters: exitParameters({stopAtr: 2, targetAtr: 4, trailingAtr: 0, maxBars: 20}),
    lines: () => ({}),
    judge: (_lines, _params, check, view) => {
      const {code, subject, value, limit} = measure(view);
      const isUp = value >= limit;

      return (
        check.that(code, subject, value, isUp ? 'above' : 'below', limit) && {
          side: isUp ? 'buy' : 'sell',
          strength: 0.5,
        }
      );
    },
  });

const candlesOf = ({series}: BarSet): readonly Candle[] => series[0]?.candles ?? [];

const indexByTime = (candles: readonly Candle[]): ReadonlyMap<number, number> =>
  new Map(candles.map(({time}, index) => [time, index]));

export const peeksOneBar = (set: BarSet): StrategyDefinition => {
  const candles = candlesOf(set);
  const index = indexByTime(candles);

  return strategyOf('peeksOneBar', ({candle}) => ({
    code: 'NEXT_CLOSE',
    subject: 'close of the next bar',
    value: candles[(index.get(candle.time) ?? 0) + 1]?.close ?? candle.close,
    limit: candle.close,
  }));
};

export const usesDaysHigh = (set: BarSet): StrategyDefinition => {
  const highs = new Map<number, number>();
  for (const {time, high} of candlesOf(set)) {
    const day = Math.floor(time / DAY_MS);
    highs.set(day, Math.max(high, highs.get(day) ?? 0));
  }

  return strategyOf('usesDaysHigh', ({candle}) => ({
    code: 'BELOW_DAYS_HIGH',
    subject: "distance to the day's high",
    value: (highs.get(Math.floor(candle.time / DAY_MS)) ?? 0) - candle.close,
    limit: 10,
  }));
};

export const normalisesWholeFile = (set: BarSet): StrategyDefinition => {
  const closes = candlesOf(set).map(({close}) => close);
  const mean = closes.reduce((sum, close) => sum + close, 0) / closes.length;
  const deviation = Math.sqrt(closes.reduce((sum, close) => sum + (close - mean) ** 2, 0) / closes.length);

  return strategyOf('normalisesWholeFile', ({candle}) => ({
    code: 'Z_SCORE',
    subject: 'z-score of the close',
    value: -(candle.close - mean) / deviation,
    limit: 0,
  }));
};

const PIVOT_BARS = 5;

/** Marks a low on its own bar once five bars have shown that it was one. */
export const repaints = (set: BarSet): StrategyDefinition => {
  const candles = candlesOf(set);
  const index = indexByTime(candles);
  const isPivot = (at: number): boolean => {
    const low = candles[at]?.low ?? 0;
    return candles.slice(Math.max(0, at - PIVOT_BARS), at + PIVOT_BARS + 1).every(each => each.low >= low);
  };

  return strategyOf('repaints', ({candle}) => ({
    code: 'PIVOT_LOW',
    subject: 'pivot low',
    value: isPivot(index.get(candle.time) ?? 0) ? 1 : 0,
    limit: 0.5,
  }));
};

export const readsTheClock = (): StrategyDefinition =>
  strategyOf('readsTheClock', ({candle}) => ({
    code: 'CLOCK',
    subject: 'seconds on the clock',
    value: Date.now() % 2,
    limit: candle.close > 0 ? 0.5 : 1,
  }));

/** Keeps the error of a forbidden word to itself. */
export const drawsLotsQuietly = (): StrategyDefinition =>
  strategyOf('drawsLotsQuietly', () => {
    let value = 0;
    try {
      value = Math.random();
    } catch (error) {
      value = error instanceof Error ? 1 : 0;
    }
    return {code: 'LOT', subject: 'lot', value, limit: 0.5};
  });

let runs = 0;

/** Keeps something from one run to the next. */
export const remembersRuns = (): StrategyDefinition => {
  runs += 1;
  const run = runs;

  return strategyOf('remembersRuns', () => ({code: 'RUN', subject: 'number of the run', value: run, limit: 0.5}));
};

/** Its decisions go on depending on where the data began. */
export const countsBars = (): StrategyDefinition =>
  strategyOf('countsBars', ({bars}) => ({code: 'EVERY_THIRD', subject: 'bars so far', value: bars % 3, limit: 1.5}));

export const onlyBuys = (): StrategyDefinition =>
  defineStrategy({
    name: 'onlyBuys',
    description: 'Knows one side.',
    parameters: exitParameters({stopAtr: 2, targetAtr: 4, trailingAtr: 0, maxBars: 20}),
    lines: () => ({}),
    judge: (_lines, _params, check, {candle}) =>
      check.that('BAR_ROSE', 'close', candle.close, 'above', candle.open) && {side: 'buy', strength: 0.5},
  });

export type When = 'atOnce' | 'nextBar';

/** Fills entries at the close of the bar that they were decided on: at once, or later at the old price. */
export const signalCloseBroker =
  (when: When) =>
  (options: PaperBrokerOptions): IBrokerAdapter & {readonly ambiguousBars: number} => {
    const paper = new PaperBroker(options);
    const waiting: (() => void)[] = [];
    let listener: BrokerListener | null = null;
    let close = 0;
    let fills = 0;
    const fill = (intent: OrderIntent, price: number): void => {
      fills += 1;
      const {clientOrderId, symbol, side, quantity} = intent;
      const execution = {clientOrderId, symbol, side, quantity, price: String(price), executionId: `close-${fills}`};
      listener?.onOrder({
        kind: 'filled',
        time: paper.now(),
        execution: {
          ...execution,
          ...{fee: '0', feeAsset: 'USD', liquidity: 'taker', evidence: {kind: 'bar', model: 'close'}},
        },
      });
    };
    const connect = (real: BrokerListener): Promise<void> => {
      listener = real;
      return paper.connect({
        onTrade: trade => real.onTrade(trade),
        onDisplayTrade: trade => real.onDisplayTrade(trade),
        onOrder: report => real.onOrder(report),
        onFeed: report => real.onFeed(report),
        onEnd: () => real.onEnd(),
        settle: () => real.settle(),
        onCandle: (symbol, timeframe, candle) => {
          for (const late of waiting.splice(0)) late();
          close = candle.close;
          real.onCandle(symbol, timeframe, candle);
        },
      });
    };

    return {
      identity: paper.identity,
      get capabilities() {
        return paper.capabilities;
      },
      ambiguousBars: 0,
      now: () => paper.now(),
      markets: symbols => paper.markets(symbols),
      history: (symbol, timeframe, count) => paper.history(symbol, timeframe, count),
      connect,
      start: () => paper.start(),
      submit: intent => {
        const price = close;
        const {clientOrderId} = intent;
        listener?.onOrder({kind: 'accepted', time: paper.now(), clientOrderId, venueOrderId: clientOrderId});
        if (intent.purpose === 'stop' || intent.purpose === 'target') return;
        if (when === 'atOnce') return fill(intent, price);
        waiting.push(() => fill(intent, price));
      },
      cancel: clientOrderId =>
        listener?.onOrder({kind: 'canceled', time: paper.now(), clientOrderId, reason: 'asked for'}),
      amend: (clientOrderId, quantity, stopPrice) =>
        listener?.onOrder({
          kind: 'amended',
          ...{time: paper.now(), clientOrderId, quantity},
          ...(stopPrice === undefined ? {} : {stopPrice}),
        }),
      account: () => paper.account(),
      stop: () => paper.stop(),
    };
  };
