import {claim, type RiskRule} from '../RiskRule.ts';

/** Opens nothing while orders of others rest on the account, where the settings want it so. */
export const foreignOrders: RiskRule = (_order, {account, settings}) =>
  claim('FOREIGN_ORDERS', account.foreign.length === 0 || settings?.reconcile.foreignOrders === 'count');
