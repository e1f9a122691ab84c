import {expect, test} from 'vitest';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import type {Judgement} from '../../core/domain/Decision.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {STATIC_BRAIN} from '../brain/brains.ts';
import {ask, closed, livelyMarket, SYMBOL} from '../brain/market.ts';
import {accountSettings} from '../support/accounts.ts';

const settings = {...accountSettings(), brain: DEFAULT_BRAIN};

const judgements = (charts: boolean): readonly Judgement[] => {
  const {brain} = makeMind(settings, [SYMBOL], STATIC_BRAIN, {charts});

  return livelyMarket(7, 600).map((candle, index) => {
    brain.observe(closed(candle, index + 1));
    return brain.judge(ask(candle));
  });
};

test('a mind whose charts nobody looks at computes less and judges the same', () => {
  const keysOf = (charts: boolean): number =>
    makeMind(settings, [SYMBOL], STATIC_BRAIN, {charts}).indicators.market(SYMBOL, settings.timeframe).keys.length;

  expect(judgements(false)).toEqual(judgements(true));
  expect(judgements(false).some(({winner}) => winner !== null)).toBe(true);
  expect(keysOf(false)).toBeLessThan(keysOf(true));
});
