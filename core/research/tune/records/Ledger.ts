import {join} from 'node:path';
import type {Span} from '../evaluate/SpanResult.ts';
import type {Params} from '../search/SearchSpace.ts';
import {appendSealed, readSealed} from './sealedLines.ts';

/** One trial that was ever made on a data set; the span is the one that was searched. */
export type TrialEntry = Span & {
  readonly kind: 'trial';
  readonly run: string;
  readonly trial: number;
  /** SHA-256 of the file of bars. */
  readonly data: string;
  readonly strategy: string;
  readonly params: Params;
  /** Sharpe ratio of daily returns; null without any change. */
  readonly sharpe: number | null;
};

/** A holdout that a study has looked at. */
export type SpentEntry = Span & {readonly kind: 'spent'; readonly run: string; readonly data: string};

type Entry = TrialEntry | SpentEntry;

/** All trials on one data set together. */
export type DataTrials = {readonly count: number; readonly sharpes: readonly number[]};

/**
 * Remembers every trial ever made on a data set, whichever study made it, and every holdout that was looked at:
 * the best of many is luck, and only who knows how many there were can tell. Nothing is ever taken out.
 */
export class Ledger {
  readonly #path: string;
  /** Trials that are known to be in it; read once, for a study adds many times. */
  #known: Set<string> | null = null;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'tuning', 'ledger.jsonl');
  }

  /** Writes down trials that are not in it yet; durable when it returns. */
  addTrials(entries: readonly Omit<TrialEntry, 'kind'>[]): void {
    const known = (this.#known ??= new Set(this.#trials().map(keyOf)));
    const fresh = entries.filter(entry => !known.has(keyOf(entry)));
    appendSealed(
      this.#path,
      fresh.map(entry => ({kind: 'trial', ...entry})),
    );
    for (const entry of fresh) known.add(keyOf(entry));
  }

  /** Writes down that a study looks at a span now; once for each study. */
  spend(entry: Omit<SpentEntry, 'kind'>): void {
    if (this.#spent().some(({run, data}) => run === entry.run && data === entry.data)) return;
    appendSealed(this.#path, [{kind: 'spent', ...entry}]);
  }

  /** Every trial on this data. */
  trialsOn(data: string): DataTrials {
    const trials = this.#trials().filter(entry => entry.data === data);

    return {
      count: trials.length,
      sharpes: trials.flatMap(({sharpe}) => (sharpe === null ? [] : [sharpe])),
    };
  }

  /** Other studies that looked at a part of this span before. */
  looksAt(span: Span, {data, run}: Pick<SpentEntry, 'data' | 'run'>): number {
    const looks = this.#spent().filter(entry => entry.data === data && entry.run !== run && overlap(entry, span));

    return new Set(looks.map(entry => entry.run)).size;
  }

  /** Other studies that searched a part of this span, in the order in which they began. */
  searchedBy(span: Span, {data, run}: Pick<SpentEntry, 'data' | 'run'>): readonly string[] {
    const trials = this.#trials().filter(entry => entry.data === data && entry.run !== run && overlap(entry, span));

    return [...new Set(trials.map(entry => entry.run))];
  }

  /** Each once, though two processes may have gone on with one study. */
  #trials(): readonly TrialEntry[] {
    const trials = this.#entries().flatMap(entry => (entry.kind === 'trial' ? [entry] : []));

    return [...new Map(trials.map(entry => [keyOf(entry), entry])).values()];
  }

  #spent(): readonly SpentEntry[] {
    return this.#entries().flatMap(entry => (entry.kind === 'spent' ? [entry] : []));
  }

  /** Read anew each time: another study may have written meanwhile. A sealed line is what this class wrote. */
  #entries(): readonly Entry[] {
    return readSealed(this.#path) as readonly Entry[];
  }
}

const overlap = (one: Span, other: Span): boolean => one.from < other.to && one.to > other.from;

const keyOf = ({run, trial}: Pick<TrialEntry, 'run' | 'trial'>): string => `${run} ${trial}`;
