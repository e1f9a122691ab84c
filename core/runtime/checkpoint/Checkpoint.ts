import type {BrainSnapshot} from '../../brain/TradingBrain.ts';
import type {Timeframe} from '../../domain/Candle.ts';
import type {Settings} from '../../domain/Settings.ts';
import type {State} from '../../kernel/State.ts';
import type {CandleStoreSnapshot} from '../CandleStore.ts';
import type {JournalPosition} from '../journal/JournalProof.ts';

/** What the fold of a journal depends on besides its lines. */
export type FoldSetup = {
  readonly dataDir: string;
  readonly settings: Settings;
  readonly symbols: readonly string[];
  /** Timeframe of the finest candles. */
  readonly base: Timeframe;
};

/** All that a bot knows after a line of its journal, as if it had read every line up to it. */
export type Checkpoint = {
  /** The end of a full segment. */
  readonly position: JournalPosition;
  /** A new copy with each call. */
  readonly state: () => State;
  readonly brain: BrainSnapshot;
  readonly candles: CandleStoreSnapshot;
};
