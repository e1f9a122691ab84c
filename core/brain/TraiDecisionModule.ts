import {
  type Confidence,
  confidence,
  type PatternEvidence,
  plainReason,
  type Reason,
  type Signal,
  type TraiVerdict,
} from '../domain/Decision.ts';
import type {BrainSettings} from '../domain/Settings.ts';
import {claim} from './claim.ts';
import type {TradeRecord} from './PatternOutcomes.ts';
import {footingOf, type Regime} from './regime.ts';
import type {ThoughtName, TraiBrain} from './TraiBrain.ts';

/** Everything that TRAI weighs. */
export type TraiQuestion = {
  readonly candidate: Signal;
  readonly agreement: Confidence;
  readonly regime: Regime;
  readonly patterns: PatternEvidence | null;
  /** Our own trades on shapes like this one, and whether they lost too often to try again. */
  readonly record: (TradeRecord & {readonly isQuarantined: boolean}) | null;
  /** Fees of the round trip in price units; null where they are not known. */
  readonly fees: number | null;
};

type Thought = {readonly name: ThoughtName; readonly score: number; readonly reason: Reason};

/** Above it a thought speaks for the trade, below it against. */
const NEUTRAL = 0.5;

/**
 * Weighs the brain's candidate with rules and a static brain, and says every step of it. Each mode may do what those before it may:
 * passive only says its verdict; advisory scales the winner's confidence; hybrid may veto; autonomous may also enter on a
 * signal below the brain's threshold when its own score is high. It remembers nothing between two questions.
 */
export class TraiDecisionModule {
  readonly #settings: BrainSettings['trai'];
  readonly #brain: TraiBrain;

  constructor(settings: BrainSettings['trai'], brain: TraiBrain) {
    this.#settings = settings;
    this.#brain = brain;
  }

  get mode(): TraiVerdict['mode'] {
    return this.#settings.mode;
  }

  get mayScale(): boolean {
    return this.mode !== 'passive';
  }

  get mayVeto(): boolean {
    return this.mode === 'hybrid' || this.mode === 'autonomous';
  }

  get mayPromote(): boolean {
    return this.mode === 'autonomous';
  }

  /** The verdict on one candidate, with the first condition that speaks for a veto. */
  weigh(question: TraiQuestion): TraiVerdict & {readonly objection: Reason | null} {
    const thoughts = this.#think(question);
    const score = confidence(this.#scoreOf(thoughts));
    const conditions = [...this.#conditions(question), this.#enough(score)];
    const objection = conditions.find(({passed}) => !passed) ?? null;

    return {
      mode: this.mode,
      verdict: objection === null ? 'approve' : 'veto',
      score,
      thoughts: [...thoughts.map(({reason}) => reason), ...conditions],
      objection,
    };
  }

  /** Whether the verdict carries a signal that is too weak by itself. */
  promotes({verdict, score}: TraiVerdict): boolean {
    return this.mayPromote && verdict === 'approve' && score >= this.#brain.promoteAt;
  }

  /** The winner's confidence after advice: all of it at score 1, half of it at 0. */
  scale(signal: Signal, {score}: TraiVerdict): Signal {
    return this.mayScale ? {...signal, confidence: confidence(signal.confidence * (0.5 + score / 2))} : signal;
  }

  #think({candidate, agreement, regime, patterns, record}: TraiQuestion): Thought[] {
    const side = candidate.action === 'sell' ? 'sell' : 'buy';
    const footing = footingOf(regime, side);
    const prior = this.#brain.priors[candidate.strategy]?.[footing] ?? this.#brain.unknownPrior;

    return [
      thought('prior', prior, `prior of ${candidate.strategy}, ${FOOTING_WORDS[footing]},`),
      thought('confidence', candidate.confidence, `confidence of ${candidate.strategy}`),
      thought('agreement', agreement, 'agreement of the strategies'),
      ...(patterns === null ? [] : [this.#patternThought(patterns, side)]),
      ...(record === null ? [] : [recordThought(record)]),
    ];
  }

  #patternThought({expectedMove}: PatternEvidence, side: 'buy' | 'sell'): Thought {
    const move = side === 'buy' ? expectedMove : -expectedMove;
    const score = NEUTRAL + move / (2 * this.#brain.fullPatternMove);
    const subject = 'move of similar shapes, our way,';

    return {
      name: 'patterns',
      score: confidence(score),
      reason: claim({code: 'TRAI_PATTERNS', subject, value: move, comparison: 'above', limit: 0}),
    };
  }

  /** What a trade must fulfil whatever its score. */
  #conditions({candidate: {exitPlan}, record, fees}: TraiQuestion): Reason[] {
    const minimum = this.#brain.minimumTargetToFees;
    const conditions: Reason[] = [];
    if (exitPlan !== null && fees !== null && minimum > 0) {
      const value = exitPlan.targetDistance;
      const limit = fees * minimum;
      conditions.push(
        claim({code: 'TARGET_ABOVE_FEES', subject: 'distance to the target', value, comparison: 'above', limit}),
      );
    }
    if (record !== null) conditions.push(quarantine(record));

    return conditions;
  }

  #enough(score: Confidence): Reason {
    const {vetoBelow: limit} = this.#settings;
    const passed = score >= limit;

    return {code: 'TRAI_SCORE', subject: 'TRAI score', value: score, comparison: 'above', limit, passed};
  }

  #scoreOf(thoughts: readonly Thought[]): number {
    let total = 0;
    let weights = 0;
    for (const {name, score} of thoughts) {
      total += this.#brain.weights[name] * score;
      weights += this.#brain.weights[name];
    }

    return weights > 0 ? total / weights : 0;
  }
}

const FOOTING_WORDS = {
  withTrend: 'with the trend',
  againstTrend: 'against the trend',
  ranging: 'in a range',
  volatile: 'in a storm',
  unknown: 'regime unknown',
} as const;

const thought = (name: ThoughtName, score: number, subject: string): Thought => {
  const code = `TRAI_${name.toUpperCase()}`;

  return {name, score, reason: claim({code, subject, value: score, comparison: 'above', limit: NEUTRAL})};
};

const recordThought = ({wins, losses}: TradeRecord): Thought =>
  thought('record', (wins + 1) / (wins + losses + 2), 'share of our trades on such shapes that won');

const quarantine = ({wins, losses, netPnl, isQuarantined}: TradeRecord & {isQuarantined: boolean}): Reason => {
  const record = `${losses} of ${wins + losses} trades on such shapes lost, net ${netPnl}`;
  if (isQuarantined) return plainReason('PATTERN_QUARANTINED', `shape in quarantine: ${record}`, false);

  return plainReason('PATTERN_NOT_QUARANTINED', record, true);
};
