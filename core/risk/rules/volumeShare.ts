import {volumeRoom} from '../room.ts';
import {atMost, type RiskRule} from '../RiskRule.ts';

/** Keeps an order small against what the market trades in a bar. */
export const volumeShare: RiskRule = ({quantity}, _state, {limits, market}) =>
  atMost('VOLUME_SHARE_EXCEEDED', quantity, volumeRoom(market, limits));
