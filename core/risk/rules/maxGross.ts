import {add} from '../../domain/Decimal.ts';
import {ownAfter} from '../room.ts';
import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps all markets together, longs and shorts alike, to their share of equity, even if everything in flight fills. */
export const maxGross: RiskRule = ({side}, {equity}, {exposure, limits, notional}) => {
  const gross = add(exposure.grossElsewhere, ownAfter(exposure, side, notional));

  return atMost('MAX_GROSS_EXCEEDED', gross, shareOf(equity.current, limits.gross));
};
