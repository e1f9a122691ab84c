import {describe, expect, it} from 'vitest';
import {type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import {type ResampledBar, Resampler, resample} from '../../core/domain/resample.ts';
import {candlesOf} from '../../core/runtime/data/BarFile.ts';
import {readBars} from '../../core/runtime/data/readBars.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

const T0 = 1_700_006_400_000;
const minute = (index: number, price = 100 + index, volume = 0.1): Candle => ({
  time: T0 + index * 60_000,
  open: price,
  high: price + 2,
  low: price - 2,
  close: price + 1,
  volume,
});
const minutes = (...indexes: readonly number[]): Candle[] => indexes.map(index => minute(index));

const stream = (
  candles: readonly Candle[],
  flags: Partial<Record<number, {flat?: boolean; suspect?: boolean}>> = {},
): ResampledBar[] => {
  const bars: ResampledBar[] = [];
  const resampler = new Resampler({base: '1m', timeframe: '5m', emit: bar => bars.push(bar)});
  candles.forEach((candle, index) => resampler.push({candle, flat: false, suspect: false, ...flags[index]}));

  return bars;
};

describe('Resampler', () => {
  it('closes with the last minute, and adds volumes exactly', () => {
    expect(stream(minutes(0, 1, 2, 3))).toEqual([]);
    expect(stream(minutes(0, 1, 2, 3, 4))).toEqual([
      {
        candle: {time: T0, open: 100, high: 106, low: 98, close: 105, volume: 0.5},
        flat: false,
        suspect: false,
        missing: 0,
      },
    ]);
  });

  it('closes what lacks its end with the first minute beyond, and says how much lacked', () => {
    const bars = stream(minutes(0, 1, 3, 7, 9));

    expect(bars.map(({candle, missing}) => [candle.time - T0, candle.close, missing])).toEqual([
      [0, 104, 2],
      [300_000, 110, 3],
    ]);
  });

  it('is flat when all of it is flat, and suspect when any of it is', () => {
    const flat = {flat: true};
    expect(stream(minutes(0, 1, 2, 3, 4), {0: flat, 1: flat, 2: flat, 3: flat, 4: flat})[0]?.flat).toBe(true);
    expect(stream(minutes(0, 1, 2, 3, 4), {0: flat, 3: {suspect: true}})[0]).toMatchObject({
      flat: false,
      suspect: true,
    });
  });

  it('leaves silent minutes out of the prices as long as anything traded', () => {
    const silent = {...minute(0, 50), volume: 0};
    const [bar] = stream([silent, minute(1), minute(2), {...minute(3, 900), volume: 0}, minute(4)]);

    expect(bar?.candle).toEqual({time: T0, open: 101, high: 106, low: 99, close: 105, volume: 0.3});
    expect(stream([0, 1, 2, 3, 4].map(index => ({...minute(index, 50), volume: 0})))[0]?.candle).toMatchObject({
      open: 50,
      close: 51,
      volume: 0,
    });
  });

  it('refuses a target that is no multiple of the base', () => {
    expect(() => resample([], '1h', '15m')).toThrow('Cannot make "15m" bars of "1h" bars');
  });
});

/** Where derived bars differ from the exchange's own, over the time that both files cover. */
const compare = async (symbol: string, base: [Timeframe, string?], target: [Timeframe, string?]) => {
  const load = async ([timeframe, tag]: [Timeframe, string?]) => {
    const name = ['binance', `${symbol}USDT`, timeframe, ...(tag === undefined ? [] : [tag])].join('_');
    return [...candlesOf((await readBars(sharedFile('ohlcv', `${name}.csv.gz`))).columns)];
  };
  const fine = await load(base);
  const known = new Map((await load(target)).map(candle => [candle.time, candle]));
  const from = fine[0]?.time ?? 0;
  const to = (fine.at(-1)?.time ?? 0) + TIMEFRAME_MS[base[0]] - TIMEFRAME_MS[target[0]];
  const derived = resample(fine, base[0], target[0]).filter(candle => candle.time >= from && candle.time <= to);
  const pairs = derived.flatMap(candle => {
    const other = known.get(candle.time);
    return other === undefined ? [] : [{candle, other}];
  });
  const prices = pairs.filter(
    ({candle: a, other: b}) => a.open !== b.open || a.high !== b.high || a.low !== b.low || a.close !== b.close,
  );
  const volumes = pairs.filter(({candle: a, other: b}) => a.volume !== b.volume);

  return {bars: pairs.length, unmatched: derived.length - pairs.length, prices: prices.length, volumes: volumes.length};
};

describe.runIf(hasSharedData())('derived bars against the exchange', () => {
  const steps: [Timeframe, Timeframe][] = [
    ['15m', '1h'],
    ['15m', '4h'],
    ['15m', '1d'],
    ['1h', '4h'],
    ['1h', '1d'],
    ['4h', '1d'],
  ];
  const cases = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA'].flatMap(symbol =>
    steps.map(([base, target]) => [symbol, base, target] as const),
  );

  it.each(cases)(
    '%s: %s to %s agree in every price and in the volume to the last digit',
    async (symbol, base, target) => {
      const result = await compare(symbol, [base], [target]);

      expect(result.bars).toBeGreaterThan(180);
      expect(result).toMatchObject({unmatched: 0, prices: 0, volumes: 0});
    },
  );

  it.each([
    ['BTC', 5],
    ['ETH', 6],
  ])('%s: 1m to 5m of 2021 agree but for %d bars, which the exchange corrected later', async (symbol, exceptions) => {
    const result = await compare(symbol, ['1m', '2021crash'], ['5m', '2021']);
    expect(result).toMatchObject({bars: 11_884, prices: exceptions, volumes: 16});
  });
});
