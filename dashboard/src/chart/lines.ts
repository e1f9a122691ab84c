import type {IndicatorOutputs} from './ChartSeries.ts';

/** Which of the engine's outputs are drawn where. An indicator that is not named here is offered in the lower pane. */

/** What the viewer hid over the candles, and the oscillator in the lower pane. */
export type ChartChoice = {readonly hidden: ReadonlySet<string>; readonly pane: string | null};

/** Indicators in price units: drawn over the candles, with the outputs that are prices. */
const ON_PRICE: Readonly<Record<string, readonly string[]>> = {
  sma: ['value'],
  ema: ['value'],
  wma: ['value'],
  vwap: ['value'],
  superTrend: ['value'],
  bollinger: ['upper', 'middle', 'lower'],
  donchian: ['upper', 'lower'],
  keltner: ['upper', 'middle', 'lower'],
};

/** Levels that mean something, and outputs that are of another unit than the rest of their pane. */
const IN_PANE: Readonly<Record<string, {readonly levels: readonly number[]; readonly without?: readonly string[]}>> = {
  twoPole: {levels: [1, 0.5, 0, -0.5, -1], without: ['volatility']},
  rsi: {levels: [70, 50, 30]},
  stochastic: {levels: [80, 20]},
  stochRsi: {levels: [80, 20]},
  williamsR: {levels: [-20, -80]},
  cci: {levels: [100, 0, -100]},
  macd: {levels: [0]},
  roc: {levels: [0]},
  adx: {levels: [25]},
};

/** `rsi` of `rsi(period=14)`. */
export const indicatorName = (key: string): string => key.split('(')[0] ?? key;

/** `ema 21` of `ema(period=21)`: short enough for a legend. */
export const shortKey = (key: string): string => {
  const params = key.match(/=([^,)]+)/g)?.map(text => text.slice(1)) ?? [];

  return [indicatorName(key), params.join('/')].filter(text => text !== '').join(' ');
};

export const isOnPrice = (key: string): boolean => indicatorName(key) in ON_PRICE;

export const levelsOf = (key: string): readonly number[] => IN_PANE[indicatorName(key)]?.levels ?? [];

/** Indices of the outputs that are drawn. */
export const drawnOutputs = ({key, outputs}: IndicatorOutputs): readonly number[] => {
  const name = indicatorName(key);
  const wanted = ON_PRICE[name];
  const without = IN_PANE[name]?.without ?? [];

  return outputs.flatMap((output, index) =>
    (wanted?.includes(output) ?? true) && !without.includes(output) ? [index] : [],
  );
};

const SHOWN_AT_FIRST = 3;

/** A few lines are read, many are noise: the rest waits in the legend. */
export const hiddenAtFirst = (indicators: readonly IndicatorOutputs[]): ReadonlySet<string> =>
  new Set(
    indicators
      .filter(({key}) => isOnPrice(key))
      .slice(SHOWN_AT_FIRST)
      .map(({key}) => key),
  );

/** The oscillator shown first: the two-pole one where it runs. */
export const defaultPane = (indicators: readonly IndicatorOutputs[]): string | null => {
  const inPane = indicators.filter(({key}) => !isOnPrice(key));

  return (inPane.find(({key}) => indicatorName(key) === 'twoPole') ?? inPane[0])?.key ?? null;
};
