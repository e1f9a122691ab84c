import type {IndicatorSpec} from '../../indicators/MarketIndicators.ts';
import {indicatorDefinition} from '../../indicators/index.ts';
import type {BrainSettings} from '../domain/Settings.ts';
import {strategyDefinition} from './strategies/index.ts';

/** An indicator that the screen draws; `key` names it in the engine, `guides` are its level lines. */
export type ChartIndicator = Required<IndicatorSpec> & {
  readonly key: string;
  /** `price` is drawn over the candles, `below` in a pane of its own. */
  readonly pane: 'price' | 'below';
  readonly guides: readonly number[];
};

/** The eight core indicators: drawn whether a strategy uses them or not. */
const CORE = ['rsi', 'macd', 'bollinger', 'atr', 'stochastic', 'williamsR', 'ema', 'twoPole'];

/** Indicators in units of the price. */
const ON_PRICE: ReadonlySet<string> = new Set([
  'sma',
  'ema',
  'wma',
  'bollinger',
  'vwap',
  'donchian',
  'keltner',
  'superTrend',
]);

const GUIDES: Readonly<Record<string, readonly number[]>> = {
  rsi: [30, 70],
  stochRsi: [20, 80],
  stochastic: [20, 80],
  williamsR: [-80, -20],
  adx: [25],
  cci: [-100, 100],
  macd: [0],
  roc: [0],
  twoPole: [-1, -0.5, 0, 0.5, 1],
};

/** What the screen draws: what the strategies read, then the core that is left, each once. */
export const chartIndicators = ({strategies}: BrainSettings): readonly ChartIndicator[] => {
  const read = strategies.flatMap(({name, params}) => strategyDefinition(name).indicators(params));
  const all = [...read, ...CORE.map((name): IndicatorSpec => ({name}))].map(describe);

  return [...new Map(all.map(each => [each.key, each])).values()];
};

const describe = ({name, params = {}}: IndicatorSpec): ChartIndicator => ({
  name,
  params,
  key: indicatorDefinition(name).key(params),
  pane: ON_PRICE.has(name) ? 'price' : 'below',
  guides: GUIDES[name] ?? [],
});
