import {expect, it} from 'vitest';
import {footingOf, regimeOf} from '../../core/brain/regime.ts';

const calm = {adx: 15, plusDi: 20, minusDi: 10, atr: 1, slowAtr: 1};

it.each([
  ['ranging while ADX shows no trend', {}, 'ranging'],
  ['ranging at exactly the border', {adx: 25}, 'ranging'],
  ['trending up when +DI leads', {adx: 26}, 'trendingUp'],
  ['trending down when -DI leads', {adx: 26, plusDi: 5}, 'trendingDown'],
  ['ranging when neither leads', {adx: 26, plusDi: 10}, 'ranging'],
  ['volatile when ranges have widened, trend or not', {adx: 40, atr: 2}, 'volatile'],
  ['not yet volatile at the border', {atr: 1.8}, 'ranging'],
  ['unknown while anything is not warm', {slowAtr: Number.NaN}, 'unknown'],
] as const)('is %s', (_name, change, regime) => {
  expect(regimeOf({...calm, ...change})).toBe(regime);
});

it('looks the same to a long in a rise as to a short in a fall', () => {
  expect(footingOf('trendingUp', 'buy')).toBe('withTrend');
  expect(footingOf('trendingDown', 'sell')).toBe('withTrend');
  expect(footingOf('trendingUp', 'sell')).toBe('againstTrend');
  expect(footingOf('trendingDown', 'buy')).toBe('againstTrend');
  expect(footingOf('volatile', 'buy')).toBe(footingOf('volatile', 'sell'));
});
