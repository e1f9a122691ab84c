import {Adx} from './Adx.ts';
import {Atr} from './Atr.ts';
import {Bollinger} from './Bollinger.ts';
import {Cci} from './Cci.ts';
import {Donchian} from './Donchian.ts';
import {Ema} from './Ema.ts';
import type {Indicator, IndicatorDefinition} from './Indicator.ts';
import {Keltner} from './Keltner.ts';
import {Macd} from './Macd.ts';
import {Obv} from './Obv.ts';
import {Roc} from './Roc.ts';
import {Rsi} from './Rsi.ts';
import {Sma} from './Sma.ts';
import {StandardDeviation} from './StandardDeviation.ts';
import {Stochastic} from './Stochastic.ts';
import {StochRsi} from './StochRsi.ts';
import {SuperTrend} from './SuperTrend.ts';
import {TwoPole} from './TwoPole.ts';
import {Vwap} from './Vwap.ts';
import {WilliamsR} from './WilliamsR.ts';
import {Wma} from './Wma.ts';

/** The register: every indicator that strategies, configuration and the command line can name. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  Sma.definition,
  Ema.definition,
  Wma.definition,
  Rsi.definition,
  Macd.definition,
  Bollinger.definition,
  Atr.definition,
  Stochastic.definition,
  StochRsi.definition,
  WilliamsR.definition,
  Adx.definition,
  Cci.definition,
  Obv.definition,
  Vwap.definition,
  Donchian.definition,
  Keltner.definition,
  SuperTrend.definition,
  Roc.definition,
  StandardDeviation.definition,
  TwoPole.definition,
];

const BY_NAME: ReadonlyMap<string, IndicatorDefinition> = new Map(INDICATORS.map(each => [each.name, each]));

/** The register's entry for `name`. Throws a RangeError that names the known ones. */
export const indicatorDefinition = (name: string): IndicatorDefinition => {
  const definition = BY_NAME.get(name);
  if (definition !== undefined) return definition;

  throw new RangeError(`Unknown indicator "${name}". Known: ${[...BY_NAME.keys()].join(', ')}.`);
};

/** A fresh indicator. Throws a RangeError on an unknown name, an unknown parameter or a value out of range. */
export const createIndicator = (name: string, params: Readonly<Record<string, number>> = {}): Indicator =>
  indicatorDefinition(name).create(params);
