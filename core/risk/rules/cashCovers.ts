import {multiply, subtract} from '../../domain/Decimal.ts';
import {priceWithFee} from '../marketExposure.ts';
import {atMost, claim, type RiskRule} from '../RiskRule.ts';

/** Buys on a spot market only what the cash pays for, fee included, after all buys in flight. */
export const cashCovers: RiskRule = ({quantity, side}, {cash}, {exposure, market, price}) => {
  if (side === 'sell' || market.market.kind !== 'spot') return claim('INSUFFICIENT_CASH', true);

  const cost = multiply(quantity, priceWithFee(market.market, price), 'up');

  return atMost('INSUFFICIENT_CASH', cost, subtract(cash, exposure.reservedCash));
};
