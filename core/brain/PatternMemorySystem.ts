import type {Candle} from '../domain/Candle.ts';
import type {PatternEvidence} from '../domain/Decision.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import type {Side} from '../domain/Order.ts';
import type {PatternMemorySettings} from '../domain/Settings.ts';
import {DEFAULT_PATTERN_MEMORY} from './defaultBrainSettings.ts';
import {PatternOutcomes, type OutcomesSnapshot, type TradeRecord} from './PatternOutcomes.ts';
import {type Neighbour, PatternShapes, type ShapesSnapshot} from './PatternShapes.ts';
import {roundToDigits} from './roundToDigits.ts';

/** JSON-safe content of the whole memory; `seq` is the last journal line that went in. */
export type PatternMemorySnapshot = {
  readonly seq: number;
  readonly markets: readonly (ShapesSnapshot & OutcomesSnapshot & {readonly symbol: string})[];
};

/** What the memory holds, for screen and health. */
export type PatternMemoryStatus = {
  readonly enabled: boolean;
  readonly shapes: number;
  readonly usable: number;
  readonly outcomes: number;
};

type MarketMemory = {readonly shapes: PatternShapes; readonly outcomes: PatternOutcomes};

/**
 * Remembers the shape of every closed bar, what the price did after it, and what came of our own trades on it.
 * It is a fold of journal lines and holds nothing else; switched off it takes nothing in and knows nothing.
 */
export class PatternMemorySystem {
  readonly #settings: PatternMemorySettings;
  readonly #markets = new Map<string, MarketMemory>();
  #seq = 0;
  /** Holds until an outcome comes in. */
  #quarantined: number | null = null;

  /** Throws a RangeError if a shape would be forgotten before its move is known. */
  constructor(settings: Partial<PatternMemorySettings> = {}) {
    this.#settings = {...DEFAULT_PATTERN_MEMORY, ...settings};
    const {horizonBars, capacity} = this.#settings;
    if (horizonBars >= capacity) {
      throw new RangeError(`Pattern memory's horizonBars "${horizonBars}" must be below its capacity "${capacity}".`);
    }
  }

  get isEnabled(): boolean {
    return this.#settings.enabled;
  }

  /** Seq of the last journal line that went in. */
  get seq(): number {
    return this.#seq;
  }

  get status(): PatternMemoryStatus {
    const markets = [...this.#markets.values()];
    const count = (of: (market: MarketMemory) => number): number =>
      markets.reduce((total, market) => total + of(market), 0);

    return {
      enabled: this.isEnabled,
      shapes: count(({shapes}) => shapes.size),
      usable: count(({shapes}) => shapes.usable),
      outcomes: count(({outcomes}) => outcomes.size),
    };
  }

  /** Moves the watermark: every line up to `seq` has been taken in. */
  advance(seq: number): void {
    if (seq > this.#seq) this.#seq = seq;
  }

  /** Takes one closed candle, history too. */
  observe(symbol: string, candle: Candle): void {
    if (this.isEnabled) this.#market(symbol).shapes.observe(candle);
  }

  /** Remembers which shape a decision to enter was made on. */
  enter({seq, data}: EnvelopeOf<'DecisionMade'>): void {
    if (data.verdict !== 'enter') return;
    const market = this.#markets.get(data.symbol);
    const shape = market?.shapes.current ?? null;
    if (market === undefined || shape === null) return;
    if (market.shapes.currentTime !== data.candleTime) return;

    market.outcomes.enter({decision: seq, time: data.candleTime, shape: Array.from(shape)});
  }

  /** Takes the net result of a closed trade; a second time for the same decision changes nothing. */
  learn({symbol, decision, side, netPnl}: EnvelopeOf<'PatternLearned'>['data']): boolean {
    const outcomes = this.#markets.get(symbol)?.outcomes;
    this.#quarantined = null;

    return outcomes?.learn(decision, side === 'long' ? 'buy' : 'sell', netPnl) ?? false;
  }

  /** What followed the shapes nearest to the present one; null while too few are known. */
  evidence(symbol: string): PatternEvidence | null {
    const shapes = this.#markets.get(symbol)?.shapes;
    const neighbours = shapes?.nearest(this.#settings.neighbours) ?? [];
    const shape = shapes?.current ?? null;
    if (shape === null || neighbours.length < this.#settings.neighbours) return null;

    return {
      neighbours: neighbours.map(({time, distance, move}) => ({
        id: String(time),
        distance: roundToDigits(distance, 4),
        move,
      })),
      expectedMove: this.#expectedMove(neighbours),
      upShare: shareThatRose(neighbours),
      shape: Array.from(shape),
    };
  }

  /** Our own record with entries of this side on shapes like the present one; null without any. */
  record(symbol: string, side: Side): TradeRecord | null {
    const market = this.#markets.get(symbol);
    const shape = market?.shapes.current ?? null;
    if (market === undefined || shape === null) return null;

    return market.outcomes.record(shape, side, market.shapes.oldestTime ?? 0);
  }

  /** True once trades like this one lost so often, net of those that won, that it is not to be tried again. */
  isQuarantined({losses, wins}: TradeRecord): boolean {
    return losses - wins >= this.#settings.quarantineAfterLosses;
  }

  /** Traded shapes that are not to be tried again on their side. */
  get quarantined(): number {
    this.#quarantined ??= [...this.#markets.values()]
      .flatMap(market => market.outcomes.records())
      .filter(record => this.isQuarantined(record)).length;

    return this.#quarantined;
  }

  snapshot(): PatternMemorySnapshot {
    const markets = [...this.#markets].map(([symbol, {shapes, outcomes}]) => ({
      symbol,
      ...shapes.snapshot(),
      ...outcomes.snapshot(),
    }));

    return {seq: this.#seq, markets};
  }

  /** Takes the place of all that it holds, to the last bit. */
  restore({seq, markets}: PatternMemorySnapshot): void {
    this.#markets.clear();
    this.#seq = seq;
    for (const {symbol, ...memory} of markets) this.#restoreMarket(symbol, memory);
  }

  /**
   * Takes up the memory of another journal for markets of which nothing is known yet. Only what is complete comes along:
   * shapes whose move is known, and results; the candles at its end do not join on to ours.
   */
  import({markets}: PatternMemorySnapshot): void {
    if (!this.isEnabled) return;
    for (const {symbol, shapes, outcomes} of markets) {
      if ((this.#markets.get(symbol)?.shapes.size ?? 0) > 0) continue;
      this.#restoreMarket(symbol, {
        window: [],
        shapes: shapes.filter(({move}) => move !== null),
        pending: [],
        outcomes,
      });
    }
  }

  /** Mean move, the younger the shape the heavier; when decay has left no weight, nothing is expected. */
  #expectedMove(neighbours: readonly Neighbour[]): number {
    let total = 0;
    let weights = 0;
    for (const {move, age} of neighbours) {
      const weight = Math.max(0, 1 - this.#settings.decay * age);
      total += weight * move;
      weights += weight;
    }

    return weights > 0 ? total / weights : 0;
  }

  #restoreMarket(symbol: string, memory: ShapesSnapshot & OutcomesSnapshot): void {
    const {shapes, outcomes} = this.#market(symbol);
    this.#quarantined = null;
    shapes.restore(memory);
    outcomes.restore(memory);
  }

  #market(symbol: string): MarketMemory {
    const known = this.#markets.get(symbol);
    if (known !== undefined) return known;

    const {capacity, horizonBars} = this.#settings;
    const fresh = {shapes: new PatternShapes(capacity, horizonBars), outcomes: new PatternOutcomes()};
    this.#markets.set(symbol, fresh);

    return fresh;
  }
}

/** A shape after which the price stood still counts half, so that the mirrored share is one minus this. */
const shareThatRose = (neighbours: readonly Neighbour[]): number => {
  const points = neighbours.reduce((sum, {move}) => sum + (move > 0 ? 2 : move === 0 ? 1 : 0), 0);

  return points / (2 * neighbours.length);
};
