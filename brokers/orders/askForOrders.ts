import type {OrderEvidence} from './evidence.ts';
import type {OrderQueries} from './OrderQueries.ts';

/** Asks for all that a venue knows of our orders, closed ones and fills from `since` on. One question after the other: what is asked last is the newest. */
export const askForOrders = async (queries: OrderQueries, since: number): Promise<OrderEvidence> => ({
  open: await queries.open(),
  closed: await queries.closed(since),
  fills: await queries.fills(since),
});
