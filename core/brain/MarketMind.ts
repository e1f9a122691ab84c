import type {MarketIndicators} from '../../indicators/MarketIndicators.ts';
import type {Candle} from '../domain/Candle.ts';
import type {PatternEvidence, Signal} from '../domain/Decision.ts';
import type {StrategySettings} from '../domain/Settings.ts';
import {type Regime, regimeOf} from './regime.ts';
import {strategyDefinition} from './strategies/index.ts';
import {Line} from './strategies/Line.ts';
import type {Strategy} from './strategies/Strategy.ts';

const ADX_PERIOD = 14;
const ATR_PERIOD = 14;
const SLOW_ATR_PERIOD = 100;

/** The strategies at work on one market, with the regime that they work in. */
export class MarketMind {
  readonly #indicators: MarketIndicators;
  readonly #strategies: readonly Strategy[];
  readonly #regime: Readonly<Record<keyof Parameters<typeof regimeOf>[0], Line>>;
  #bars = 0;

  /** Throws a RangeError on an unknown strategy or a bad parameter. */
  constructor(strategies: readonly StrategySettings[], indicators: MarketIndicators) {
    this.#indicators = indicators;
    this.#strategies = strategies.map(({name, params}) =>
      strategyDefinition(name).create(params, spec => indicators.handle(spec)),
    );
    const line = (name: string, period: number, output = 'value'): Line =>
      new Line(indicators.handle({name, params: {period}}), output);
    this.#regime = {
      adx: line('adx', ADX_PERIOD, 'adx'),
      plusDi: line('adx', ADX_PERIOD, 'plusDi'),
      minusDi: line('adx', ADX_PERIOD, 'minusDi'),
      atr: line('atr', ATR_PERIOD),
      slowAtr: line('atr', SLOW_ATR_PERIOD),
    };
  }

  get bars(): number {
    return this.#bars;
  }

  /** Goes on after so many candles. */
  resume(bars: number): void {
    this.#bars = bars;
  }

  /** Open time of the last candle taken; -Infinity before the first. */
  get lastTime(): number {
    return this.#indicators.lastTime;
  }

  /** Takes one closed candle that is later than the last. */
  take(candle: Candle): void {
    this.#indicators.update(candle);
    this.#bars += 1;
  }

  /** What each strategy thinks, alone, in the order of the settings. */
  judge(candle: Candle, patterns: PatternEvidence | null): readonly Signal[] {
    const view = {candle, bars: this.#bars, patterns};

    return this.#strategies.map(strategy => strategy.judge(view));
  }

  get regime(): Regime {
    const {adx, plusDi, minusDi, atr, slowAtr} = this.#regime;

    return regimeOf({
      adx: adx.now,
      plusDi: plusDi.now,
      minusDi: minusDi.now,
      atr: atr.now,
      slowAtr: slowAtr.now,
    });
  }
}
