import type {Candle, Timeframe} from '../../domain/Candle.ts';
import type {BarColumns} from './BarColumns.ts';

/** Something about a data file that a person should know; an `error` means that nobody may trade on it. */
export type BarProblem = {
  readonly code:
    | 'columns'
    | 'cutOff'
    | 'duplicate'
    | 'empty'
    | 'format'
    | 'order'
    | 'price'
    | 'range'
    | 'timeframe'
    | 'timeUnit'
    | 'unreadable'
    | 'volume'
    | 'zone';
  readonly severity: 'error' | 'warning';
  /** First line (in JSON: element) it stands on, from 1; null when it concerns the whole file. */
  readonly line: number | null;
  /** Rows that have it. */
  readonly count: number;
  /** What, with the value, and what would be right. */
  readonly message: string;
};

/** Bars that lack between the first and the last. */
export type Gaps = {
  /** Interruptions. */
  readonly count: number;
  readonly missingBars: number;
  /** Open time of the bar before the longest one, ms, and its length in bars. */
  readonly longest: {readonly after: number; readonly bars: number} | null;
};

/** A file of bars that was read and found sound. */
export type BarFile = {
  readonly path: string;
  readonly exchange: string | null;
  /** `BTC/USDT`, when the file's name says so. */
  readonly symbol: string | null;
  readonly timeframe: Timeframe;
  readonly columns: BarColumns;
  /** Of the file as it lies on disk. */
  readonly sha256: string;
  readonly rows: number;
  /** Open time of the first and of the last bar, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly gaps: Gaps;
  /** Finest decimal place that prices and volumes use. */
  readonly priceDigits: number;
  readonly quantityDigits: number;
  /** Warnings; a file with errors does not get this far. */
  readonly problems: readonly BarProblem[];
};

/** What is wrong with a data file, without the bars. */
export type BarReport = Omit<BarFile, 'columns' | 'timeframe'> & {readonly timeframe: Timeframe | null};

const MESSAGES_SHOWN = 10;

/** A data file has errors; the message names them all, the report carries them with their lines. */
export class BarFileRefused extends Error {
  readonly report: BarReport;

  constructor(report: BarReport) {
    const errors = report.problems.filter(problem => problem.severity === 'error');
    const lines = errors.slice(0, MESSAGES_SHOWN).map(problem => `- ${problem.message}`);
    super([`Data file "${report.path}" is refused:`, ...lines].join('\n'));
    this.name = 'BarFileRefused';
    this.report = report;
  }
}

/** The bars of a file, one by one. */
export function* candlesOf(columns: BarColumns): Generator<Candle> {
  for (let row = 0; row < columns.rows; row++) yield columns.candle(row);
}
