import type {VenueTruth} from '../orders/evidence.ts';
import type {KrakenRest} from './KrakenRest.ts';

/** Asks for everything since a time, ms UTC, one question after the other: what is asked last is the newest. */
export const askTruth = async (rest: KrakenRest, since: number): Promise<VenueTruth> => ({
  open: await rest.openOrders(),
  closed: await rest.closedOrders(since),
  fills: await rest.fills(since),
  balances: await rest.balances(),
});
