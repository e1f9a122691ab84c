import {decimal} from '../../core/domain/Decimal.ts';
import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {KrakenDialect} from './dialects/kraken/KrakenDialect.ts';
import {type Credentials, Keys} from './dialects/kraken/Keys.ts';
import {Tokens} from './dialects/kraken/Tokens.ts';
import type {Exchange} from './engine/Exchange.ts';
import {RATE_TIERS, type RateTier} from './engine/limits.ts';
import type {Fault, VenueFault} from './faults/Fault.ts';
import {Faults} from './faults/Faults.ts';
import {DEMO_ACCOUNT, type MarketSetup, SimulatedExchange} from './SimulatedExchange.ts';
import type {ExchangeEvent} from './engine/events.ts';
import type {SavedState} from './state/readState.ts';

/** Real time between two looks at what is due, and between two heartbeats. */
const STEP_MS = 50;
const HEARTBEAT_MS = 1_000;
const DEFAULT_BALANCES = {USD: '100000', BTC: '1', ETH: '10', SOL: '100'};

export type SimulationOptions = {
  readonly seed: number;
  readonly markets: readonly MarketSetup[];
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What the demo account owns. */
  readonly balances?: Readonly<Record<string, string>>;
  readonly rateTier?: RateTier;
  /** What it traded in the 30 days before, quote units: its fees follow from it. */
  readonly baseVolume?: string;
  /** False: no trade happens but by the crowd's methods or by orders. */
  readonly flow?: boolean;
  readonly faults?: readonly Fault[];
  /** How far the venue's clock is off ours, ms. */
  readonly clockSkewMs?: number;
  /** Market time per real time of `clock` and `timers`: what is done for the network keeps to real time. */
  readonly speed?: number;
  /** Where an earlier incarnation ended. */
  readonly past?: SavedState | null;
  /** Market time of the opening, from where the market catches up with the clock; the clock's unless stated. */
  readonly opensAt?: number;
  /** Hears of everything that happens. */
  readonly onEvent?: (event: ExchangeEvent) => void;
  /** Makes what was heard durable. */
  readonly commit?: () => void;
};

/**
 * The simulated exchange behind Kraken's protocol, without sockets: whoever brings clock, timers and links decides whether
 * it runs in real time over a network or in virtual time inside a test. The same options and calls give the same answers.
 */
export class KrakenSimulation {
  readonly market: SimulatedExchange;
  readonly dialect: KrakenDialect;
  readonly faults: Faults;
  readonly account = DEMO_ACCOUNT;
  readonly #tokens: Tokens;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #isFlowing: boolean;
  readonly #speed: number;
  #skewMs: number;
  #stops: readonly (() => void)[] = [];

  constructor({seed, markets, credentials, clock, timers, ...options}: SimulationOptions) {
    this.#clock = clock;
    this.#timers = timers;
    this.#isFlowing = options.flow ?? true;
    this.#speed = options.speed ?? 1;
    this.#skewMs = options.clockSkewMs ?? 0;
    const startedAt = clock.monotonic();
    const elapsed = (): number => clock.monotonic() - startedAt;
    const limits = RATE_TIERS[options.rateTier ?? 'intermediate'];
    const {balances = DEFAULT_BALANCES, past = null, onEvent = () => {}, commit = () => {}} = options;
    const opensAt = options.opensAt ?? this.now();
    const baseVolume = decimal(options.baseVolume ?? '0');
    const account = {balances, limits, baseVolume};
    this.market = new SimulatedExchange({seed: String(seed), markets, opensAt, ...account, past, onEvent});
    const keys = new Keys();
    keys.add(credentials, DEMO_ACCOUNT, limits.calls);
    this.faults = new Faults(elapsed, options.faults);
    this.#tokens = new Tokens(String(seed));
    this.dialect = new KrakenDialect({
      exchange: this.exchange,
      keys,
      tokens: this.#tokens,
      faults: this.faults,
      now: () => this.now(),
      elapsed,
      commit,
      tape: symbol => this.market.tape(symbol),
      timers,
      onVenueFault: fault => this.#strike(fault),
    });
  }

  get exchange(): Exchange {
    return this.market.exchange;
  }

  /** The venue's clock, ms UTC. */
  now(): number {
    return this.#clock.now() + this.#skewMs;
  }

  /** Lets market, heartbeats and faults follow the clock from now on. */
  start(): void {
    this.publish();
    this.#stops = [
      this.#timers.every(STEP_MS * this.#speed, () => this.step()),
      this.#timers.every(HEARTBEAT_MS * this.#speed, () => this.dialect.streams.heartbeat()),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** Lets everything happen that is due. */
  step(): void {
    this.dialect.tick();
    if (this.#isFlowing) this.market.advance(this.now());
    else this.exchange.advance(this.now());
    this.publish();
  }

  /** Tells the subscribers what happened by commands from outside the dialect. */
  publish(): void {
    this.dialect.streams.publish();
  }

  /** A token for the private socket without a REST call. */
  issueToken(): string {
    return this.#tokens.issue(DEMO_ACCOUNT, this.now());
  }

  #strike(fault: VenueFault): void {
    if (fault.name === 'clock-skew') this.#skewMs += fault.byMs;
    if (fault.name === 'burst') this.market.burst(fault.symbol, fault.trades, this.now());
    if (fault.name !== 'maintenance') return;
    this.exchange.setMode(fault.mode, this.now());
    this.#timers.after(fault.forMs, () => {
      this.exchange.setMode('online', this.now());
      this.publish();
    });
  }
}
