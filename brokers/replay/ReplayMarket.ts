import {type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import {resample} from '../../core/domain/resample.ts';
import {type Clock, type Timers, nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {MarketPlayer} from '../MarketPlayer.ts';
import type {MarketListener, MarketSource} from '../MarketSource.ts';
import type {Recording} from './Recording.ts';
import {BarReel} from './BarReel.ts';
import {TradeReel} from './TradeReel.ts';
import type {Reel} from './Reel.ts';
import {recordedSpec} from './recordedSpec.ts';

/** Share of a recording that may be used up as history, which is not traded. */
export const MAX_WARM_UP_SHARE = 0.1;

export type ReplayMarketOptions = {
  /** One per symbol; files of bars must share one timeframe. */
  readonly recordings: readonly Recording[];
  /** Market time per recorded time; null is as fast as possible. */
  readonly speed: number | null;
  /** `margin` allows shorts. */
  readonly kind?: MarketSpec['kind'];
  /** After a restart: open time of the last closed candle by symbol; the replay goes on with what comes after it. */
  readonly resumeAfter?: Readonly<Record<string, number>>;
  /** Silence in market time that counts as a lost feed; default three bars, and 15 minutes between trades. */
  readonly maxSilenceMs?: number;
  readonly seed?: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
};

/**
 * Plays recorded markets again, merged in time order.
 * Its history is the recording's own beginning: as many bars as are asked for, at most a tenth of it; what was given as
 * history is not played. A gap in the recording stays a gap.
 */
export class ReplayMarket implements MarketSource {
  readonly identity: VenueIdentity;
  /** Timeframe of the bars that it delivers, or that are to be built from its trades. */
  readonly base: Timeframe;
  readonly #options: ReplayMarketOptions;
  readonly #reels = new Map<string, Reel>();
  #player: MarketPlayer | null = null;
  /** The reel whose delivery is due next. */
  #due: Reel | null = null;

  /** @throws Error without recordings, with two of one symbol, or with bars of several timeframes. */
  constructor(options: ReplayMarketOptions) {
    this.#options = options;
    this.identity = {name: 'replay', mode: 'paper', simulated: false, speed: options.speed};
    this.base = commonBase(options.recordings);
    for (const recording of options.recordings) this.#load(recording);
  }

  now(): number {
    return this.#player?.now ?? this.#startTime();
  }

  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    const {recordings, kind = 'spot'} = this.#options;

    return symbols.map(symbol => {
      const recording = recordings.find(one => one.symbol === symbol);
      if (recording === undefined)
        throw new Error(`No recording of "${symbol}". Recorded: ${[...this.#reels.keys()].join(', ')}.`);
      return recordedSpec(recording, kind);
    });
  }

  /** The recording's first bars, or, after a restart, those before the resumption. The last call before `start` decides where play begins. */
  async history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    const reel = this.#reels.get(symbol);
    if (reel === undefined || this.#player !== null) return [];
    const bars = reel.warmUp(Math.max(0, count) * (TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[this.base]));

    return timeframe === this.base ? bars : resample(bars, this.base, timeframe);
  }

  async start(listener: MarketListener): Promise<void> {
    const {speed, clock = nodeClock, timers = nodeTimers} = this.#options;
    const tape = {
      nextTime: () => this.#nextTime(),
      deliver: () => this.#due?.deliver(listener) ?? null,
      onEnd: () => listener.onEnd(),
    };
    this.#player = new MarketPlayer({tape, from: this.#startTime(), speed, clock, timers});
    this.#player.start();
  }

  async stop(): Promise<void> {
    this.#player?.stop();
  }

  #load(recording: Recording): void {
    const {symbol} = recording;
    if (this.#reels.has(symbol)) throw new Error(`Two recordings of "${symbol}". Give one for each symbol.`);
    const {seed = 1, speed, resumeAfter, maxSilenceMs} = this.#options;
    const options = {
      resumeAfter: resumeAfter?.[symbol] ?? null,
      maxWarmUpShare: MAX_WARM_UP_SHARE,
      ...(maxSilenceMs === undefined ? {} : {maxSilenceMs}),
    };
    const spec = recordedSpec(recording, 'spot');
    const walk = speed === null ? null : {spec, seed};
    this.#reels.set(
      symbol,
      recording.kind === 'bars' ? new BarReel(recording, {...options, walk}) : new TradeReel(recording, options),
    );
  }

  /** Finds the reel whose next delivery comes first; on equal times in the order of the recordings. */
  #nextTime(): number | null {
    let earliest: number | null = null;
    this.#due = null;
    for (const reel of this.#reels.values()) {
      const time = reel.nextTime();
      if (time === null || (earliest !== null && time >= earliest)) continue;
      this.#due = reel;
      earliest = time;
    }

    return earliest;
  }

  #startTime(): number {
    return Math.min(...[...this.#reels.values()].map(reel => reel.from));
  }
}

const commonBase = (recordings: readonly Recording[]): Timeframe => {
  const bases = new Set(recordings.map(recording => (recording.kind === 'bars' ? recording.file.timeframe : '1m')));
  const [base] = bases;
  if (base === undefined) throw new Error('A replay needs a recording. Use --data FILE.');
  if (bases.size > 1) throw new Error(`A replay needs files of one timeframe, got ${[...bases].join(', ')}.`);

  return base;
};
