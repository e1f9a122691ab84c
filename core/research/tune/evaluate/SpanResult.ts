/** A part of the data, ms UTC; `to` is not included. */
export type Span = {readonly from: number; readonly to: number};

/** A closed trade; amounts are shares of the opening cash. */
export type SpanTrade = {
  readonly entryTime: number;
  readonly exitTime: number;
  /** After fees and slippage. */
  readonly net: number;
  readonly fees: number;
  /** Notional bought and sold. */
  readonly turnover: number;
};

/** How much a strategy talks, and where its signals die. */
export type SignalNoise = {
  readonly bars: number;
  readonly signals: number;
  readonly pastBrain: number;
  readonly pastRisk: number;
  readonly sent: number;
  readonly filled: number;
  /** Signals against the side of the signal before. */
  readonly flips: number;
};

/** What one parameter set did on one span, from a fresh account. */
export type SpanResult = {
  readonly span: Span;
  /** Trades that began and ended within the span; one that the end cut off is dropped. */
  readonly trades: readonly SpanTrade[];
  /** Ends of the periods, ms UTC, and the account's return in each, as if a trade that was cut off had never begun. */
  readonly ends: readonly number[];
  readonly returns: readonly number[];
  /** Largest fall from a peak, 0..1, seen bar by bar. */
  readonly maxDrawdown: number;
  readonly noise: SignalNoise;
};

/** What is to be evaluated. */
export type Question = {
  readonly params: Readonly<Record<string, number>>;
  readonly span: Span;
  /** How many times the configured fees, spread, slippage and impact are paid; 1 when it is left out. */
  readonly costs?: number;
};

/** Answers what a parameter set does on a span. */
export type Evaluator = {
  evaluate(question: Question): Promise<SpanResult>;
  close(): Promise<void>;
};
