import {type Decimal, multiply} from '../domain/Decimal.ts';
import type {Market} from '../domain/Market.ts';
import type {Side} from '../domain/Order.ts';

export type Liquidity = 'maker' | 'taker';

/** Price x quantity in quote units, rounded at the twelfth digit against us: a buy costs more, a sell brings less. */
export const notionalOf = (side: Side, price: Decimal, quantity: Decimal): Decimal =>
  multiply(price, quantity, side === 'buy' ? 'ceil' : 'floor');

/** The fee in quote units, rounded up at the twelfth digit. */
export const feeOf = (market: Market, liquidity: Liquidity, notional: Decimal): Decimal =>
  multiply(notional, liquidity === 'maker' ? market.makerFee : market.takerFee, 'up');
