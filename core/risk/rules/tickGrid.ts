import type {RiskRule} from '../RiskRule.ts';

/** Keeps a limit price an exact multiple of the market's tick. */
export const tickGrid: RiskRule = ({type, worstPrice}, _state, {market}) => {
  const {tick} = market.market;

  return {
    code: 'PRICE_OFF_TICK',
    passed: type !== 'limit' || worstPrice % tick === 0n,
    value: worstPrice,
    limit: tick,
  };
};
