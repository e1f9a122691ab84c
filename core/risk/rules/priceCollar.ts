import {absolute, subtract} from '../../domain/Decimal.ts';
import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps the worst price near the last one, on either side: a fat finger is caught before a patient venue rewards it. */
export const priceCollar: RiskRule = ({worstPrice}, _state, {limits, mark}) =>
  atMost('PRICE_COLLAR_EXCEEDED', absolute(subtract(worstPrice, mark)), shareOf(mark, limits.collar));
