import type {Timeframe} from '../domain/Candle.ts';
import type {VenueIdentity} from '../domain/Event.ts';
import type {State} from '../kernel/State.ts';
import type {RecentLines} from './RecentLines.ts';
import type {CandleSeries, CommandAnswer, CommandName, Forming, HealthReport, PatternSummary} from './protocol.ts';

/** What the server may see of the bot and ask of it; nothing else crosses this line. */
export type BotView = {
  readonly version: string;
  readonly identity: VenueIdentity;
  readonly symbols: readonly string[];
  /** Base timeframe of the candles. */
  readonly timeframe: Timeframe;
  readonly timeframes: readonly Timeframe[];
  readonly journalDirectory: string;
  readonly recent: RecentLines;
  /** The fold of the durable lines: nothing is shown before it is journaled. */
  state(): Readonly<State>;
  marketTime(): number;
  series(symbol: string, timeframe: Timeframe, limit: number): CandleSeries;
  forming(): readonly Forming[];
  feedAgeMs(): Readonly<Record<string, number | null>>;
  health(): HealthReport;
  patterns(): PatternSummary;
  /** The configuration with the origin of each value; holds no secret. */
  config(): unknown;
  /** Prometheus text. */
  metrics(): Promise<string>;
  command(name: CommandName, reason: string, by: string): Promise<CommandAnswer>;
  /** Rejects with an HttpProblem where the order's outcome is not unknown. */
  writeOff(order: string, reason: string, by: string): Promise<CommandAnswer>;
};
