import type {IndicatorEngine} from '../../indicators/IndicatorEngine.ts';
import type {IndicatorHandle} from '../../indicators/MarketIndicators.ts';
import {type ChartIndicator, chartIndicators} from '../brain/chartIndicators.ts';
import type {Candle} from '../domain/Candle.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import type {Settings} from '../domain/Settings.ts';
import type {Step} from '../kernel/Engine.ts';
import type {ClosedIndicators, Forming} from '../server/protocol.ts';

type Values = Readonly<Record<string, readonly (number | null)[]>>;

/** Reads the engine's own values for the screen, so that what is drawn is what was traded on. */
export class ChartValues {
  readonly specs: readonly ChartIndicator[];
  readonly #engine: IndicatorEngine;
  readonly #settings: Settings;
  readonly #handles = new Map<string, readonly IndicatorHandle[]>();

  constructor(engine: IndicatorEngine, settings: Settings, symbols: readonly string[]) {
    this.specs = chartIndicators(settings.brain);
    this.#engine = engine;
    this.#settings = settings;
    for (const symbol of symbols) {
      this.#handles.set(
        symbol,
        this.specs.map(spec => engine.handle(symbol, settings.timeframe, spec)),
      );
    }
  }

  /** Values on the candles that closed in this step; they are the latest ones only while the step is. */
  closed(step: Step): ClosedIndicators[] {
    return step.filter(isDecisionCandle(this.#settings)).map(({data}) => ({
      symbol: data.symbol,
      candleTime: data.candle.time,
      indicators: this.#read(data.symbol, 'values'),
    }));
  }

  /** The forming candle with what each indicator would say if it closed now. */
  forming(symbol: string, candle: Candle): Forming {
    this.#engine.peek(symbol, this.#settings.timeframe, candle);

    return {symbol, candle, indicators: this.#read(symbol, 'forming')};
  }

  #read(symbol: string, view: 'values' | 'forming'): Values {
    const handles = this.#handles.get(symbol) ?? [];

    return Object.fromEntries(handles.map(handle => [handle.key, Array.from(handle[view], finiteOrNull)]));
  }
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const isDecisionCandle =
  ({timeframe}: Settings) =>
  (envelope: AnyEnvelope): envelope is Extract<AnyEnvelope, {readonly type: 'CandleClosed'}> =>
    envelope.type === 'CandleClosed' && envelope.data.timeframe === timeframe && envelope.data.history !== true;
