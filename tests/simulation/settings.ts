import type {Settings} from '../../core/domain/Settings.ts';
import {accountSettings} from '../support/accounts.ts';
import type {Scenario} from './Scenario.ts';

/** Limits that let a busy mind work, and that it still runs into: position and cash are the ones that bind. */
export const settingsFor = ({openingCash, stacking, maxPositionShare}: Scenario): Settings => ({
  ...accountSettings({
    riskPerTrade: 0.002,
    maxOrderShare: maxPositionShare,
    maxPositionShare,
    maxGrossShare: 2,
    maxNetShare: 2,
    priceCollarShare: 0.005,
    allowStacking: stacking,
    maxFeedAgeMs: 15_000,
    maxVolumeShare: 1_000,
  }),
  openingCash,
});
