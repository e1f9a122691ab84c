import {type Candle, isTimeframe, TIMEFRAMES, type Timeframe} from '../core/domain/Candle.ts';
import {
  type IndicatorHandle,
  type IndicatorSpec,
  MarketIndicators,
  type MarketIndicatorsSnapshot,
  type Warmup,
} from './MarketIndicators.ts';

/** JSON-safe state of the whole engine. */
export type IndicatorEngineSnapshot = {
  readonly version: number;
  readonly markets: readonly ({readonly symbol: string; readonly timeframe: string} & MarketIndicatorsSnapshot)[];
};

/** Rises when a change of any indicator makes its old inner state mean something else. */
const SNAPSHOT_VERSION = 2;

/**
 * The bot's one place for indicator values, per market and timeframe. Several strategies that ask for the same indicator
 * share it, so brain, screen and journal can not disagree about its value.
 *
 * Ask for handles at the start; `update` then allocates nothing and looks up nothing by name.
 */
export class IndicatorEngine {
  readonly #markets = new Map<string, Map<Timeframe, MarketIndicators>>();

  /** Tracks what a strategy needs. What is tracked already is shared. Throws a RangeError on a bad spec. */
  track(symbol: string, timeframe: Timeframe, specs: readonly IndicatorSpec[]): void {
    for (const spec of specs) this.handle(symbol, timeframe, spec);
  }

  /** A live view of one indicator, tracked from now on. Throws a RangeError on a bad spec. */
  handle(symbol: string, timeframe: Timeframe, spec: IndicatorSpec): IndicatorHandle {
    return this.market(symbol, timeframe).handle(spec);
  }

  /** All indicators of one market and timeframe; made empty where there were none. */
  market(symbol: string, timeframe: Timeframe): MarketIndicators {
    const known = this.#find(symbol, timeframe);
    if (known !== undefined) return known;

    const market = new MarketIndicators(`${symbol} ${timeframe}`);
    const timeframes = this.#markets.get(symbol) ?? new Map<Timeframe, MarketIndicators>();
    this.#markets.set(symbol, timeframes.set(timeframe, market));

    return market;
  }

  /** Takes one closed candle. A market that nobody tracks costs a look-up. Throws if the candle is not later than the last. */
  update(symbol: string, timeframe: Timeframe, candle: Candle): void {
    this.#find(symbol, timeframe)?.update(candle);
  }

  /** Fills `forming` of every handle of this market and timeframe; changes nothing else. */
  peek(symbol: string, timeframe: Timeframe, formingCandle: Candle): void {
    this.#find(symbol, timeframe)?.peek(formingCandle);
  }

  /** Latest outputs of the indicator with this key (`rsi(period=14)`). Throws a RangeError if it is not tracked. */
  read(symbol: string, timeframe: Timeframe, key: string): Float64Array {
    return this.#existing(symbol, timeframe).find(key).values;
  }

  /** The outputs one closed candle earlier. Throws a RangeError if it is not tracked. */
  readPrevious(symbol: string, timeframe: Timeframe, key: string): Float64Array {
    return this.#existing(symbol, timeframe).find(key).previous;
  }

  /** True once every indicator of this market and timeframe gives numbers. */
  isWarm(symbol: string, timeframe: Timeframe): boolean {
    return this.#find(symbol, timeframe)?.isWarm ?? true;
  }

  /** Candles taken and needed by the indicator that lacks most. */
  warmup(symbol: string, timeframe: Timeframe): Warmup {
    return this.#find(symbol, timeframe)?.warmup ?? {have: 0, need: 0};
  }

  /** One line for the log: what is tracked where, with its warm-up. */
  describe(): string {
    const lines = this.#entries().map(({symbol, timeframe, market}) => {
      const {have, need} = market.warmup;

      return `${symbol} ${timeframe} [${market.keys.join(' ')}] ${have}/${need} candles`;
    });

    return `IndicatorEngine ready: ${lines.join('; ') || 'nothing tracked'}`;
  }

  snapshot(): IndicatorEngineSnapshot {
    const markets = this.#entries().map(({market, ...names}) => ({...names, ...market.snapshot()}));

    return {version: SNAPSHOT_VERSION, markets};
  }

  /**
   * Takes up a snapshot; handles given out before stay valid, indicators that the snapshot lacks start cold.
   * Throws if the snapshot is of another version, or if the engine has taken candles already.
   */
  restore(snapshot: IndicatorEngineSnapshot): void {
    if (snapshot.version !== SNAPSHOT_VERSION) {
      throw new Error(
        `Indicator snapshot has version "${snapshot.version}"; expected ${SNAPSHOT_VERSION}: warm up anew.`,
      );
    }
    for (const {symbol, timeframe, ...market} of snapshot.markets) {
      this.market(symbol, asTimeframe(timeframe)).restore(market);
    }
  }

  #find(symbol: string, timeframe: Timeframe): MarketIndicators | undefined {
    return this.#markets.get(symbol)?.get(timeframe);
  }

  #existing(symbol: string, timeframe: Timeframe): MarketIndicators {
    const market = this.#find(symbol, timeframe);
    if (market !== undefined) return market;

    const known = this.#entries().map(each => `${each.symbol} ${each.timeframe}`);
    throw new RangeError(`No indicators on "${symbol} ${timeframe}". Tracked: ${known.join(', ') || 'none'}.`);
  }

  #entries(): readonly {symbol: string; timeframe: Timeframe; market: MarketIndicators}[] {
    return [...this.#markets].flatMap(([symbol, timeframes]) =>
      [...timeframes].map(([timeframe, market]) => ({symbol, timeframe, market})),
    );
  }
}

const asTimeframe = (text: string): Timeframe => {
  if (isTimeframe(text)) return text;

  throw new Error(`Unknown timeframe "${text}" in an indicator snapshot. Known: ${TIMEFRAMES.join(', ')}.`);
};
