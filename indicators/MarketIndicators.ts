import type {Candle} from '../core/domain/Candle.ts';
import {pack, readNumbers} from './cells/snapshot.ts';
import type {Indicator, IndicatorSnapshot} from './Indicator.ts';
import {indicatorDefinition} from './index.ts';

/** Which indicator with which parameters; those left out take their default. */
export type IndicatorSpec = {readonly name: string; readonly params?: Readonly<Record<string, number>>};

/** What a strategy holds of an indicator: live views, taken once at the start, so that no bar needs a look-up. */
export interface IndicatorHandle {
  /** Canonical spelling, for example `rsi(period=14)`. */
  readonly key: string;
  /** Output names, in the order in which the arrays hold them. */
  readonly outputs: readonly string[];
  /** Outputs after the last closed candle; NaN before warm-up. Always the same array. */
  readonly values: Float64Array;
  /** Outputs after the closed candle before it. Always the same array. */
  readonly previous: Float64Array;
  /** Outputs as if the candle given to the last `peek` had closed. Always the same array. */
  readonly forming: Float64Array;
  /** Index of the first candle after which the outputs are numbers, counted from when it was tracked. */
  readonly firstIndex: number;
  readonly isWarm: boolean;
}

export type TrackedSnapshot = {
  readonly name: string;
  readonly params: Readonly<Record<string, number>>;
  readonly key: string;
  readonly taken: number;
  readonly previous: readonly (number | null)[];
  readonly state: IndicatorSnapshot;
};

/** `lastTime` null: no candle yet. */
export type MarketIndicatorsSnapshot = {
  readonly lastTime: number | null;
  readonly indicators: readonly TrackedSnapshot[];
};

/** Progress of the warm-up, in candles. */
export type Warmup = {readonly have: number; readonly need: number};

/** All indicators of one market and timeframe, each one once. */
export class MarketIndicators {
  readonly #label: string;
  readonly #tracked: Tracked[] = [];
  #lastTime = Number.NEGATIVE_INFINITY;

  /** `label` names market and timeframe in errors. */
  constructor(label: string) {
    this.#label = label;
  }

  /** Open time of the last candle taken; -Infinity before the first. */
  get lastTime(): number {
    return this.#lastTime;
  }

  get hasCandles(): boolean {
    return this.#lastTime !== Number.NEGATIVE_INFINITY;
  }

  get keys(): readonly string[] {
    return this.#tracked.map(each => each.key);
  }

  get isWarm(): boolean {
    for (const each of this.#tracked) if (!each.isWarm) return false;

    return true;
  }

  /** Of the indicator that lacks most: how many candles it has taken and how many it needs. Both 0 if nothing is tracked. */
  get warmup(): Warmup {
    let slowest: Warmup = {have: 0, need: 0};
    for (const {warmup} of this.#tracked) {
      if (warmup.need - warmup.have > slowest.need - slowest.have || slowest.need === 0) slowest = warmup;
    }

    return slowest;
  }

  /** The indicator of `spec`, tracked from now on if it was not yet. Throws a RangeError on a bad spec. */
  handle(spec: IndicatorSpec): IndicatorHandle {
    return this.#trackedOf(spec);
  }

  /** Throws a RangeError that names what is tracked if nothing has this key. */
  find(key: string): IndicatorHandle {
    const found = this.#tracked.find(each => each.key === key);
    if (found !== undefined) return found;

    throw new RangeError(`No indicator "${key}" on ${this.#label}. Tracked: ${this.keys.join(', ') || 'none'}.`);
  }

  /** Takes one closed candle. Throws if it is not later than the last one: taking a candle twice would falsify every value. */
  update(candle: Candle): void {
    if (!(candle.time > this.#lastTime)) {
      throw new Error(
        `Candle of ${this.#label} at "${candle.time}" is not later than the last one at "${this.#lastTime}"; expected ascending times.`,
      );
    }
    this.#lastTime = candle.time;
    for (const each of this.#tracked) each.update(candle);
  }

  /** Fills every handle's `forming`; changes nothing else. */
  peek(candle: Candle): void {
    for (const each of this.#tracked) each.peek(candle);
  }

  snapshot(): MarketIndicatorsSnapshot {
    return {
      lastTime: this.hasCandles ? this.#lastTime : null,
      indicators: this.#tracked.map(each => each.snapshot()),
    };
  }

  /** Takes up a snapshot. Handles given out before stay valid; an indicator that the snapshot lacks starts cold. */
  restore(snapshot: MarketIndicatorsSnapshot): void {
    if (this.hasCandles) throw new Error(`Indicators of ${this.#label} have taken candles; restore needs fresh ones.`);

    this.#lastTime = snapshot.lastTime ?? Number.NEGATIVE_INFINITY;
    for (const each of snapshot.indicators) this.#trackedOf(each).restore(each);
  }

  #trackedOf({name, params = {}}: IndicatorSpec): Tracked {
    const definition = indicatorDefinition(name);
    const key = definition.key(params);
    const known = this.#tracked.find(each => each.key === key);
    if (known !== undefined) return known;

    const fresh = new Tracked({name, params}, key, definition.create(params));
    this.#tracked.push(fresh);

    return fresh;
  }
}

/** An indicator with its values of the bar before. */
class Tracked implements IndicatorHandle {
  readonly key: string;
  readonly outputs: readonly string[];
  readonly values: Float64Array;
  readonly previous: Float64Array;
  readonly forming: Float64Array;
  readonly firstIndex: number;
  readonly #spec: Required<IndicatorSpec>;
  readonly #indicator: Indicator;
  #taken = 0;

  constructor(spec: Required<IndicatorSpec>, key: string, indicator: Indicator) {
    this.#spec = spec;
    this.#indicator = indicator;
    this.key = key;
    this.outputs = indicator.outputs;
    this.values = indicator.values;
    this.forming = indicator.forming;
    this.firstIndex = indicator.firstIndex;
    this.previous = new Float64Array(indicator.values);
  }

  get isWarm(): boolean {
    return this.#indicator.isWarm;
  }

  get warmup(): Warmup {
    const need = this.firstIndex + 1;

    return {have: Math.min(this.#taken, need), need};
  }

  update(candle: Candle): void {
    copy(this.values, this.previous);
    this.#indicator.update(candle);
    this.#taken += 1;
  }

  peek(candle: Candle): void {
    this.#indicator.peek(candle);
  }

  snapshot(): TrackedSnapshot {
    const previous = pack(this.previous);

    return {...this.#spec, key: this.key, taken: this.#taken, previous, state: this.#indicator.snapshot()};
  }

  restore(snapshot: TrackedSnapshot): void {
    readNumbers(snapshot, 'previous', this.previous);
    this.#indicator.restore(snapshot.state);
    this.#taken = snapshot.taken;
  }
}

/** For two or three numbers a loop is faster than `TypedArray.set`. */
const copy = (from: Float64Array, to: Float64Array): void => {
  for (let index = 0; index < to.length; index += 1) to[index] = from[index] ?? Number.NaN;
};
