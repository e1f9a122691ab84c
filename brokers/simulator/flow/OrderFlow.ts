import type {Trade} from '../../../core/domain/Trade.ts';
import {Random} from './Random.ts';
import {type Regime, drawRegime, driftOf} from './Regime.ts';
import type {SimulatedSpec} from './SimulatedSpec.ts';

const BEAT_MS = 1_000;
const BEATS_PER_MINUTE = 60;
/** GARCH(1,1) on the variance of a minute, in units of the quiet variance: shock, memory, and what is left for rest. */
const SHOCK = 0.13;
const MEMORY = 0.85;
const REST = 1 - SHOCK - MEMORY;
const LOWEST_VARIANCE = 0.2;
const HIGHEST_VARIANCE = 30;
const JUMPS_PER_MINUTE = 1 / 400;
/** Size of a jump in standard deviations of a minute at the time. */
const SMALLEST_JUMP = 3;
const LARGEST_JUMP = 7;
/** Half the distance of bid and ask, as a share of the price, in quiet times. */
const HALF_SPREAD = 0.000_02;
const MAX_TRADES_PER_BEAT = 40;
/** How far a beat may move, as a share: a price stays a price. */
const LARGEST_BEAT = 0.05;

type Start = {
  readonly spec: SimulatedSpec;
  readonly seed: string;
  readonly time: number;
  readonly price: number;
  readonly firstId: number;
};

/**
 * Makes the trades of one market, second by second: regimes give it direction, a GARCH variance gives it calm and storm,
 * rare jumps give it surprise, and trades come in clusters, bounce between bid and ask, and are sometimes large.
 */
export class OrderFlow {
  readonly symbol: string;
  readonly #spec: SimulatedSpec;
  readonly #random: Random;
  readonly #queue: Trade[] = [];
  #queued = 0;
  #time: number;
  #price: number;
  #nextId: number;
  #variance = 1;
  #regime: Regime;
  #beatsLeft = BEATS_PER_MINUTE;
  #minuteReturn = 0;

  constructor({spec, seed, time, price, firstId}: Start) {
    this.symbol = spec.symbol;
    this.#spec = spec;
    this.#random = new Random(`${seed} ${spec.symbol}`);
    this.#time = time;
    this.#price = price;
    this.#nextId = firstId;
    this.#regime = drawRegime(this.#random, price, spec.homePrice);
  }

  /** What the market is up to; for tests of the series only. */
  get regime(): Regime['kind'] {
    return this.#regime.kind;
  }

  /** The next trade, without taking it. */
  peek(): Trade {
    let trade = this.#queue[this.#queued];
    while (trade === undefined) {
      this.#beat();
      trade = this.#queue[this.#queued];
    }

    return trade;
  }

  next(): Trade {
    const trade = this.peek();
    this.#queued += 1;

    return trade;
  }

  #beat(): void {
    this.#queue.length = 0;
    this.#queued = 0;
    const before = this.#price;
    const step = this.#return();
    this.#price = before * (1 + step);
    this.#minuteReturn += step;
    this.#trade(before, step);
    this.#time += BEAT_MS;
    this.#beatsLeft -= 1;
    if (this.#beatsLeft === 0) this.#turnMinute();
  }

  /** Return of one beat, as a share. */
  #return(): number {
    const {sigma} = this.#spec;
    const deviation = sigma * Math.sqrt(this.#variance);
    const drift = driftOf(this.#regime, this.#price, sigma) / BEATS_PER_MINUTE;
    const noise = (deviation * this.#random.normal()) / Math.sqrt(BEATS_PER_MINUTE);
    const isJump = this.#random.uniform() * BEATS_PER_MINUTE < JUMPS_PER_MINUTE;
    const jump = isJump ? deviation * this.#random.between(SMALLEST_JUMP, LARGEST_JUMP) * this.#sign() : 0;

    return Math.max(-LARGEST_BEAT, Math.min(LARGEST_BEAT, drift + noise + jump));
  }

  #sign(): number {
    return this.#random.uniform() < 0.5 ? -1 : 1;
  }

  #turnMinute(): void {
    const surprise = this.#minuteReturn / this.#spec.sigma;
    const variance = REST + SHOCK * surprise * surprise + MEMORY * this.#variance;
    this.#variance = Math.max(LOWEST_VARIANCE, Math.min(HIGHEST_VARIANCE, variance));
    this.#minuteReturn = 0;
    this.#beatsLeft = BEATS_PER_MINUTE;
    this.#regime.minutesLeft -= 1;
    if (this.#regime.minutesLeft <= 0) this.#regime = drawRegime(this.#random, this.#price, this.#spec.homePrice);
  }

  /** The trades of one beat, between the price before it and the price after it. */
  #trade(before: number, step: number): void {
    const count = this.#drawCount(step);
    const share = 1 / (count + 1);
    for (let index = 0; index < count; index++) {
      const place = (index + this.#random.uniform()) * share;
      this.#queue.push(this.#drawTrade({place, mid: before * (1 + step * place), step}));
    }
  }

  /** A geometric number: most seconds have few trades, some have many; restless times and large moves have more. */
  #drawCount(step: number): number {
    const {intensity, sigma} = this.#spec;
    const restless = Math.sqrt(this.#variance) + Math.abs(step) / sigma;
    const mean = intensity * restless;
    let count = 0;
    while (count < MAX_TRADES_PER_BEAT && this.#random.uniform() * (1 + mean) < mean) count += 1;

    return count;
  }

  #drawTrade({place, mid, step}: {place: number; mid: number; step: number}): Trade {
    const {ticksPerUnit, sigma, symbol} = this.#spec;
    const lean = Math.max(-0.3, Math.min(0.3, step / sigma));
    const isBuy = this.#random.uniform() < 0.5 + lean;
    const halfSpread = mid * HALF_SPREAD * Math.sqrt(this.#variance);
    const ticks = Math.round((mid + (isBuy ? halfSpread : -halfSpread)) * ticksPerUnit);

    return {
      symbol,
      id: this.#nextId++,
      time: this.#time + Math.floor(place * BEAT_MS),
      price: Math.max(1, ticks) / ticksPerUnit,
      quantity: this.#drawQuantity(),
      takerSide: isBuy ? 'buy' : 'sell',
    };
  }

  /** Many small trades, few large ones: the tail of u/(1-u), cut at fifty times the typical size. */
  #drawQuantity(): number {
    const {size, lotsPerUnit} = this.#spec;
    const u = this.#random.uniform();
    const quantity = (size * (0.05 + u)) / (1.02 - u);

    return Math.max(1, Math.round(quantity * lotsPerUnit)) / lotsPerUnit;
  }
}
