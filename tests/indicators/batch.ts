import type {Candle} from '../../core/domain/Candle.ts';

/** The definitions of the indicators over whole arrays: slow and plain, to compare the streaming ones with. NaN = none yet. */
type Series = readonly number[];
type Batch = (candles: readonly Candle[], params: Readonly<Record<string, number>>) => readonly Series[];

const closes = (candles: readonly Candle[]): Series => candles.map(candle => candle.close);

const typical = (candles: readonly Candle[]): Series => candles.map(({high, low, close}) => (high + low + close) / 3);

/** `summary` of each full window without NaN. */
const rolling = (series: Series, period: number, summary: (window: Series) => number): Series =>
  series.map((_, index) => {
    const window = series.slice(Math.max(0, index + 1 - period), index + 1);

    return window.length < period || window.some(Number.isNaN) ? Number.NaN : summary(window);
  });

const total = (window: Series): number => window.reduce((sum, value) => sum + value, 0);

const mean = (window: Series): number => total(window) / window.length;

const deviation = (window: Series): number => Math.sqrt(mean(window.map(value => (value - mean(window)) ** 2)));

const absoluteDeviation = (window: Series): number => mean(window.map(value => Math.abs(value - mean(window))));

const highest = (window: Series): number => Math.max(...window);

const lowest = (window: Series): number => Math.min(...window);

const last = (window: Series): number => window[window.length - 1] ?? Number.NaN;

const zip = (a: Series, b: Series, join: (a: number, b: number) => number): Series =>
  a.map((value, index) => join(value, b[index] ?? Number.NaN));

/** Recursive mean of the numbers of `series`, seeded with the mean of the first `seedLength` of them. */
const smooth = (series: Series, weight: number, seedLength: number): Series => {
  const start = series.findIndex(value => !Number.isNaN(value));
  if (start < 0) return series;

  let current = Number.NaN;
  return series.map((value, index) => {
    const seedIndex = start + seedLength - 1;
    if (index === seedIndex) current = mean(series.slice(start, index + 1));
    if (index > seedIndex) current = weight * value + (1 - weight) * current;

    return current;
  });
};

const ema = (series: Series, period: number): Series => smooth(series, 2 / (period + 1), period);

const wilder = (series: Series, period: number): Series => smooth(series, 1 / period, period);

const delayed = (series: Series, steps: number): Series =>
  series.map((_, index) => series[index - steps] ?? Number.NaN);

const changes = (series: Series): Series => zip(series, delayed(series, 1), (now, before) => now - before);

const trueRange = (candles: readonly Candle[]): Series =>
  candles.map(({high, low}, index) => {
    const close = candles[index - 1]?.close ?? Number.NaN;

    return Math.max(high - low, Math.abs(high - close), Math.abs(low - close));
  });

const place = (series: Series, low: Series, high: Series, empty = 0): Series =>
  series.map((value, index) => {
    const bottom = low[index] ?? Number.NaN;
    const range = (high[index] ?? Number.NaN) - bottom;

    return range <= empty ? 0.5 : (value - bottom) / range;
  });

const rsi = (series: Series, period: number): Series => {
  const moves = changes(series);
  const gains = wilder(
    moves.map(move => (move < 0 ? 0 : move)),
    period,
  );
  const losses = wilder(
    moves.map(move => (move > 0 ? 0 : -move)),
    period,
  );

  return zip(gains, losses, (gain, loss) => (gain + loss === 0 ? 50 : 100 - 100 / (1 + gain / loss)));
};

const bandsAround = (middle: Series, distance: Series): readonly Series[] => [
  zip(middle, distance, (center, width) => center + width),
  middle,
  zip(middle, distance, (center, width) => center - width),
];

const kd = (raw: Series, smoothing: number, signalPeriod: number): readonly Series[] => {
  const k = rolling(
    raw.map(value => 100 * value),
    smoothing,
    mean,
  );

  return [k, rolling(k, signalPeriod, mean)];
};

const highs = (candles: readonly Candle[]): Series => candles.map(candle => candle.high);

const lows = (candles: readonly Candle[]): Series => candles.map(candle => candle.low);

const param = (params: Readonly<Record<string, number>>, name: string): number => params[name] ?? Number.NaN;

export const batch: Readonly<Record<string, Batch>> = {
  sma: (candles, params) => [rolling(closes(candles), param(params, 'period'), mean)],
  ema: (candles, params) => [ema(closes(candles), param(params, 'period'))],
  wma: (candles, params) => [
    rolling(
      closes(candles),
      param(params, 'period'),
      window => total(window.map((value, index) => value * (index + 1))) / ((window.length * (window.length + 1)) / 2),
    ),
  ],
  rsi: (candles, params) => [rsi(closes(candles), param(params, 'period'))],
  macd: (candles, params) => {
    const fast = ema(closes(candles), param(params, 'fastPeriod'));
    const macd = zip(fast, ema(closes(candles), param(params, 'slowPeriod')), (a, b) => a - b);
    const signal = ema(macd, param(params, 'signalPeriod'));

    return [macd, signal, zip(macd, signal, (a, b) => a - b)];
  },
  bollinger: (candles, params) => {
    const series = closes(candles);
    const middle = rolling(series, param(params, 'period'), mean);
    const distance = rolling(series, param(params, 'period'), deviation).map(
      each => each * param(params, 'multiplier'),
    );
    const [upper = [], , lower = []] = bandsAround(middle, distance);

    return [upper, middle, lower, place(series, lower, upper), zip(distance, middle, (a, b) => (2 * a) / b)];
  },
  atr: (candles, params) => [wilder(trueRange(candles), param(params, 'period'))],
  stochastic: (candles, params) => {
    const low = rolling(lows(candles), param(params, 'period'), lowest);
    const high = rolling(highs(candles), param(params, 'period'), highest);

    return kd(place(closes(candles), low, high), param(params, 'smoothing'), param(params, 'signalPeriod'));
  },
  stochRsi: (candles, params) => {
    const strength = rsi(closes(candles), param(params, 'period'));
    const low = rolling(strength, param(params, 'stochasticPeriod'), lowest);
    const high = rolling(strength, param(params, 'stochasticPeriod'), highest);

    return kd(place(strength, low, high, 1e-9), param(params, 'smoothing'), param(params, 'signalPeriod'));
  },
  williamsR: (candles, params) => {
    const low = rolling(lows(candles), param(params, 'period'), lowest);
    const high = rolling(highs(candles), param(params, 'period'), highest);

    return [place(closes(candles), low, high).map(each => -100 * (1 - each))];
  },
  adx: (candles, params) => {
    const period = param(params, 'period');
    const up = changes(highs(candles));
    const down = changes(lows(candles)).map(change => -change);
    const lead = (a: number, b: number): number => (Number.isNaN(a) ? a : a > b && a > 0 ? a : 0);
    const range = wilder(trueRange(candles), period);
    const plus = zip(wilder(zip(up, down, lead), period), range, (move, whole) => (100 * move) / whole);
    const minus = zip(wilder(zip(down, up, lead), period), range, (move, whole) => (100 * move) / whole);
    const distance = zip(plus, minus, (a, b) => (a + b === 0 ? 0 : (100 * Math.abs(a - b)) / (a + b)));

    return [wilder(distance, period), plus, minus];
  },
  cci: (candles, params) => {
    const price = typical(candles);
    const period = param(params, 'period');
    const distance = zip(price, rolling(price, period, mean), (a, b) => a - b);

    return [zip(distance, rolling(price, period, absoluteDeviation), (a, b) => (b < 1e-10 ? 0 : a / (0.015 * b)))];
  },
  obv: candles => [
    candles.map((_, index) => {
      const moves = changes(closes(candles)).slice(1, index + 1);

      return total(moves.map((move, offset) => Math.sign(move) * (candles[offset + 1]?.volume ?? 0)));
    }),
  ],
  vwap: candles => [
    candles.map((candle, index) => {
      const today = candles
        .slice(0, index + 1)
        .filter(each => Math.floor(each.time / 864e5) === Math.floor(candle.time / 864e5));
      const volume = total(today.map(each => each.volume));

      return volume === 0
        ? last(typical(today))
        : total(
            zip(
              typical(today),
              today.map(each => each.volume),
              (a, b) => a * b,
            ),
          ) / volume;
    }),
  ],
  donchian: (candles, params) => {
    const upper = rolling(highs(candles), param(params, 'period'), highest);
    const lower = rolling(lows(candles), param(params, 'period'), lowest);

    return [upper, zip(upper, lower, (a, b) => (a + b) / 2), lower];
  },
  keltner: (candles, params) => {
    const distance = wilder(trueRange(candles), param(params, 'atrPeriod')).map(
      each => each * param(params, 'multiplier'),
    );

    return bandsAround(ema(closes(candles), param(params, 'period')), distance);
  },
  superTrend: (candles, params) => {
    const range = wilder(trueRange(candles), param(params, 'period'));
    let upper = Number.POSITIVE_INFINITY;
    let lower = Number.NEGATIVE_INFINITY;
    let isRising: boolean | null = null;
    const rows = candles.map(({high, low, close}, index) => {
      const distance = (range[index] ?? Number.NaN) * param(params, 'multiplier');
      if (Number.isNaN(distance)) return [Number.NaN, Number.NaN] as const;

      const middle = (high + low) / 2;
      const before = candles[index - 1]?.close ?? Number.NaN;
      if (middle + distance < upper || before > upper) upper = middle + distance;
      if (middle - distance > lower || before < lower) lower = middle - distance;
      isRising = close > ((isRising ?? close >= middle) ? lower : upper);

      return [isRising ? lower : upper, isRising ? 1 : -1] as const;
    });

    return [rows.map(([line]) => line), rows.map(([, direction]) => direction)];
  },
  roc: (candles, params) => {
    const series = closes(candles);

    return [zip(series, delayed(series, param(params, 'period')), (now, before) => 100 * (now / before - 1))];
  },
  standardDeviation: (candles, params) => [rolling(closes(candles), param(params, 'period'), deviation)],
  twoPole: (candles, params) => {
    const period = param(params, 'period');
    const weight = 2 / (param(params, 'smoothing') + 1);
    const series = closes(candles);
    const distance = zip(series, rolling(series, period, mean), (a, b) => a - b);
    const centered = zip(distance, rolling(distance, period, mean), (a, b) => a - b);
    const norm = zip(centered, rolling(distance, period, deviation), (a, b) => (b < 1e-10 ? 0 : a / b));
    const value = smooth(smooth(norm, weight, 1), weight, 1);

    return [value, delayed(value, param(params, 'lag')), rolling(trueRange(candles), param(params, 'smoothing'), mean)];
  },
};
