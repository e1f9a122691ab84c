import {randomBytes} from 'node:crypto';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {toNumber} from '../../core/domain/Decimal.ts';
import {answerControl} from './controlApi.ts';
import {type KrakenUrls, KrakenServer} from './dialects/kraken/KrakenServer.ts';
import type {Credentials} from './dialects/kraken/Keys.ts';
import type {Exchange} from './engine/Exchange.ts';
import type {TruthLedger} from './engine/TruthLedger.ts';
import type {Faults} from './faults/Faults.ts';
import {KrakenSimulation, type SimulationOptions} from './KrakenSimulation.ts';
import {SIMULATED_SPECS} from './flow/SimulatedSpec.ts';
import {madeUpMarkets} from './madeUpMarkets.ts';
import {MarketTime} from './MarketTime.ts';
import {recordedMarket} from './recordedMarket.ts';
import type {MarketSetup, SimulatedExchange} from './SimulatedExchange.ts';
import {OPENING_TIME} from './SimulatedMarket.ts';
import type {SavedState} from './state/readState.ts';
import {StateKeeper} from './state/StateKeeper.ts';

const DEFAULT_HISTORY_MINUTES = 720;
/** Real time between two marks of time and prices. */
const MARK_MS = 1_000;
/** A market that was away for less went on meanwhile; after more it opens where it closed. */
const SHORT_ABSENCE_MS = 60_000;
const ALL_SYMBOLS = SIMULATED_SPECS.map(({symbol}) => symbol);

export type SimulatorOptions = Partial<Omit<SimulationOptions, 'markets' | 'past' | 'onEvent' | 'commit'>> & {
  /** 0 takes a free one. */
  readonly port: number;
  /** Made-up markets; all three unless stated. */
  readonly symbols?: readonly string[];
  /** A recorded file instead: trades, or bars played as trades. */
  readonly dataFile?: string;
  /** Minutes of history before the start. */
  readonly historyMinutes?: number;
  /** With a speed the market has a calendar of its own, which begins at 2025-01-01; without one it keeps to real time. */
  readonly speed?: number;
  /** File that everything of the account is kept in, and that the next start goes on from. */
  readonly stateFile?: string;
  /** Hears of connections that broke; they harm nobody else. */
  readonly onFailure?: (error: unknown) => void;
};

export type Simulator = KrakenUrls &
  Credentials & {
    /** Drawn anew by each start, so that it can be told from others at the same address. */
    readonly instance: string;
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
    /** Real ms since somebody was here last. */
    readonly idleMs: () => number;
    stop(): Promise<void>;
  };

/** Starts the simulated exchange with Kraken's protocol on a loopback port. Rejects where the port, the file or the state cannot be used. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const {port, credentials = drawCredentials(), ...rest} = options;
  const keeper = openKeeper(options);
  const {past = null, seed = options.seed ?? 1, symbols = options.symbols ?? ALL_SYMBOLS} = keeper ?? {};
  const time = timeOf(options, past);
  const {clock, timers} = time ?? {clock: options.clock ?? nodeClock, timers: options.timers ?? nodeTimers};
  const opensAt = (past !== null && time !== null ? past.time : clock.now()) + (options.clockSkewMs ?? 0);
  const markets = await setupMarkets({...options, seed, symbols}, opensAt, past);
  const simulation = new KrakenSimulation({
    ...rest,
    clock,
    timers,
    seed,
    credentials,
    markets,
    past,
    opensAt,
    onEvent: event => keeper?.onEvent(event),
    commit: () => keeper?.commit(),
  });
  const {exchange, market, faults, dialect, account} = simulation;
  const instance = randomBytes(8).toString('hex');
  const server = new KrakenServer(dialect, {
    onFailure: options.onFailure ?? (() => {}),
    control: request =>
      answerControl(
        {
          exchange,
          faults,
          account,
          clock: notBefore => {
            time?.reach(notBefore);
            return {instance, time: simulation.now(), speed: time?.speed ?? 1};
          },
        },
        request,
      ),
  });
  const mark = (): void => keeper?.mark(market, exchange.time);
  mark();
  const urls = await server.listen(port);
  simulation.start();
  const stopMarks = nodeTimers.every(MARK_MS, mark);

  return {
    ...urls,
    ...credentials,
    instance,
    account,
    exchange,
    market,
    truth: exchange.truth,
    faults,
    now: () => simulation.now(),
    publish: () => simulation.publish(),
    issueToken: () => simulation.issueToken(),
    idleMs: () => server.idleMs(),
    async stop() {
      stopMarks();
      simulation.stop();
      await server.close();
      mark();
      keeper?.close();
    },
  };
};

const openKeeper = ({stateFile, seed = 1, symbols}: SimulatorOptions): StateKeeper | null =>
  stateFile === undefined
    ? null
    : new StateKeeper({path: stateFile, seed, wanted: symbols ?? null, all: ALL_SYMBOLS, wall: nodeClock.now});

const timeOf = ({speed}: SimulatorOptions, past: SavedState | null): MarketTime | null => {
  if (speed === undefined) return null;
  const awayMs = past === null ? 0 : Math.max(0, nodeClock.now() - past.at);
  const missedMs = awayMs > SHORT_ABSENCE_MS ? 0 : awayMs * speed;

  return new MarketTime({from: (past?.time ?? OPENING_TIME) + missedMs, speed});
};

const setupMarkets = async (
  {seed = 1, symbols = ALL_SYMBOLS, dataFile, historyMinutes = DEFAULT_HISTORY_MINUTES}: SimulatorOptions,
  opensAt: number,
  past: SavedState | null,
): Promise<readonly MarketSetup[]> => {
  if (dataFile !== undefined) return [await recordedMarket({path: dataFile, opensAt, historyMinutes})];

  return madeUpMarkets({
    seed,
    opensAt,
    historyMinutes,
    symbols,
    ...(past === null ? {} : {resumed: resumptionOf(past)}),
  });
};

const resumptionOf = ({incarnation, lastTrades}: SavedState) => ({
  incarnation: incarnation + 1,
  prices: new Map(lastTrades.map(({symbol, price}) => [symbol, toNumber(price)])),
});

/** A demo key: worth nothing anywhere but here, and drawn anew so that nobody comes to rely on one. */
const drawCredentials = (): Credentials => ({
  apiKey: `sim-${randomBytes(24).toString('hex')}`,
  apiSecret: randomBytes(64).toString('base64'),
});
