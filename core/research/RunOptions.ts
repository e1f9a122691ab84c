import type {Timeframe} from '../domain/Candle.ts';

/** What every run over recorded markets may be told. */
type CommonOptions = {
  /** Timeframe that the brain decides on; the file's own when it is left out. */
  readonly timeframe?: Timeframe;
  /** One strategy alone; all that are configured when it is left out. */
  readonly strategy?: string;
  /** Open times, ms UTC; `to` is not included. */
  readonly from?: number;
  readonly to?: number;
  readonly seed?: number;
  /** Configuration keys that this run sets, such as `risk.maxOrderShare=0.05`. */
  readonly sets?: readonly string[];
  readonly useMemory: boolean;
  /** Where the configuration is read from; `data` when it is left out. */
  readonly dataDir?: string;
  readonly onProgress?: (done: number, total: number) => void;
};

/** A run over one file of bars or of recorded trades. */
export type OneFileOptions = CommonOptions & {readonly file: string; readonly symbol?: string};

/** Shares of the notional, decimal text. */
export type Fees = {readonly maker: string; readonly taker: string};

/** A run over several files, one for each market. */
export type RunOptions = CommonOptions & {
  readonly files: readonly string[];
  /** In the order of the files; what their names say where they are left out. */
  readonly symbols?: readonly string[];
  /** Fees of another tier than the exchange's first. */
  readonly fees?: Fees;
};
