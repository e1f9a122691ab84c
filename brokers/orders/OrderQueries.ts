import type {Balance, FoundFill, FoundOrder} from './evidence.ts';
import type {Tracked} from './Tracked.ts';

/** What can be asked at a venue; whoever cannot be asked throws a VenueError or VenueUnreachable. */
export type OrderQueries = {
  open(): Promise<readonly FoundOrder[]>;
  /** Orders that ended after a time, ms UTC. */
  closed(since: number): Promise<readonly FoundOrder[]>;
  fills(since: number): Promise<readonly FoundFill[]>;
  balances(): Promise<readonly Balance[]>;
  /** The order in one of the two lists, or null when it is certainly not there. `order` is what is known of it. */
  find(clientOrderId: string, list: 'open' | 'closed', order: Tracked | undefined): Promise<FoundOrder | null>;
};
