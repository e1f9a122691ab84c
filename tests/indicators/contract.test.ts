import {expect, test} from 'vitest';
import {createIndicator, INDICATORS, indicatorDefinition} from '../../indicators/index.ts';
import {type IndicatorExpectation, indicatorContract, type Reaction} from '../contracts/indicatorContract.ts';
import {batch} from './batch.ts';

type Reactions = readonly [scale: Reaction, shift: Reaction];

/** In price units, at the price level. */
const PRICE: Reactions = ['follows', 'follows'];
/** In price units, a distance. */
const DISTANCE: Reactions = ['follows', 'same'];
/** Without unit, made of distances only. */
const PURE: Reactions = ['same', 'same'];
/** A share of the price level. */
const SHARE: Reactions = ['same', 'unsaid'];

const EXPECTATIONS: Readonly<Record<string, Omit<IndicatorExpectation, 'batch'>>> = {
  sma: {params: {period: 7}, firstIndex: 6, reactions: {value: PRICE}},
  ema: {params: {period: 7}, firstIndex: 6, reactions: {value: PRICE}},
  wma: {params: {period: 7}, firstIndex: 6, reactions: {value: PRICE}},
  rsi: {params: {period: 6}, firstIndex: 6, reactions: {value: PURE}},
  macd: {
    params: {fastPeriod: 4, slowPeriod: 9, signalPeriod: 3},
    firstIndex: 10,
    reactions: {macd: DISTANCE, signal: DISTANCE, histogram: DISTANCE},
  },
  bollinger: {
    params: {period: 6, multiplier: 2},
    firstIndex: 5,
    reactions: {upper: PRICE, middle: PRICE, lower: PRICE, percentB: PURE, width: SHARE},
  },
  atr: {params: {period: 5}, firstIndex: 5, reactions: {value: DISTANCE}},
  stochastic: {
    params: {period: 5, smoothing: 3, signalPeriod: 2},
    firstIndex: 7,
    reactions: {k: PURE, d: PURE},
  },
  stochRsi: {
    params: {period: 5, stochasticPeriod: 6, smoothing: 2, signalPeriod: 3},
    firstIndex: 13,
    reactions: {k: PURE, d: PURE},
  },
  williamsR: {params: {period: 5}, firstIndex: 4, reactions: {value: PURE}},
  adx: {params: {period: 5}, firstIndex: 9, reactions: {adx: PURE, plusDi: PURE, minusDi: PURE}},
  cci: {params: {period: 6}, firstIndex: 5, reactions: {value: PURE}},
  obv: {params: {}, firstIndex: 0, reactions: {value: PURE}},
  vwap: {params: {period: 0}, firstIndex: 0, reactions: {value: PRICE}},
  donchian: {params: {period: 5}, firstIndex: 4, reactions: {upper: PRICE, middle: PRICE, lower: PRICE}},
  keltner: {
    params: {period: 4, multiplier: 2, atrPeriod: 6},
    firstIndex: 6,
    reactions: {upper: PRICE, middle: PRICE, lower: PRICE},
  },
  superTrend: {params: {period: 4, multiplier: 1.5}, firstIndex: 4, reactions: {value: PRICE, direction: PURE}},
  roc: {params: {period: 4}, firstIndex: 4, reactions: {value: SHARE}},
  standardDeviation: {params: {period: 6}, firstIndex: 5, reactions: {value: DISTANCE}},
  twoPole: {
    params: {period: 8, smoothing: 5, lag: 3},
    firstIndex: 17,
    reactions: {value: PURE, lag: PURE, volatility: DISTANCE},
  },
};

for (const definition of INDICATORS) {
  const expectation = EXPECTATIONS[definition.name];
  const reference = batch[definition.name];
  if (expectation === undefined || reference === undefined) {
    test(`${definition.name} has an expectation and a batch reference`, () => expect.fail('add what lacks'));
    continue;
  }
  indicatorContract(definition, {...expectation, batch: reference});
}

indicatorContract(indicatorDefinition('vwap'), {
  params: {period: 5},
  firstIndex: 4,
  reactions: {value: PRICE},
  batch: candles => [
    candles.map((candle, index) => {
      const window = candles.slice(index - 4, index + 1);
      const volume = window.reduce((sum, each) => sum + each.volume, 0);
      const notional = window.reduce((sum, each) => sum + each.volume * ((each.high + each.low + each.close) / 3), 0);

      return volume === 0 ? (candle.high + candle.low + candle.close) / 3 : notional / volume;
    }),
  ],
});

test('the register holds the promised names and nothing else', () => {
  expect(INDICATORS.map(each => each.name)).toEqual(Object.keys(EXPECTATIONS));
});

test('an unknown name is refused with the known ones', () => {
  expect(() => createIndicator('rsl')).toThrow(/Unknown indicator "rsl"\. Known: sma, ema, .*twoPole\./);
});

test('an unknown parameter is refused with the known ones', () => {
  expect(() => createIndicator('macd', {period: 9})).toThrow(
    'Unknown parameter "period" of indicator "macd". Known: fastPeriod, slowPeriod, signalPeriod.',
  );
});

test('a fast average that is not faster is refused', () => {
  expect(() => createIndicator('macd', {fastPeriod: 26, slowPeriod: 26})).toThrow('expected less than slowPeriod "26"');
});

test('keys fill in defaults in the order of the definition', () => {
  expect(indicatorDefinition('rsi').key({})).toBe('rsi(period=14)');
  expect(indicatorDefinition('macd').key({signalPeriod: 5})).toBe('macd(fastPeriod=12,slowPeriod=26,signalPeriod=5)');
  expect(indicatorDefinition('obv').key({})).toBe('obv()');
});

test('a market that never moved is at the middle of every bounded indicator', () => {
  const flat = Array.from({length: 120}, (_, index) => ({
    time: index,
    open: 0.1,
    high: 0.1,
    low: 0.1,
    close: 0.1,
    volume: 1,
  }));
  const settled = (name: string, output: number): number => {
    const indicator = createIndicator(name);
    for (const candle of flat) indicator.update(candle);

    return indicator.values[output] ?? Number.NaN;
  };
  expect(settled('rsi', 0)).toBe(50);
  expect(settled('stochastic', 1)).toBe(50);
  expect(settled('stochRsi', 0)).toBe(50);
  expect(settled('williamsR', 0)).toBe(-50);
  expect(settled('bollinger', 3)).toBe(0.5);
  expect(settled('bollinger', 4)).toBe(0);
  expect(settled('cci', 0)).toBe(0);
  expect(settled('adx', 0)).toBe(0);
  expect(settled('standardDeviation', 0)).toBe(0);
  expect(settled('twoPole', 0)).toBe(0);
});
