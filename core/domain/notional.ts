import {type Decimal, multiply} from './Decimal.ts';
import type {Side} from './Order.ts';

/** Price x quantity in quote units, rounded at the twelfth digit against us: a buy costs more, a sell brings less. */
export const notionalOf = (side: Side, price: Decimal, quantity: Decimal): Decimal =>
  multiply(price, quantity, side === 'buy' ? 'ceil' : 'floor');
