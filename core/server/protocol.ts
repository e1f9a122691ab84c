import type {Candle, Timeframe} from '../domain/Candle.ts';
import type {AnyEnvelope, VenueIdentity} from '../domain/Event.ts';

/** One check of `/health`. */
export type HealthReport = {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly mode: 'paper' | 'live';
  readonly venue: string;
  readonly simulated: boolean;
  readonly version: string;
  readonly uptimeMs: number;
  readonly seq: number;
  readonly checks: {
    readonly feed: {readonly ok: boolean; readonly ageMs: number | null};
    readonly journal: {readonly ok: boolean; readonly reason?: string};
    readonly broker: {readonly ok: boolean; readonly reconciled: boolean; readonly reason?: string};
    /** Longest present time of a position without a stop at the venue and without a watcher. */
    readonly protection: {readonly ok: boolean; readonly nakedMs: number};
    readonly loop: {readonly ok: boolean; readonly p99Ms: number};
    readonly memory: {readonly ok: boolean; readonly heapUsedBytes: number};
    readonly patternMemory: {readonly ok: boolean; readonly shapes: number};
    /** Always ok where no worker process is configured. */
    readonly worker: {readonly ok: boolean; readonly configured: boolean};
  };
};

/** Named outputs of one indicator: `values[output][bar]`, null before warm-up. */
export type IndicatorSeries = {
  readonly key: string;
  readonly outputs: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
};

/** Answer of `GET /api/candles`, oldest first; indicator values come from the engine's own code. */
export type CandleSeries = {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly candles: readonly Candle[];
  readonly indicators: readonly IndicatorSeries[];
};

/** The forming candle of one market and what the engine's indicators would say if it closed now. */
export type Forming = {
  readonly symbol: string;
  readonly candle: Candle;
  /** By indicator key, in the order of its outputs; null before warm-up. */
  readonly indicators: Readonly<Record<string, readonly (number | null)[]>>;
};

/** Values of the engine's indicators on a candle that closed in this frame. */
export type ClosedIndicators = {
  readonly symbol: string;
  readonly candleTime: number;
  readonly indicators: Readonly<Record<string, readonly (number | null)[]>>;
};

/** What is remembered of shapes, for the pattern panel. */
export type PatternSummary = {
  readonly status: 'ready' | 'disabled' | 'unreadable';
  readonly shapes: number;
  readonly outcomes: number;
  readonly quarantined: number;
};

/** First message after joining, and the answer to `resync`. */
export type Snapshot = {
  readonly seq: number;
  /** `encodeExact` of the kernel's State. */
  readonly state: string;
  readonly identity: VenueIdentity | null;
  readonly version: string;
  readonly symbols: readonly string[];
  /** Base timeframe of the candles. */
  readonly timeframe: Timeframe;
};

/** A coalesced burst of journal lines. `envelopes` are contiguous; a first seq that is not the last known plus one is a gap. */
export type Frame = {readonly envelopes: readonly AnyEnvelope[]; readonly closed: readonly ClosedIndicators[]};

/** What the journal does not hold: ages, the forming candle, the process. A few times a second; losing one is harmless. */
export type Pulse = {
  readonly serverTime: number;
  /** The market's clock. */
  readonly marketTime: number;
  readonly seq: number;
  readonly forming: readonly Forming[];
  /** Real ms since the last data of each market; null before the first. */
  readonly feedAgeMs: Readonly<Record<string, number | null>>;
  readonly health: HealthReport;
  readonly patterns: PatternSummary;
};

/** The one message map of both ends of the socket. */
export type ServerToClient = {
  snapshot: (snapshot: Snapshot) => void;
  frame: (frame: Frame) => void;
  pulse: (pulse: Pulse) => void;
};

export type ClientToServer = {
  /** The client saw a gap, or has just joined. */
  resync: (answer: (snapshot: Snapshot) => void) => void;
  /** Measures page to bot and back. */
  ping: (answer: () => void) => void;
};

export type CommandName = 'halt' | 'resume' | 'flatten';

/** Body of `POST /api/commands`. */
export type CommandRequest = {readonly name: CommandName; readonly reason?: string};

/** The same body for one order of unknown outcome that somebody knows to be gone. */
export type WriteOffRequest = {readonly name: 'write-off'; readonly order: string; readonly reason: string};

/** Sent once the command's line is durable; `orders` are the ids that it asks to cancel or submits. */
export type CommandAnswer = {readonly accepted: true; readonly seq: number; readonly orders: readonly string[]};

export type ErrorAnswer = {
  readonly error: {readonly code: string; readonly message: string; readonly path?: string; readonly hint?: string};
  readonly correlationId: string;
};
