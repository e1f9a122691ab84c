import {randomBytes} from 'node:crypto';
import {type Clock, nodeClock, nodeTimers, type Timers} from '../../core/runtime/clock.ts';
import type {TruthLedger} from './engine/TruthLedger.ts';
import type {Exchange} from './engine/Exchange.ts';
import {RATE_TIERS, type RateTier} from './engine/limits.ts';
import type {Fault, VenueFault} from './faults/Fault.ts';
import {Faults} from './faults/Faults.ts';
import {KrakenDialect} from './dialects/kraken/KrakenDialect.ts';
import {type KrakenUrls, KrakenServer} from './dialects/kraken/KrakenServer.ts';
import {type Credentials, Keys} from './dialects/kraken/Keys.ts';
import {Tokens} from './dialects/kraken/Tokens.ts';
import {answerControl} from './controlApi.ts';
import {DEMO_ACCOUNT, type MarketSetup, SimulatedExchange} from './SimulatedExchange.ts';
import {madeUpMarkets} from './madeUpMarkets.ts';
import {recordedMarket} from './recordedMarket.ts';

/** How often the market is moved up to the clock. */
const STEP_MS = 50;
const HEARTBEAT_MS = 1_000;
const DEFAULT_HISTORY_MINUTES = 720;
const DEFAULT_BALANCES = {USD: '100000', BTC: '1', ETH: '10', SOL: '100'};

export type SimulatorOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly seed?: number;
  /** Made-up markets; all three unless stated. */
  readonly symbols?: readonly string[];
  /** A recorded file instead: trades, or bars played as trades. Its first trade happens at the start. */
  readonly dataFile?: string;
  /** What the demo account owns. */
  readonly balances?: Readonly<Record<string, string>>;
  readonly rateTier?: RateTier;
  /** False: no trade happens but by `crowd` or by orders. */
  readonly flow?: boolean;
  /** Minutes of made-up history before the start. */
  readonly historyMinutes?: number;
  readonly faults?: readonly Fault[];
  readonly credentials?: Credentials;
  /** How far the venue's clock is off ours, ms. */
  readonly clockSkewMs?: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly onFailure?: (error: unknown) => void;
};

export type Simulator = KrakenUrls &
  Credentials & {
    /** Name of the account that the key belongs to. */
    readonly account: string;
    /** Direct access beside the sockets, for tests; after a command of one's own `publish` tells the subscribers. */
    readonly exchange: Exchange;
    readonly market: SimulatedExchange;
    /** Every order and execution as they really were. */
    readonly truth: TruthLedger;
    readonly faults: Faults;
    /** The venue's clock, ms UTC. */
    readonly now: () => number;
    readonly publish: () => void;
    /** A token for the private socket without a REST call. */
    readonly issueToken: () => string;
    stop(): Promise<void>;
  };

/** Starts the simulated exchange with Kraken's protocol on a loopback port. Rejects where the port or the file cannot be used. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const {clock = nodeClock, timers = nodeTimers, seed = 1, rateTier = 'intermediate', flow = true} = options;
  let skewMs = options.clockSkewMs ?? 0;
  const now = (): number => clock.now() + skewMs;
  const startedAt = clock.monotonic();
  const elapsed = (): number => clock.monotonic() - startedAt;
  const opensAt = now();
  const limits = RATE_TIERS[rateTier];
  const market = new SimulatedExchange({
    seed: String(seed),
    markets: await setupMarkets(options, opensAt),
    opensAt,
    balances: options.balances ?? DEFAULT_BALANCES,
    limits,
  });
  const {exchange} = market;
  const credentials = options.credentials ?? drawCredentials();
  const keys = new Keys();
  keys.add(credentials, DEMO_ACCOUNT, limits.calls);
  const faults = new Faults(elapsed, options.faults);
  const onVenueFault = (fault: VenueFault): void => {
    if (fault.name === 'clock-skew') skewMs += fault.byMs;
    if (fault.name === 'burst') market.burst(fault.symbol, fault.trades, now());
    if (fault.name !== 'maintenance') return;
    exchange.setMode(fault.mode, now());
    timers.after(fault.forMs, () => {
      exchange.setMode('online', now());
      dialect.streams.publish();
    });
  };
  const tokens = new Tokens(String(seed));
  const tape = (symbol: string) => market.tape(symbol);
  const dialect = new KrakenDialect({exchange, keys, tokens, faults, now, elapsed, tape, timers, onVenueFault});
  dialect.streams.publish();
  const server = new KrakenServer(dialect, {
    onFailure: options.onFailure ?? (() => {}),
    control: request => answerControl({exchange, faults, account: DEMO_ACCOUNT}, request),
  });
  const urls = await server.listen(options.port);
  const step = (): void => {
    dialect.tick();
    if (flow) market.advance(now());
    else exchange.advance(now());
    dialect.streams.publish();
  };
  const stops = [timers.every(STEP_MS, step), timers.every(HEARTBEAT_MS, () => dialect.streams.heartbeat())];

  return {
    ...urls,
    ...credentials,
    account: DEMO_ACCOUNT,
    exchange,
    market,
    truth: exchange.truth,
    faults,
    now,
    publish: () => dialect.streams.publish(),
    issueToken: () => tokens.issue(DEMO_ACCOUNT, now()),
    async stop() {
      for (const stop of stops) stop();
      await server.close();
    },
  };
};

const setupMarkets = async (options: SimulatorOptions, opensAt: number): Promise<readonly MarketSetup[]> => {
  const {seed = 1, symbols, dataFile, historyMinutes = DEFAULT_HISTORY_MINUTES} = options;
  if (dataFile !== undefined) return [await recordedMarket({path: dataFile, opensAt, historyMinutes})];

  return madeUpMarkets({seed, opensAt, historyMinutes, ...(symbols === undefined ? {} : {symbols})});
};

/** A demo key: worth nothing anywhere but here, and drawn anew so that nobody comes to rely on one. */
const drawCredentials = (): Credentials => ({
  apiKey: `sim-${randomBytes(24).toString('hex')}`,
  apiSecret: randomBytes(64).toString('base64'),
});
