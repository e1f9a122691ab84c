import {randomBytes} from 'node:crypto';
import {nodeClock, nodeTimers} from '../../core/runtime/clock.ts';
import {answerControl} from './controlApi.ts';
import {type KrakenUrls, KrakenServer} from './dialects/kraken/KrakenServer.ts';
import type {Credentials} from './dialects/kraken/Keys.ts';
import type {Exchange} from './engine/Exchange.ts';
import type {TruthLedger} from './engine/TruthLedger.ts';
import type {Faults} from './faults/Faults.ts';
import {KrakenSimulation, type SimulationOptions} from './KrakenSimulation.ts';
import {madeUpMarkets} from './madeUpMarkets.ts';
import {recordedMarket} from './recordedMarket.ts';
import type {MarketSetup, SimulatedExchange} from './SimulatedExchange.ts';

const DEFAULT_HISTORY_MINUTES = 720;
export type SimulatorOptions = Partial<Omit<SimulationOptions, 'markets'>> & {
  /** 0 takes a free one. */
  readonly port: number;
  /** Made-up markets; all three unless stated. */
  readonly symbols?: readonly string[];
  /** A recorded file instead: trades, or bars played as trades. */
  readonly dataFile?: string;
  /** Minutes of history before the start. */
  readonly historyMinutes?: number;
  /** Hears of connections that broke; they harm nobody else. */
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
  const {port, clock = nodeClock, timers = nodeTimers, seed = 1, credentials = drawCredentials(), ...rest} = options;
  const opensAt = clock.now() + (options.clockSkewMs ?? 0);
  const markets = await setupMarkets(options, opensAt);
  const simulation = new KrakenSimulation({...rest, clock, timers, seed, credentials, markets});
  const {exchange, market, faults, dialect, account} = simulation;
  const server = new KrakenServer(dialect, {
    onFailure: options.onFailure ?? (() => {}),
    control: request => answerControl({exchange, faults, account}, request),
  });
  const urls = await server.listen(port);
  simulation.start();

  return {
    ...urls,
    ...credentials,
    account,
    exchange,
    market,
    truth: exchange.truth,
    faults,
    now: () => simulation.now(),
    publish: () => simulation.publish(),
    issueToken: () => simulation.issueToken(),
    async stop() {
      simulation.stop();
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
