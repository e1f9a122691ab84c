import {expect, it} from 'vitest';
import {strategyDefinition} from '../../core/brain/strategies/index.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {IndicatorEngine} from '../../indicators/IndicatorEngine.ts';
import {livelyMarket, mirrored, SYMBOL} from './market.ts';

type Read = (indicator: string, params?: Record<string, number>, output?: string) => {now: number; before: number};

type Moment = {readonly read: Read; readonly candle: Candle; readonly earlier: readonly Candle[]};

/** What must be true whenever the strategy buys; a sale is checked as a purchase in the mirrored market. */
const IDEAS: readonly [string, (moment: Moment) => boolean][] = [
  [
    'twoPoleCross',
    ({read}) => {
      const [value, lag] = [read('twoPole'), read('twoPole', {}, 'lag')];

      return value.now > lag.now && value.before < lag.before && value.now < -0.2;
    },
  ],
  ['rsiReversal', ({read}) => read('rsi').now < 30 && read('rsi').now > read('rsi').before],
  [
    'macdTrend',
    ({read, candle}) => {
      const histogram = read('macd', {}, 'histogram');
      const trend = read('ema', {period: 100});

      return histogram.now > 0 && histogram.before < 0 && candle.close > trend.now && trend.now > trend.before;
    },
  ],
  [
    'bollingerBreakout',
    ({read, candle, earlier}) => {
      const upper = read('bollinger', {}, 'upper');
      const lower = read('bollinger', {}, 'lower');
      const wasInside = (earlier[earlier.length - 1]?.close ?? Number.NaN) < upper.before;

      return candle.close > upper.now && wasInside && upper.now - lower.now > upper.before - lower.before;
    },
  ],
  [
    'donchianTrend',
    ({read, candle, earlier}) =>
      candle.close > Math.max(...earlier.slice(-20).map(({high}) => high)) && read('adx', {}, 'adx').now > 25,
  ],
  [
    'emaCross',
    ({read}) => {
      const [fast, slow] = [read('ema', {period: 9}), read('ema', {period: 21})];

      return fast.now > slow.now && fast.before < slow.before && read('adx', {}, 'adx').now > 15;
    },
  ],
  [
    'superTrendFollow',
    ({read}) => {
      const direction = read('superTrend', {}, 'direction');

      return (
        direction.before === -1 && direction.now === 1 && read('adx', {}, 'plusDi').now > read('adx', {}, 'minusDi').now
      );
    },
  ],
  [
    'vwapReversion',
    ({read, candle}) =>
      candle.close < read('vwap', {period: 60}).now - 3 * read('atr').now &&
      candle.close > candle.open &&
      read('adx', {}, 'adx').now < 30,
  ],
];

const candles = livelyMarket(5, 4000);

/** Moments at which the strategy buys, and how many moments fulfil the idea. */
const purchases = (name: string, market: readonly Candle[], idea: (moment: Moment) => boolean): [number, number] => {
  const engine = new IndicatorEngine();
  const strategy = strategyDefinition(name).create({}, spec => engine.handle(SYMBOL, '1m', spec));
  const read: Read = (indicator, params = {}, output = 'value') => {
    const {outputs, values, previous} = engine.handle(SYMBOL, '1m', {name: indicator, params});
    const index = outputs.indexOf(output);

    return {now: values[index] ?? Number.NaN, before: previous[index] ?? Number.NaN};
  };
  let bought = 0;
  let fulfilled = 0;
  market.forEach((candle, index) => {
    engine.update(SYMBOL, '1m', candle);
    const {action, reason} = strategy.judge({candle, bars: index + 1, patterns: null});
    const isTrue =
      reason.code !== 'WARMING_UP' && idea({read, candle, earlier: market.slice(Math.max(0, index - 30), index)});
    if (action === 'buy') bought += 1;
    if (isTrue) fulfilled += 1;
    expect(action === 'buy').toBe(isTrue);
  });

  return [bought, fulfilled];
};

it.each(IDEAS)('%s buys exactly when its idea holds, and sells when the mirrored one does', (name, idea) => {
  for (const market of [candles, mirrored(candles, 4096)]) {
    const [bought, fulfilled] = purchases(name, market, idea);

    expect(bought).toBeGreaterThan(0);
    expect(bought).toBe(fulfilled);
  }
});

it.each([
  ['buys', 1.3, 0.9, 0.2, 'buy'],
  ['sells', -1.3, 0.1, 0.2, 'sell'],
  ['waits for a larger move', 1.1, 0.9, 0.2, 'hold'],
  ['waits for more agreement', 1.3, 0.7, 0.2, 'hold'],
  ['does not trust shapes far away', 1.3, 0.9, 0.9, 'hold'],
] as const)('patternMatch %s', (_name, expectedMove, upShare, distance, action) => {
  const engine = new IndicatorEngine();
  const strategy = strategyDefinition('patternMatch').create({}, spec => engine.handle(SYMBOL, '1m', spec));
  const market = candles.slice(0, 30);
  for (const candle of market) engine.update(SYMBOL, '1m', candle);
  const neighbours = Array.from({length: 10}, (_, index) => ({
    id: String(index),
    distance,
    move: index < upShare * 10 ? 1 : -1,
  }));
  const candle = market[29] ?? expect.fail();
  const patterns = {neighbours, expectedMove, upShare, shape: []};

  expect(strategy.judge({candle, bars: 30, patterns}).action).toBe(action);
});
