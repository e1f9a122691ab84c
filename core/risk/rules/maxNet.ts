import {netAfter} from '../room.ts';
import {shareOf} from '../limits.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps one direction over all markets to its share of equity; a hedge gives no room, for its exit may fill first. */
export const maxNet: RiskRule = ({side}, {equity}, {exposure, limits, notional}) =>
  atMost('MAX_NET_EXCEEDED', netAfter(exposure, side, notional), shareOf(equity.current, limits.net));
