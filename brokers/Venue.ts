import type {Config, Secrets} from '../core/config/Config.ts';
import type {Timeframe} from '../core/domain/Candle.ts';
import type {State} from '../core/kernel/State.ts';
import type {IBrokerAdapter} from './IBrokerAdapter.ts';
import type {Fence} from './net/fence.ts';

/** What a recorded market was read from. */
export type Dataset = {
  /** Of all files, in their order. */
  readonly sha256: string;
  readonly rows: number;
  /** Open time of the first and of the last bar, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Places where bars lack. */
  readonly gaps: number;
};

/** A venue whose data is at hand, but that has not been given an account yet. */
export type PreparedVenue = {
  /** Identity for a journal that begins here. */
  readonly journalId: string;
  /** The configured markets, or all that it has. */
  readonly symbols: readonly string[];
  /** Timeframe of its finest candles. */
  readonly base: Timeframe;
  /** Whether candles come finished or are built from trades. */
  readonly delivers: 'trades' | 'bars';
  /** Timeframe that the brain decides on: the base, or a multiple of it. */
  readonly decision: Timeframe;
  readonly dataset: Dataset | null;
  /** The quote currency that all its markets share. */
  readonly currency: string;
  /** Names an account that other processes could trade on too; absent where it lives in this one. */
  readonly account?: string;
  /** Gives it the account of this state, which is empty at the first start. `fence` is there where `account` is named. */
  open(state: Readonly<State>, fence?: Fence): Promise<IBrokerAdapter>;
};

/** One venue in the register. Reads what it needs; throws with what is wrong and what would be right. */
export type VenueDefinition = {
  readonly name: string;
  prepare(config: Config, configHash: string, secrets: Secrets): Promise<PreparedVenue>;
};
