import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import type {Book} from '../../core/domain/Book.ts';
import {type Candle, TIMEFRAME_MS, type Timeframe} from '../../core/domain/Candle.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {DecimalText, MarketRules, MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import type {Balance} from '../../core/matching/Ledger.ts';
import {PaperVenue, type RestoredAccount} from '../../core/matching/PaperVenue.ts';
import {optionalDecimal} from '../../core/matching/RestingOrder.ts';
import type {BrokerListener, Capabilities, FeedReport, IBrokerAdapter} from '../IBrokerAdapter.ts';
import type {MarketListener, MarketSource} from '../MarketSource.ts';
import {Outbox} from '../Outbox.ts';
import {afterwards} from './afterwards.ts';

/** Rounds of orders that cause orders inside one bar, before something must be wrong. */
const MAX_ROUNDS_PER_BAR = 20;

export type PaperBrokerOptions = {
  readonly source: MarketSource;
  readonly balances: readonly Balance[];
  readonly fill?: Partial<FillSettings>;
  /** Gross exposure that a margin account may carry, in multiples of its equity. */
  readonly leverage?: DecimalText;
};

/** What the journal says of the account when the bot starts again. */
export type Recovery = RestoredAccount & {
  /** Orders whose intent is durable but that no exchange has acknowledged: the journal is this exchange's inbox. */
  readonly unacknowledged: readonly OrderIntent[];
};

/** One bar of one market; a missed one is over already, and its candle is told by others. */
type PlayedBar = {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bar: Candle;
  readonly isMissed: boolean;
};

/**
 * Trades any market source on paper: its prices are the source's, its fills the fill model's, and nothing is ever signed or sent.
 * An order is at the exchange the moment it is submitted; the latency lies in the evidence that may fill it.
 */
export class PaperBroker implements IBrokerAdapter, MarketListener {
  readonly #source: MarketSource;
  readonly #venue: PaperVenue;
  readonly #outbox = new Outbox<OrderReport>(report => this.#listener?.onOrder(report));
  readonly #specs = new Map<string, MarketSpec>();
  #unacknowledged: readonly OrderIntent[] = [];
  #listener: BrokerListener | null = null;
  #isStopped = false;
  /** Latest time of a bar's part; the clock while one is in play. */
  #barClock = 0;
  #isInBar = false;

  constructor({source, ...venue}: PaperBrokerOptions) {
    this.#source = source;
    this.#venue = new PaperVenue(venue);
  }

  get identity(): VenueIdentity {
    return {...this.#source.identity, mode: 'paper'};
  }

  get capabilities(): Capabilities {
    const shorts = [...this.#specs.values()].some(({kind}) => kind === 'margin');

    return {
      shorts,
      postOnly: true,
      stopOrders: true,
      amend: true,
      oneCancelsOther: true,
      deadMansSwitch: false,
      keepsAccount: false,
    };
  }

  /** Bars that could not tell what happened to an order of ours. */
  get ambiguousBars(): number {
    return this.#venue.ambiguousBars;
  }

  now(): number {
    return this.#isInBar ? this.#barClock : Math.max(this.#barClock, this.#source.now());
  }

  async markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    const specs = await this.#source.markets(symbols);
    this.#list(specs);

    return specs;
  }

  history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    return this.#source.history(symbol, timeframe, count);
  }

  /** Goes on from the journal after a restart; after `markets` and before `connect`, which then reports the orders it took over. */
  restore({unacknowledged, ...account}: Recovery): void {
    if (this.#listener !== null) throw new Error('A paper broker can be restored only before it is connected.');
    this.#venue.restore(account);
    this.#unacknowledged = unacknowledged;
  }

  async connect(listener: BrokerListener): Promise<void> {
    this.#listener = listener;
    for (const intent of this.#unacknowledged) this.#outbox.deliver(this.#venue.accept(intent, this.now()));
    this.#unacknowledged = [];
  }

  /** What happened to resting orders while nobody was there, by the evidence of the bars that passed. */
  liveThrough(symbol: string, timeframe: Timeframe, candle: Candle): Promise<void> | null {
    if (this.#listener === null) return null;

    return this.#playBar(this.#listener, {symbol, timeframe, bar: candle, isMissed: true});
  }

  async start(): Promise<void> {
    this.#assertRunning('start the feed');
    await this.#source.start(this);
  }

  submit(intent: OrderIntent): void {
    this.#assertRunning(`submit "${intent.clientOrderId}"`);
    this.#outbox.deliver(this.#venue.accept(intent, this.now()));
  }

  cancel(clientOrderId: string): void {
    this.#assertRunning(`cancel "${clientOrderId}"`);
    this.#outbox.deliver(this.#venue.cancel(clientOrderId, this.now()));
  }

  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void {
    this.#assertRunning(`amend "${clientOrderId}"`);
    this.#outbox.deliver(this.#venue.amend(clientOrderId, decimal(quantity), optionalDecimal(stopPrice), this.now()));
  }

  async account(): Promise<AccountSnapshot> {
    return this.#venue.account(this.now());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#source.stop();
  }

  onTrade(trade: Trade): Promise<void> | null {
    if (this.#isStopped || this.#listener === null) return null;
    this.#outbox.deliver(this.#venue.onTrade(trade));
    this.#listener.onTrade(trade);

    return this.#listener.settle();
  }

  onDisplayTrade(trade: Trade): void {
    if (!this.#isStopped) this.#listener?.onDisplayTrade(trade);
  }

  onBook(symbol: string, book: Book, time: number): Promise<void> | null {
    if (this.#isStopped || this.#listener === null) return null;
    const reports = this.#venue.onBook(symbol, book, time);
    if (reports.length === 0) return null;
    this.#outbox.deliver(reports);

    return this.#listener.settle();
  }

  onBar(symbol: string, timeframe: Timeframe, candle: Candle): Promise<void> | null {
    if (this.#isStopped || this.#listener === null) return null;
    const played = {symbol, timeframe, bar: candle, isMissed: false};
    const isUntouched = this.#venue.isUntouchedBy(symbol, candle);

    return isUntouched ? this.#passBar(this.#listener, played) : this.#playBar(this.#listener, played);
  }

  onAlive(symbol: string, ageMs?: number): void {
    if (!this.#isStopped) this.#listener?.onAlive?.(symbol, ageMs);
  }

  onMarket(rules: MarketRules): void {
    if (this.#isStopped) return;
    const spec = this.#specs.get(rules.symbol);
    if (spec === undefined) return;
    this.#list([{...spec, ...rules}]);
    this.#listener?.onMarket?.(rules);
  }

  onFeed(report: FeedReport): void {
    if (!this.#isStopped) this.#listener?.onFeed(report);
  }

  onEnd(): void {
    if (!this.#isStopped) this.#listener?.onEnd();
  }

  /** Most bars meet no order of ours: then nothing can happen between their parts. */
  #passBar(listener: BrokerListener, played: PlayedBar): Promise<void> | null {
    this.#isInBar = true;
    this.#advance(played.bar.time + TIMEFRAME_MS[played.timeframe]);

    return this.#closeBar(listener, played);
  }

  /** A bar in its parts, each acted on before the next, so that orders caused by its fills still live through the rest of it. */
  #playBar(listener: BrokerListener, played: PlayedBar): Promise<void> | null {
    const {symbol, bar} = played;
    this.#isInBar = true;
    this.#advance(bar.time);
    const opening = this.#venue.onBarOpen(symbol, bar, this.#barClock);
    this.#outbox.deliver(opening);

    return afterwards(opening.length > 0 ? listener.settle() : null, () => {
      this.#advance(bar.time + TIMEFRAME_MS[played.timeframe]);
      return this.#playRest(listener, played, 0);
    });
  }

  #playRest(listener: BrokerListener, played: PlayedBar, round: number): Promise<void> | null {
    const {symbol, bar} = played;
    if (round === MAX_ROUNDS_PER_BAR)
      throw new Error(`More than ${MAX_ROUNDS_PER_BAR} rounds of new orders within the bar ${bar.time} of ${symbol}.`);
    const before = this.#venue.acceptedOrders;
    const reports = this.#venue.onBarRest(symbol, bar, this.#barClock);
    this.#outbox.deliver(reports);

    return afterwards(reports.length > 0 ? listener.settle() : null, () =>
      this.#venue.acceptedOrders === before
        ? this.#closeBar(listener, played)
        : this.#playRest(listener, played, round + 1),
    );
  }

  #closeBar(listener: BrokerListener, {symbol, timeframe, bar, isMissed}: PlayedBar): Promise<void> | null {
    this.#venue.onBarClose(symbol, bar);
    if (!isMissed) listener.onCandle(symbol, timeframe, bar);

    return afterwards(listener.settle(), () => {
      this.#isInBar = false;
      return null;
    });
  }

  #list(specs: readonly MarketSpec[]): void {
    this.#venue.list(specs);
    for (const spec of specs) this.#specs.set(spec.symbol, spec);
  }

  #advance(time: number): void {
    this.#barClock = Math.max(this.#barClock, time);
  }

  #assertRunning(what: string): void {
    if (this.#listener === null) throw new Error(`Cannot ${what}: the paper broker is not connected.`);
    if (this.#isStopped) throw new Error(`Cannot ${what}: the paper broker is stopped.`);
  }
}
