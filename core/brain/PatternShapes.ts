import type {Candle} from '../domain/Candle.ts';
import {at} from '../../indicators/cells/at.ts';
import {encodePattern, PATH_START, SHAPE_BARS, SHAPE_LENGTH} from './encodePattern.ts';
import {NearestFew} from './NearestFew.ts';
import {roundToGrid} from './roundToGrid.ts';

/** One remembered shape; `move` is what followed in units of its own mean range, null while nobody can know. */
export type RememberedShape = {
  readonly time: number;
  readonly close: number;
  readonly unit: number;
  readonly move: number | null;
  readonly shape: readonly number[];
};

export type ShapesSnapshot = {readonly window: readonly Candle[]; readonly shapes: readonly RememberedShape[]};

export type Neighbour = {readonly time: number; readonly distance: number; readonly move: number; readonly age: number};

/**
 * The shapes of one market in a ring of flat arrays, oldest overwritten first.
 * A shape becomes usable `horizonBars` later, when its move is known: a query never sees what had not happened yet.
 */
export class PatternShapes {
  readonly #capacity: number;
  readonly #horizonBars: number;
  readonly #features: Float64Array;
  readonly #times: Float64Array;
  readonly #closes: Float64Array;
  readonly #units: Float64Array;
  readonly #moves: Float64Array;
  /**
   * Of each shape what `SKETCH` sees of it. Two shapes differ at least by what their sketches differ. NaN while the move
   * is not known, so that such a shape is near to nothing.
   */
  readonly #sketches: Float64Array;
  readonly #present = new Float64Array(SKETCH.length);
  #few: NearestFew | null = null;
  readonly #window: Candle[] = [];
  /** Shapes ever taken; the latest lies at `(#taken - 1) % capacity`. */
  #taken = 0;

  constructor(capacity: number, horizonBars: number) {
    this.#capacity = capacity;
    this.#horizonBars = horizonBars;
    this.#features = new Float64Array(capacity * SHAPE_LENGTH);
    this.#times = new Float64Array(capacity);
    this.#closes = new Float64Array(capacity);
    this.#units = new Float64Array(capacity);
    this.#moves = new Float64Array(capacity).fill(Number.NaN);
    this.#sketches = new Float64Array(capacity * SKETCH.length).fill(Number.NaN);
  }

  get size(): number {
    return Math.min(this.#taken, this.#capacity);
  }

  /** Shapes whose move is known. */
  get usable(): number {
    let count = 0;
    for (let slot = 0; slot < this.size; slot += 1) if (!Number.isNaN(at(this.#moves, slot))) count += 1;

    return count;
  }

  /** Open time of the candle behind the oldest shape that is still remembered. */
  get oldestTime(): number | null {
    return this.size > 0 ? at(this.#times, this.#slotOfAge(this.size - 1)) : null;
  }

  /** Open time of the candle behind the present shape; null before there is one. */
  get currentTime(): number | null {
    return this.#hasCurrent ? at(this.#times, this.#slotOfAge(0)) : null;
  }

  /** The present shape, standardised; null until the window is full. */
  get current(): Float64Array | null {
    if (!this.#hasCurrent) return null;
    const start = this.#slotOfAge(0) * SHAPE_LENGTH;

    return this.#features.subarray(start, start + SHAPE_LENGTH);
  }

  /** Takes one closed candle: remembers the present shape, and tells the one of `horizonBars` ago what followed it. */
  observe(candle: Candle): void {
    this.#window.push(candle);
    if (this.#window.length > SHAPE_BARS) this.#window.shift();
    if (this.#window.length < SHAPE_BARS) return;

    const slot = this.#taken % this.#capacity;
    this.#times[slot] = candle.time;
    this.#closes[slot] = candle.close;
    this.#units[slot] = encodePattern(this.#window, this.#features, slot * SHAPE_LENGTH);
    this.#setMove(slot, Number.NaN);
    this.#taken += 1;
    this.#measureMove(candle.close);
  }

  /** The `count` usable shapes nearest to the present one, nearest first; of equal ones the younger. Costs O(capacity). */
  nearest(count: number): Neighbour[] {
    const shape = this.current;
    if (shape === null) return [];
    const best = this.#emptyFew(count);
    const latest = this.#slotOfAge(0);
    this.#scan(shape, {from: latest - 1, downTo: 0}, best);
    this.#scan(shape, {from: this.size - 1, downTo: latest + 1}, best);

    return best.entries.map(({key: slot, distance}) => this.#neighbour(slot, distance));
  }

  snapshot(): ShapesSnapshot {
    const ages = Array.from({length: this.size}, (_, index) => this.size - 1 - index);

    return {window: [...this.#window], shapes: ages.map(age => this.#shapeOfAge(age))};
  }

  /** Takes the place of all that it holds; of a longer memory only the latest shapes. */
  restore({window, shapes}: ShapesSnapshot): void {
    this.#window.splice(0, this.#window.length, ...window.slice(-SHAPE_BARS));
    this.#taken = 0;
    for (const shape of shapes.slice(-this.#capacity)) this.#put(shape);
  }

  get #hasCurrent(): boolean {
    return this.#taken > 0 && this.#window.length === SHAPE_BARS;
  }

  /** The same one for every search of this size. */
  #emptyFew(count: number): NearestFew {
    if (this.#few?.count !== count) this.#few = new NearestFew(count);
    this.#few.clear();

    return this.#few;
  }

  #slotOfAge(age: number): number {
    return (this.#taken - 1 - age) % this.#capacity;
  }

  #measureMove(close: number): void {
    if (this.#horizonBars >= this.size) return;
    const slot = this.#slotOfAge(this.#horizonBars);
    const unit = at(this.#units, slot);
    if (!Number.isNaN(at(this.#moves, slot)) || !(unit > 0)) return;
    this.#setMove(slot, roundToGrid((close - at(this.#closes, slot)) / unit));
  }

  /** The slot's shape must be there already. */
  #setMove(slot: number, move: number): void {
    this.#moves[slot] = move;
    sketch(this.#features, slot * SHAPE_LENGTH, this.#sketches, slot * SKETCH.length);
    if (Number.isNaN(move)) this.#sketches[slot * SKETCH.length] = move;
  }

  /**
   * Offers the usable shapes of the slots to `best`, by their squared distance. Most shapes are far away already by their
   * sketches. Written out, for it is the brain's longest loop.
   */
  #scan(shape: Float64Array, {from, downTo}: {from: number; downTo: number}, best: NearestFew): void {
    const sketches = this.#sketches;
    const present = this.#present;
    sketch(shape, 0, present, 0);
    const rise = at(present, 0);
    const bend = at(present, 1);
    const volume = at(present, 2);
    const body = at(present, 3);
    let worst = best.worst;
    let reach = worst * ROUNDING_ALLOWANCE;
    for (let slot = from; slot >= downTo; slot -= 1) {
      const start = slot * 4;
      const a = at(sketches, start) - rise;
      const b = at(sketches, start + 1) - bend;
      const c = at(sketches, start + 2) - volume;
      const d = at(sketches, start + 3) - body;
      const sketched = a * a + b * b + c * c + d * d;
      if (!(sketched < reach)) continue;
      const row = slot * SHAPE_LENGTH;
      if (sketched + squaresOfFour(shape, this.#features, UNSKETCHED, row) >= reach) continue;
      const distance = squaredDistance(shape, this.#features, row, worst);
      if (distance >= worst) continue;
      worst = best.insert(distance, slot);
      reach = worst * ROUNDING_ALLOWANCE;
    }
  }

  #neighbour(slot: number, squared: number): Neighbour {
    const distance = Math.sqrt(squared / SHAPE_LENGTH);
    const age = (this.#taken - 1 - slot) % this.#capacity;

    return {time: at(this.#times, slot), distance, move: at(this.#moves, slot), age};
  }

  #shapeOfAge(age: number): RememberedShape {
    const slot = this.#slotOfAge(age);
    const start = slot * SHAPE_LENGTH;
    const move = at(this.#moves, slot);

    return {
      time: at(this.#times, slot),
      close: at(this.#closes, slot),
      unit: at(this.#units, slot),
      move: Number.isNaN(move) ? null : move,
      shape: Array.from(this.#features.subarray(start, start + SHAPE_LENGTH)),
    };
  }

  #put({time, close, unit, move, shape}: RememberedShape): void {
    const slot = this.#taken % this.#capacity;
    this.#times[slot] = time;
    this.#closes[slot] = close;
    this.#units[slot] = unit;
    this.#features.set(shape, slot * SHAPE_LENGTH);
    this.#setMove(slot, move ?? Number.NaN);
    this.#taken += 1;
  }
}

/** Projections are rounded: only what they put clearly beyond the worst is left out. */
const ROUNDING_ALLOWANCE = 1 + 1e-9;

const PATH_LENGTH = SHAPE_LENGTH - PATH_START;

/** A direction of length one: these parts of the path's features. */
const alongPath = (parts: readonly number[]): readonly number[] => [
  ...Array.from({length: PATH_START}, () => 0),
  ...parts.map(part => part / Math.sqrt(PATH_LENGTH)),
];

const alongFeature = (feature: number): readonly number[] =>
  Array.from({length: SHAPE_LENGTH}, (_, index) => (index === feature ? 1 : 0));

/**
 * Directions in the space of shapes, all at right angles, so that the squares of what they see add up to no more than
 * the squared distance: how far the path leads and how it bends, the volume, the last body. They see most of it.
 */
const SKETCH: readonly (readonly number[])[] = [
  alongPath([1, 1, 1, 1, 1, 1, 1, 1]),
  alongPath([1, -1, -1, 1, -1, 1, -1, 1]),
  alongFeature(0),
  alongFeature(3),
];

/** The first of four features that no direction of the sketch touches, so that their squares may be added to its. */
const UNSKETCHED = 4;

const sketch = (features: Float64Array, start: number, target: Float64Array, offset: number): void => {
  for (let line = 0; line < SKETCH.length; line += 1) {
    const direction = SKETCH[line] ?? [];
    let sum = 0;
    for (let index = 0; index < direction.length; index += 1)
      sum += (direction[index] ?? 0) * at(features, start + index);
    target[offset + line] = sum;
  }
};

/** Distance of `shape` to the one at `start`, by fours; it may stop early when it is `enough` or more. */
const squaredDistance = (shape: Float64Array, features: Float64Array, start: number, enough: number): number => {
  let sum = 0;
  for (let index = 0; index < SHAPE_LENGTH && sum < enough; index += 4) {
    sum += squaresOfFour(shape, features, index, start);
  }

  return sum;
};

/** The part of it that four features from `index` on make. */
const squaresOfFour = (shape: Float64Array, features: Float64Array, index: number, start: number): number => {
  const a = at(shape, index) - at(features, start + index);
  const b = at(shape, index + 1) - at(features, start + index + 1);
  const c = at(shape, index + 2) - at(features, start + index + 2);
  const d = at(shape, index + 3) - at(features, start + index + 3);

  return a * a + b * b + c * c + d * d;
};
