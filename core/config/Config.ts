import type {Timeframe} from '../domain/Candle.ts';
import type {BrainSettings, ReconcileSettings, RiskSettings} from '../domain/Settings.ts';
import type {FillSettings} from '../matching/FillSettings.ts';
import type {ExchangeKey} from './exchangeKey.ts';
import type {Venue} from './venues.ts';

/** One strategy's switch and parameters, as they stand in the configuration. */
export type StrategyConfig = {readonly enabled: boolean; readonly params: Readonly<Record<string, number>>};

/** Everything that can be configured, checked and frozen. `schema.ts` says what each key means. */
export type Config = {
  readonly market: {
    readonly venue: Venue;
    readonly symbols: readonly string[];
    /** Absolute paths. */
    readonly dataFiles: readonly string[];
    readonly speed: number | 'max' | 'auto';
    /** Address of a simulated exchange that runs already; empty for one of our own. */
    readonly exchange: string;
    readonly timeframe: Timeframe | 'auto';
    readonly kind: 'auto' | 'spot' | 'margin';
    readonly historyBars: number;
  };
  readonly trading: {readonly mode: 'paper'};
  readonly account: {readonly openingCash: string};
  readonly lease: {
    /** Absolute path. */
    readonly directory: string;
    readonly forMs: number;
  };
  readonly brain: Omit<BrainSettings, 'strategies'> & {readonly strategies: Readonly<Record<string, StrategyConfig>>};
  readonly risk: RiskSettings;
  readonly reconcile: ReconcileSettings;
  readonly fillModel: FillSettings;
  readonly server: {readonly host: string; readonly port: number};
  /** Absolute path. */
  readonly dataDir: string;
  readonly logging: {
    readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
    /** Absolute path. */
    readonly file: string;
  };
  readonly memory: {readonly checkIntervalMs: number; readonly maxHeapUsedBytes: number};
  readonly loop: {readonly checkIntervalMs: number; readonly maxP99Ms: number};
  readonly journal: {readonly segmentBytes: number};
  readonly seed: number;
};

/** What is never in a file, a flag, a log or the hash. */
export type Secrets = {
  /** Wanted of every request once the server is bound beyond loopback; null when none is set. */
  readonly loginToken: string | null;
  /** Of the account at the exchange that `market.exchange` names; null when none is set. */
  readonly exchangeKey: ExchangeKey | null;
};
