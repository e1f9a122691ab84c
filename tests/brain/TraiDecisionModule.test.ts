import {describe, expect, it} from 'vitest';
import {TraiDecisionModule, type TraiQuestion} from '../../core/brain/TraiDecisionModule.ts';
import {confidence, describeReason, type PatternEvidence, plainReason} from '../../core/domain/Decision.ts';
import type {BrainSettings} from '../../core/domain/Settings.ts';
import {STATIC_BRAIN} from './brains.ts';

type Mode = BrainSettings['trai']['mode'];

const traiOf = (mode: Mode, vetoBelow = 0.4): TraiDecisionModule =>
  new TraiDecisionModule({mode, vetoBelow}, STATIC_BRAIN);

const question = (changes: Partial<TraiQuestion> = {}): TraiQuestion => ({
  candidate: {
    strategy: 'macdTrend',
    action: 'buy',
    confidence: confidence(0.8),
    reason: plainReason('MACD_CROSS', 'crossed', true),
    exitPlan: {stopDistance: 10, targetDistance: 30, trailingDistance: null, maxBars: 9},
  },
  agreement: confidence(1),
  regime: 'trendingUp',
  patterns: null,
  record: null,
  fees: null,
  ...changes,
});

const short = {...question().candidate, action: 'sell'} as const;

const patternsOf = (expectedMove: number): PatternEvidence => ({neighbours: [], expectedMove, upShare: 0.5, shape: []});

const recordOf = (wins: number, losses: number, isQuarantined = false): TraiQuestion['record'] => ({
  wins,
  losses,
  netPnl: '-3.5',
  nearest: 0,
  isQuarantined,
});

describe('the score', () => {
  it('is the weighted mean of the thoughts', () => {
    // prior 0.65 x 2, confidence 0.8 x 2, agreement 1 x 1
    expect(traiOf('hybrid').weigh(question()).score).toBeCloseTo((1.3 + 1.6 + 1) / 5, 12);
  });

  it('rises when similar shapes went our way and falls when they did not', () => {
    const score = (move: number): number => traiOf('hybrid').weigh(question({patterns: patternsOf(move)})).score;

    expect(score(1)).toBeGreaterThan(score(0));
    expect(score(0)).toBeGreaterThan(score(-1));
  });

  it('rises with the trades that won on such shapes', () => {
    const score = (wins: number, losses: number): number =>
      traiOf('hybrid').weigh(question({record: recordOf(wins, losses)})).score;

    expect(score(3, 0)).toBeGreaterThan(score(1, 1));
    expect(score(1, 1)).toBeGreaterThan(score(0, 3));
  });

  it('is the same for a long in a rise and a short in a fall', () => {
    const long = traiOf('hybrid').weigh(question({patterns: patternsOf(0.7)}));
    const mirror = question({candidate: short, regime: 'trendingDown', patterns: patternsOf(-0.7)});

    expect(traiOf('hybrid').weigh(mirror)).toEqual(long);
  });

  it('takes a strategy without priors as neither good nor bad', () => {
    const unknown = {...question().candidate, strategy: 'homemade'};
    const [prior] = traiOf('hybrid').weigh(question({candidate: unknown})).thoughts;

    expect(prior).toMatchObject({code: 'TRAI_PRIOR', value: STATIC_BRAIN.unknownPrior});
  });
});

describe('the verdict', () => {
  it('is a veto just below the limit, not at it', () => {
    const {score} = traiOf('hybrid').weigh(question());

    expect(traiOf('hybrid', score).weigh(question()).verdict).toBe('approve');
    expect(traiOf('hybrid', score + 1e-9).weigh(question())).toMatchObject({
      verdict: 'veto',
      objection: {code: 'TRAI_SCORE', passed: false},
    });
  });

  it('is a veto when the target does not pay the fees, with both numbers', () => {
    const fees = 30 / STATIC_BRAIN.minimumTargetToFees;
    const {verdict, objection} = traiOf('hybrid').weigh(question({fees}));

    expect(verdict).toBe('veto');
    expect(describeReason(objection ?? expect.fail())).toBe('distance to the target 30.00 is not above 30.00');
    expect(traiOf('hybrid').weigh(question({fees: fees - 0.01})).verdict).toBe('approve');
  });

  it('does not ask for fees when the static brain says 0', () => {
    const trai = new TraiDecisionModule({mode: 'hybrid', vetoBelow: 0}, {...STATIC_BRAIN, minimumTargetToFees: 0});

    expect(trai.weigh(question({fees: 1e9})).verdict).toBe('approve');
  });

  it('is a veto on a shape in quarantine, whatever the score, and says the record', () => {
    const {objection} = traiOf('hybrid', 0).weigh(question({record: recordOf(1, 3, true)}));

    expect(describeReason(objection ?? expect.fail())).toBe(
      'shape in quarantine: 3 of 4 trades on such shapes lost, net -3.5',
    );
  });

  it('names every thought in its chain', () => {
    const {thoughts} = traiOf('hybrid').weigh(question({patterns: patternsOf(0.2), record: recordOf(1, 1), fees: 1}));

    expect(thoughts.map(({code}) => code)).toEqual([
      'TRAI_PRIOR',
      'TRAI_CONFIDENCE',
      'TRAI_AGREEMENT',
      'TRAI_PATTERNS',
      'TRAI_RECORD',
      'TARGET_ABOVE_FEES',
      'PATTERN_NOT_QUARANTINED',
      'TRAI_SCORE',
    ]);
  });
});

it.each([
  ['passive', false, false, false],
  ['advisory', true, false, false],
  ['hybrid', true, true, false],
  ['autonomous', true, true, true],
] as const)('%s may do what the modes before it may', (mode, mayScale, mayVeto, mayPromote) => {
  const trai = traiOf(mode);
  const verdict = trai.weigh(question({patterns: patternsOf(1.5)}));
  const {confidence: before} = question().candidate;

  expect([trai.mayScale, trai.mayVeto, trai.mayPromote]).toEqual([mayScale, mayVeto, mayPromote]);
  expect(trai.scale(question().candidate, verdict).confidence < before).toBe(mayScale);
  expect(trai.promotes(verdict)).toBe(mayPromote);
});
