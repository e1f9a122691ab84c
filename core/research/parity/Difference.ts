import type {Trade} from './TradeLedger.ts';

/** Why a session and its backtest differ in one trade. */
export type CauseCode =
  /** The session saw trades or a book inside the bar, the backtest its open and its range. */
  | 'FINER_EVIDENCE'
  /** The session's fill came in a later bar than the backtest's. */
  | 'LATENCY'
  /** Stop, target and size hang on the price of the entry, which differs. */
  | 'FOLLOWS_ENTRY'
  /** Equity or other positions differ by what came before. */
  | 'ACCOUNT'
  /** The market was held already. */
  | 'POSITION_OPEN'
  /** A risk rule said no on another account. */
  | 'DENIED'
  /** Trading was stopped. */
  | 'HALTED'
  /** Pattern memory or TRAI learned from other outcomes. */
  | 'MEMORY'
  /** The bot was down, and nobody decided on that bar. */
  | 'RESTART_GAP'
  /** The feed had a gap inside that bar, and nobody decided on it. */
  | 'FEED_GAP'
  /** The order found no price that it was allowed to pay. */
  | 'NOT_FILLED'
  /** The trade was still open when the session ended. */
  | 'OPEN_AT_END'
  | 'UNEXPLAINED';

export type Cause = {readonly code: CauseCode; readonly text: string};

export type TradeFacts = Pick<
  Trade,
  'side' | 'strategy' | 'quantity' | 'entryPrice' | 'exitPrice' | 'exitReason' | 'exitTime' | 'fees' | 'netPnl'
>;

/** One trade that is not the same in both, or is in one of them only. */
export type Difference = {
  readonly symbol: string;
  /** Open time of the candle that was decided on. */
  readonly candleTime: number;
  readonly session: TradeFacts | null;
  readonly backtest: TradeFacts | null;
  readonly causes: readonly Cause[];
};

export const factsOf = (trade: Trade | undefined): TradeFacts | null => {
  if (trade === undefined) return null;
  const {side, strategy, quantity, entryPrice, exitPrice, exitReason, exitTime, fees, netPnl} = trade;

  return {side, strategy, quantity, entryPrice, exitPrice, exitReason, exitTime, fees, netPnl};
};

export const unexplained = (text: string): Cause => ({code: 'UNEXPLAINED', text});

export const isExplained = ({causes}: Difference): boolean => causes.every(({code}) => code !== 'UNEXPLAINED');
