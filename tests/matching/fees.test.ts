import {describe, expect, it} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import {readMarket} from '../../core/domain/Market.ts';
import {notionalOf} from '../../core/domain/notional.ts';
import {feeOf} from '../../core/matching/fees.ts';
import {MARGIN} from './orders.ts';

const market = readMarket(MARGIN);

describe('fees', () => {
  it('charge makers and takers their own rate', () => {
    expect(feeOf(market, 'maker', decimal('100'))).toBe(decimal('0.1'));
    expect(feeOf(market, 'taker', decimal('100'))).toBe(decimal('0.2'));
  });

  it('are rounded up at the twelfth digit, for makers and takers', () => {
    expect(feeOf(market, 'maker', decimal('0.000000000001'))).toBe(decimal('0.000000000001'));
    expect(feeOf(market, 'taker', decimal('0.000000000001'))).toBe(decimal('0.000000000001'));
  });
});

describe('notional', () => {
  it('is rounded against us: a buy costs more, a sell brings less', () => {
    const [price, quantity] = [decimal('0.0000001'), decimal('0.0000015')];

    expect(notionalOf('buy', price, quantity)).toBe(decimal('0.000000000001'));
    expect(notionalOf('sell', price, quantity)).toBe(decimal('0'));
  });
});
