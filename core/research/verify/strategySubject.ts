import {at} from '../../../indicators/cells/at.ts';
import {IndicatorEngine} from '../../../indicators/IndicatorEngine.ts';
import type {IndicatorHandle, IndicatorSpec} from '../../../indicators/MarketIndicators.ts';
import {isUsableCandle} from '../../brain/isUsableCandle.ts';
import {DEFAULT_BRAIN} from '../../brain/defaultBrainSettings.ts';
import {PatternMemorySystem} from '../../brain/PatternMemorySystem.ts';
import type {Strategy, StrategyDefinition} from '../../brain/strategies/Strategy.ts';
import type {Candle, Timeframe} from '../../domain/Candle.ts';
import type {PatternEvidence} from '../../domain/Decision.ts';
import type {PatternMemorySettings} from '../../domain/Settings.ts';
import type {BarSet, Series} from './BarSet.ts';
import {MEMORY_MEASURE, type Place, type Row, type Subject} from './Subject.ts';

export type StrategySubject = {
  /** The strategy, made anew for every run; it is handed the bars of that run, which an honest one ignores. */
  readonly define: (set: BarSet) => StrategyDefinition;
  readonly name: string;
  readonly params: Readonly<Record<string, number>>;
  readonly patternMemory: Partial<PatternMemorySettings>;
};

/** Puts one strategy on trial: bar by bar on its own indicators and memory, as the brain asks it. */
export const strategySubject = ({define, name, params, patternMemory}: StrategySubject): Subject => ({
  name,
  memoryBars: patternMemory.capacity ?? DEFAULT_BRAIN.patternMemory.capacity,
  decide: (set, {until = Number.POSITIVE_INFINITY, place} = {}) => {
    const definition = define(set);
    const markets = set.series.map(
      series => new MarketTrial(series, {definition, params, timeframe: set.timeframe, patternMemory}),
    );
    const rows: Row[] = [];
    for (let next = earliest(markets); next !== null && next.time <= until; next = earliest(markets)) {
      const row = next.step(place);
      if (row !== null) rows.push(row);
    }

    return {rows, measures: markets[0]?.measures ?? []};
  },
});

const earliest = (markets: readonly MarketTrial[]): MarketTrial | null => {
  let first: MarketTrial | null = null;
  for (const market of markets) if (market.time < (first?.time ?? Number.POSITIVE_INFINITY)) first = market;

  return first;
};

type Trial = {
  readonly definition: StrategyDefinition;
  readonly params: Readonly<Record<string, number>>;
  readonly timeframe: Timeframe;
  readonly patternMemory: Partial<PatternMemorySettings>;
};

/** One market of the run: its bars so far, and the strategy at work on them. */
class MarketTrial {
  readonly #series: Series;
  readonly #timeframe: Timeframe;
  readonly #indicators = new IndicatorEngine();
  readonly #memory: PatternMemorySystem;
  readonly #handles = new Map<string, IndicatorHandle>();
  readonly #strategy: Strategy;
  #bar = 0;
  #taken = 0;
  #remembered = 0;

  constructor(series: Series, {definition, params, timeframe, patternMemory}: Trial) {
    this.#series = series;
    this.#timeframe = timeframe;
    this.#memory = new PatternMemorySystem(patternMemory);
    this.#strategy = definition.create(params, spec => this.#handle(spec));
  }

  get time(): number {
    return this.#series.candles[this.#bar]?.time ?? Number.POSITIVE_INFINITY;
  }

  get measures(): readonly string[] {
    const outputs = [...this.#handles.values()].flatMap(({key, outputs}) => outputs.map(output => `${key}.${output}`));

    return [...outputs, 'patternMemory.expectedMove', MEMORY_MEASURE];
  }

  /** Takes the next bar; null when it is malformed, which the brain leaves out too. */
  step(place: Place | undefined): Row | null {
    const bar = this.#bar;
    const candle = this.#series.candles[bar];
    this.#bar += 1;
    if (candle === undefined || !isUsableCandle(candle)) return null;
    if (place !== undefined) Object.assign(place, {symbol: this.#series.symbol, bar, time: candle.time});

    return this.#judge(candle, bar);
  }

  #judge(candle: Candle, bar: number): Row {
    const {symbol} = this.#series;
    this.#indicators.update(symbol, this.#timeframe, candle);
    this.#taken += 1;
    let patterns: PatternEvidence | null = null;
    const evidence = (): PatternEvidence | null => (patterns ??= this.#remember());
    const {action, confidence, reason, exitPlan} = this.#strategy.judge({
      candle,
      bars: this.#taken,
      get patterns() {
        return evidence();
      },
    });
    const measured = this.#measure(patterns);

    return {symbol, bar, time: candle.time, action, confidence, reason, exitPlan, measured};
  }

  /** Memory is dearer than all the rest and most strategies never ask: it takes the bars when it is first asked. */
  #remember(): PatternEvidence | null {
    const {symbol, candles} = this.#series;
    for (; this.#remembered < this.#bar; this.#remembered += 1) {
      const candle = candles[this.#remembered];
      if (candle !== undefined && isUsableCandle(candle)) this.#memory.observe(symbol, candle);
    }

    return this.#memory.evidence(symbol);
  }

  #measure(patterns: PatternEvidence | null): Float64Array {
    const measured: number[] = [];
    for (const {values} of this.#handles.values())
      for (let index = 0; index < values.length; index += 1) measured.push(at(values, index));

    return Float64Array.of(...measured, patterns?.expectedMove ?? Number.NaN, patterns?.upShare ?? Number.NaN);
  }

  #handle(spec: IndicatorSpec): IndicatorHandle {
    const handle = this.#indicators.handle(this.#series.symbol, this.#timeframe, spec);
    this.#handles.set(handle.key, handle);

    return handle;
  }
}
