import {toText} from '../../domain/Decimal.ts';
import {countEntries} from '../windows.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Refuses to say the same thing twice in a moment: same market, side, quantity and price. A market order has no price of its own. */
export const duplicateOrder: RiskRule = (order, state, {settings}) => {
  const twins = countEntries(
    state,
    settings.duplicateWindowMs,
    ({symbol, side, quantity, price}) =>
      symbol === order.symbol &&
      side === order.side &&
      quantity === toText(order.quantity) &&
      (order.type === 'market' || price === toText(order.worstPrice)),
  );

  return atMost('DUPLICATE_ORDER', twins, 0);
};
