import {describe, expect, it} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {describeReason, type Judgement} from '../../core/domain/Decision.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import {ask, closed, livelyMarket, worldOf} from '../brain/market.ts';

const CANDLES = livelyMarket(7, 400);

const ODD: readonly Partial<Candle>[] = [
  {close: Number.NaN},
  {high: Number.POSITIVE_INFINITY},
  {open: 0, high: 0, low: 0, close: 0},
  {open: -5, high: -4, low: -6, close: -5},
  {high: 1, low: 2_000},
  {volume: Number.NaN},
  {volume: -1},
  {volume: 0},
  {high: 1e300, close: 1e300},
  {open: 1e-300, low: 1e-300},
  {time: Number.NaN},
];

/** What the kernel may expect of any mind. */
export const brainContract = (name: string, make: () => Mind): void => {
  describe(`${name} as a mind`, () => {
    it('gives the same judgements for the same observations', () => {
      expect(judgeAll(make(), CANDLES)).toEqual(judgeAll(make(), CANDLES));
    });

    it('learns nothing from judging', () => {
      const busy = make();
      const quiet = make();
      for (const candle of CANDLES) {
        busy.observe(closed(candle));
        for (let round = 0; round < 3; round += 1) busy.judge(ask(candle));
        quiet.observe(closed(candle));
      }
      const last = CANDLES[CANDLES.length - 1] ?? expect.fail();

      expect(busy.judge(ask(last))).toEqual(quiet.judge(ask(last)));
    });

    it('leaves the question and its state as they were', () => {
      const mind = make();
      const state = worldOf('margin');
      for (const candle of CANDLES) mind.observe(closed(candle));
      const last = CANDLES[CANDLES.length - 1] ?? expect.fail();
      const before = structuredClone(state);
      mind.judge(ask(last, state));

      expect(state).toEqual(before);
    });

    it('says why in words, and says nothing that a journal line would lose', () => {
      for (const judgement of judgeAll(make(), CANDLES)) {
        expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
        for (const reason of [judgement.reason, ...judgement.signals.map(signal => signal.reason)]) {
          expect(describeReason(reason)).not.toMatch(/^$|NaN|undefined|Infinity/);
        }
      }
    });

    it('gives every winner a side, a confidence from 0 to 1 and distances above zero', () => {
      const winners = judgeAll(make(), CANDLES).flatMap(({winner}) => (winner === null ? [] : [winner]));
      for (const {action, confidence, exitPlan} of winners) {
        expect(['buy', 'sell']).toContain(action);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(exitPlan?.stopDistance).toBeGreaterThan(0);
        expect(exitPlan?.targetDistance).toBeGreaterThan(0);
        expect(exitPlan?.maxBars).toBeGreaterThan(0);
      }
    });

    it.each(ODD)('does not throw on a candle with %o', change => {
      const mind = make();
      const [warm, [usual]] = [CANDLES.slice(0, 200), CANDLES.slice(200)];
      for (const candle of warm) mind.observe(closed(candle));
      const odd = {...(usual ?? expect.fail()), ...change};
      mind.observe(closed(odd));

      expect(JSON.stringify(mind.judge(ask(odd)))).not.toContain('undefined');
      expect(() => judgeAll(mind, CANDLES.slice(201))).not.toThrow();
    });
  });
};

const judgeAll = (mind: Mind, candles: readonly Candle[]): Judgement[] =>
  candles.map((candle, index) => {
    mind.observe(closed(candle, index + 1));

    return mind.judge(ask(candle));
  });
