import {join} from 'node:path';
import type {Span} from '../evaluate/SpanResult.ts';
import type {Params} from '../search/SearchSpace.ts';
import {appendSealed, readSealed} from './sealedLines.ts';

/** A part of a market's past. */
export type Past = Span & {
  /** SHA-256 of the file of bars. */
  readonly data: string;
  readonly symbol: string;
};

/** One trial that was ever made; its past is the one that was searched. */
export type TrialEntry = Past & {
  readonly kind: 'trial';
  readonly run: string;
  readonly trial: number;
  readonly strategy: string;
  readonly params: Params;
  /** Sharpe ratio of daily returns; null without any change. */
  readonly sharpe: number | null;
};

/** A holdout that a study has looked at. */
export type SpentEntry = Past & {readonly kind: 'spent'; readonly run: string};

type Entry = TrialEntry | SpentEntry;

/** All trials on one past together. */
export type DataTrials = {readonly count: number; readonly sharpes: readonly number[]};

/**
 * Remembers every trial ever made on a market's past, whichever study made it, and every holdout that was looked at:
 * the best of many is luck, and only who knows how many there were can tell. The past is the same in the same file, and in
 * any other of the market for the same time: a file that grows by a day begins nothing anew. Nothing is ever taken out.
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
    if (this.#spent().some(({run}) => run === entry.run)) return;
    appendSealed(this.#path, [{kind: 'spent', ...entry}]);
  }

  /** Every trial on this past, or on a part of it. */
  trialsOn(past: Past): DataTrials {
    const trials = this.#trials().filter(entry => entry.data === past.data || isShared(entry, past));

    return {
      count: trials.length,
      sharpes: trials.flatMap(({sharpe}) => (sharpe === null ? [] : [sharpe])),
    };
  }

  /** Other studies that looked at a part of this span before. */
  looksAt(past: Past, run: string): number {
    const looks = this.#spent().filter(entry => entry.run !== run && isShared(entry, past));

    return new Set(looks.map(entry => entry.run)).size;
  }

  /** Other studies that searched a part of this span, in the order in which they began. */
  searchedBy(past: Past, run: string): readonly string[] {
    const trials = this.#trials().filter(entry => entry.run !== run && isShared(entry, past));

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

/** Whether both have seen some of the same bars. */
const isShared = (one: Past, other: Past): boolean =>
  (one.data === other.data || one.symbol === other.symbol) && one.from < other.to && one.to > other.from;

const keyOf = ({run, trial}: Pick<TrialEntry, 'run' | 'trial'>): string => `${run} ${trial}`;
