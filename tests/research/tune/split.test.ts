import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {SpanResult, SpanTrade} from '../../../core/research/tune/evaluate/SpanResult.ts';
import {measure} from '../../../core/research/tune/measure.ts';
import {splitSpan, WALKS} from '../../../core/research/tune/splitSpan.ts';

const DAY = 86_400_000;
const SPAN = {from: 3 * DAY + 12_345, to: 1_003 * DAY};

describe('a split', () => {
  it('keeps the last fifth untouched, and an embargo before it', () => {
    const {segments, holdout, embargoMs} = splitSpan(SPAN, {walk: 'rolling', folds: 5, periodMs: DAY});

    expect((holdout.to - holdout.from) / (SPAN.to - SPAN.from)).toBeCloseTo(0.2, 2);
    expect(holdout.to).toBe(SPAN.to);
    expect(embargoMs).toBe(10 * DAY);
    expect(holdout.from - (segments.at(-1)?.to ?? 0)).toBeGreaterThanOrEqual(embargoMs);
  });

  it('trains every fold on what lies before its test: a window of one length, or all from the beginning', () => {
    const [rolling, anchored] = WALKS.map(walk => splitSpan(SPAN, {walk, folds: 3, periodMs: DAY}).folds);

    expect(rolling).toEqual([
      {train: [0, 1, 2], test: 3},
      {train: [1, 2, 3], test: 4},
      {train: [2, 3, 4], test: 5},
    ]);
    expect(anchored).toEqual([
      {train: [0, 1, 2], test: 3},
      {train: [0, 1, 2, 3], test: 4},
      {train: [0, 1, 2, 3, 4], test: 5},
    ]);
  });

  it('has segments that follow one another without overlap, of nearly one length, at whole periods', () => {
    const spans = fc.record({
      from: fc.integer({min: 0, max: 1_000 * DAY}),
      days: fc.integer({min: 400, max: 3_000}),
      folds: fc.integer({min: 1, max: 8}),
    });

    fc.assert(
      fc.property(spans, ({from, days, folds}) => {
        const {segments, holdout} = splitSpan({from, to: from + days * DAY}, {walk: 'anchored', folds, periodMs: DAY});
        const lengths = segments.map(segment => segment.to - segment.from);

        expect(segments[0]?.from).toBe(from);
        for (const [index, segment] of segments.slice(1).entries()) expect(segment.from).toBe(segments[index]?.to);
        for (const border of segments.map(({to}) => to)) expect(border % DAY).toBe(0);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(2 * DAY);
        expect(holdout.from).toBeGreaterThan(segments.at(-1)?.to ?? 0);
      }),
    );
  });

  it('says so when the span is too short', () => {
    expect(() => splitSpan({from: 0, to: 60 * DAY}, {walk: 'rolling', folds: 5, periodMs: DAY})).toThrow(
      /60 periods are too few for 5 folds/,
    );
  });
});

const tradeAt = (entry: number, exit: number, net: number): SpanTrade => ({
  entryTime: entry * DAY,
  exitTime: exit * DAY,
  net,
  fees: 0.001,
  turnover: 0.2,
});

const resultOf = (from: number, to: number, trades: readonly SpanTrade[]): SpanResult => ({
  span: {from: from * DAY, to: to * DAY},
  trades,
  ends: Array.from({length: to - from}, (_, day) => (from + day + 1) * DAY),
  returns: Array.from({length: to - from}, (_, day) => (day % 2 === 0 ? 0.01 : -0.005)),
  maxDrawdown: 0.01 * from,
  noise: {bars: 0, signals: 0, pastBrain: 0, pastRisk: 0, sent: 0, filled: 0, flips: 0},
});

describe('what is measured of spans', () => {
  const results = [
    resultOf(0, 50, [tradeAt(2, 5, 0.02), tradeAt(40, 44, -0.01)]),
    resultOf(50, 100, [tradeAt(60, 70, 0.03), tradeAt(88, 95, 0.04)]),
  ];

  it('is the sum of all of them', () => {
    const {trades, net, fees, won, lost, turnoverPerDay, maxDrawdown, annualReturn} = measure(results, {periodMs: DAY});

    expect([trades, maxDrawdown]).toEqual([4, 0.5]);
    expect(net).toBeCloseTo(0.08, 10);
    expect(fees).toBeCloseTo(0.004, 10);
    expect([won, lost]).toEqual([expect.closeTo(0.09, 10), expect.closeTo(0.01, 10)]);
    expect(turnoverPerDay).toBeCloseTo(0.8 / 100, 10);
    expect(annualReturn).toBeCloseTo((0.08 * 365) / 100, 10);
  });

  it('ends before a border: a trade that straddles it is dropped, with its returns', () => {
    const cut = measure(results, {periodMs: DAY, until: 90 * DAY});
    const beforeEntry = measure(results, {periodMs: DAY, until: 88 * DAY});

    expect([cut.trades, cut.net]).toEqual([3, expect.closeTo(0.04, 10)]);
    expect(cut.sharpe).toBe(beforeEntry.sharpe);
  });

  it('leaves out spans that begin behind the border', () => {
    const {trades, maxDrawdown} = measure(results, {periodMs: DAY, until: 50 * DAY});

    expect([trades, maxDrawdown]).toEqual([2, 0]);
  });

  it('has no Sharpe ratio below thirty periods', () => {
    expect(measure(results, {periodMs: DAY, until: 29 * DAY}).sharpe).toBeNull();
    expect(measure(results, {periodMs: DAY, until: 30 * DAY}).sharpe).not.toBeNull();
  });
});
