import {type Decimal, multiply} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';

export type Liquidity = 'maker' | 'taker';

/** The fee in quote units, rounded up at the twelfth digit. */
export const feeOf = (market: Market, liquidity: Liquidity, notional: Decimal): Decimal =>
  multiply(notional, liquidity === 'maker' ? market.makerFee : market.takerFee, 'up');
