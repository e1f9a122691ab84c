import type {SignalNoise, Span} from '../evaluate/SpanResult.ts';
import type {Judged} from '../gates/index.ts';
import type {WalkStep} from '../gates/Gate.ts';
import type {Performance} from '../measure.ts';
import type {Dimension, Params} from '../search/SearchSpace.ts';
import type {Split} from '../splitSpan.ts';
import type {Provenance} from './provenance.ts';

/** What a study was asked, written down before its first trial. */
export type StudyRecord = {
  readonly run: string;
  readonly strategy: string;
  readonly trials: number;
  readonly seed: number;
  readonly minTrades: number;
  readonly periodMs: number;
  readonly split: Split;
  readonly space: readonly Dimension[];
  readonly configured: Params;
  readonly origin: Omit<Provenance, 'ledgerTrials'>;
};

/** The parameters that a study proposes, with what they did on the holdout. */
export type Candidate = {
  readonly params: Params;
  /** Place of its trial in the study. */
  readonly trial: number;
  readonly score: number;
  readonly plateau: number;
  readonly holdout: Performance;
};

/** What a study came to. There is none without provenance. */
export type StudyResult = {
  readonly run: string;
  readonly provenance: Provenance;
  readonly strategy: string;
  /** Null where no trial had enough trades in every fold. */
  readonly candidate: Candidate | null;
  readonly configured: {readonly params: Params; readonly score: number | null};
  readonly gates: readonly Judged[];
  /** True where there is a candidate and no gate failed. */
  readonly passed: boolean;
  readonly trials: {readonly made: number; readonly counted: number};
  /** On the search span, with the configured parameters and with the candidate's. */
  readonly noise: {readonly before: SignalNoise; readonly after: SignalNoise | null};
  readonly walkForward: readonly WalkStep[];
  readonly holdout: Span;
  /** Earlier studies that searched a part of the holdout, and the number of those that looked at it. */
  readonly searchedBy: readonly string[];
  readonly earlierLooks: number;
};
