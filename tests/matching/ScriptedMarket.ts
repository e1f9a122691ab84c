import type {MarketListener, MarketSource} from '../../brokers/MarketSource.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';

/** A market whose every trade and bar is written by the test. */
export class ScriptedMarket implements MarketSource {
  readonly identity: VenueIdentity = {name: 'script', mode: 'paper', simulated: true, speed: null};
  readonly #specs: readonly MarketSpec[];
  readonly #history: readonly Candle[];
  #listener: MarketListener | null = null;
  #now: number;
  #trades = 0;

  constructor(specs: readonly MarketSpec[], history: readonly Candle[], now: number) {
    this.#specs = specs;
    this.#history = history;
    this.#now = now;
  }

  get isStarted(): boolean {
    return this.#listener !== null;
  }

  /** Market time passes and nothing happens. */
  pass(ms: number): void {
    this.#now += ms;
  }

  now(): number {
    return this.#now;
  }

  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    return symbols.map(symbol => {
      const found = this.#specs.find(spec => spec.symbol === symbol);
      if (found !== undefined) return found;
      throw new Error(`Unknown market "${symbol}". Known: ${this.#specs.map(spec => spec.symbol).join(', ')}.`);
    });
  }

  async history(_symbol: string, _timeframe: string, count: number): Promise<readonly Candle[]> {
    return this.#history.slice(-count);
  }

  async start(listener: MarketListener): Promise<void> {
    this.#listener = listener;
  }

  async stop(): Promise<void> {
    this.#listener = null;
  }

  /** One trade, `afterMs` after the last thing that happened. */
  async trade(symbol: string, price: number, quantity: number, afterMs: number): Promise<void> {
    this.#now += afterMs;
    this.#trades += 1;
    await this.#listener?.onTrade({symbol, id: this.#trades, time: this.#now, price, quantity, takerSide: 'buy'});
  }

  /** One finished minute bar. */
  async bar(symbol: string, candle: Candle): Promise<void> {
    this.#now = Math.max(this.#now, candle.time);
    await this.#listener?.onBar(symbol, '1m', candle);
  }

  lose(symbol: string): void {
    this.#listener?.onFeed({kind: 'lost', symbol, reason: 'scripted'});
  }

  restore(symbol: string): void {
    this.#listener?.onFeed({kind: 'restored', symbol});
  }

  /** Something other than a trade came. */
  stir(symbol: string, ageMs = 0): void {
    this.#listener?.onAlive?.(symbol, ageMs);
  }

  end(): void {
    this.#listener?.onEnd();
  }
}
