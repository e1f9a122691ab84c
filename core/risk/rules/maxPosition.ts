import {shareOf} from '../limits.ts';
import {ownAfter} from '../room.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps one market from becoming the whole account, even if everything in flight fills. */
export const maxPosition: RiskRule = ({side}, {equity}, {exposure, limits, notional}) =>
  atMost('MAX_POSITION_EXCEEDED', ownAfter(exposure, side, notional), shareOf(equity.current, limits.position));
