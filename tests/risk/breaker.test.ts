import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {checkBreaker} from '../../core/risk/breaker.ts';
import {d, equityOf, wide, world} from './world.ts';

// Day base 10000: reduces at a loss of 150, halts at 200. Peak base 20000: reduces at 900, halts at 1200.
const settings = {...wide, maxDailyLossShare: 0.02, maxDrawdownShare: 0.06, reduceAtShare: 0.75};

const at = (equity: string, base: {peak?: string; dayStart?: string; trading?: 'ACTIVE' | 'REDUCING' | 'HALTED'}) => {
  const state = world();
  state.equity.peak = d(base.peak ?? '10000');
  state.equity.dayStart = d(base.dayStart ?? '10000');
  state.trading.state = base.trading ?? 'ACTIVE';
  equityOf(state, equity);

  return checkBreaker(state, settings);
};

describe('the breaker', () => {
  it('stays quiet just above the first stage of the daily loss', () => {
    expect(at('9850.01', {})).toBeNull();
  });

  it('reduces exactly at the first stage of the daily loss', () => {
    expect(at('9850', {})).toEqual({to: 'REDUCING', code: 'DAILY_LOSS', value: '150', limit: '150'});
  });

  it('still only reduces just above the limit', () => {
    expect(at('9800.01', {})).toMatchObject({to: 'REDUCING', code: 'DAILY_LOSS'});
  });

  it('halts exactly at the limit of the daily loss', () => {
    expect(at('9800', {})).toEqual({to: 'HALTED', code: 'DAILY_LOSS', value: '200', limit: '200'});
  });

  it('measures the drawdown from the peak, stage by stage', () => {
    const base = {peak: '20000', dayStart: '19100'};
    expect(at('19100.01', base)).toBeNull();
    expect(at('19100', base)).toEqual({to: 'REDUCING', code: 'DRAWDOWN', value: '900', limit: '900'});
    expect(at('18800', base)).toEqual({to: 'HALTED', code: 'DRAWDOWN', value: '1200', limit: '1200'});
  });

  it('lets a halt by drawdown go before a reduction by daily loss', () => {
    expect(at('18800', {peak: '20000', dayStart: '19100'})).toMatchObject({to: 'HALTED', code: 'DRAWDOWN'});
    expect(at('18800', {peak: '20000', dayStart: '18960'})).toMatchObject({to: 'HALTED', code: 'DRAWDOWN'});
  });

  it('goes from REDUCING only on to HALTED', () => {
    expect(at('9850', {trading: 'REDUCING'})).toBeNull();
    expect(at('9800', {trading: 'REDUCING'})).toMatchObject({to: 'HALTED'});
  });

  it('has nothing more to say once HALTED', () => {
    expect(at('1', {trading: 'HALTED'})).toBeNull();
  });

  it('rests before the account is opened', () => {
    expect(at('0', {peak: '0', dayStart: '0'})).toBeNull();
  });

  it('never leads toward ACTIVE, and halts on every loss at its limit', () => {
    const rank = {ACTIVE: 0, REDUCING: 1, HALTED: 2};
    const money = fc.integer({min: -5_000, max: 30_000});
    const states = fc.constantFrom('ACTIVE', 'REDUCING', 'HALTED');
    fc.assert(
      fc.property(money, money, money, states, (equity, dayStart, peak, trading) => {
        const trip = at(String(equity), {dayStart: String(dayStart), peak: String(peak), trading});
        if (trip !== null) expect(rank[trip.to]).toBeGreaterThan(rank[trading]);
        const mustHalt =
          (dayStart > 0 && (dayStart - equity) * 100 >= dayStart * 2) ||
          (peak > 0 && (peak - equity) * 100 >= peak * 6);
        expect(trip?.to === 'HALTED').toBe(mustHalt && trading !== 'HALTED');
      }),
      {numRuns: 2_000},
    );
  });
});
