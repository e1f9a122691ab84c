import type {Exchange} from '../../engine/Exchange.ts';
import type {ExchangeOrder} from '../../engine/orders.ts';
import type {Faults} from '../../faults/Faults.ts';
import type {MarketTape} from '../../tape/MarketTape.ts';
import type {Keys} from './Keys.ts';
import type {Tokens} from './Tokens.ts';

/** What every call and stream of the dialect works on. */
export type KrakenContext = {
  readonly exchange: Exchange;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly faults: Faults;
  /** The venue's own clock, ms UTC. */
  readonly now: () => number;
  /** Ms since the start, whatever the venue's clock says: what faults are timed by. */
  readonly elapsed: () => number;
  readonly tape: (symbol: string) => MarketTape;
  /** Makes what has happened durable: to be called before anybody is told of it. */
  readonly commit: () => void;
  readonly nextAmendId: () => string;
  /** Orders that the venue will not remember when asked, until this much has elapsed. */
  readonly forgotten: Map<string, number>;
};

/** True where a query must not find the order. */
export const isForgotten = ({forgotten, elapsed}: KrakenContext, order: Readonly<ExchangeOrder>): boolean =>
  (forgotten.get(order.id) ?? 0) > elapsed();
