import type {AccountSnapshot, OpenOrder} from '../../core/domain/AccountSnapshot.ts';
import {add, type Decimal, decimal, toText, ZERO} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {Balance, FoundOrder, OrderEvidence} from './evidence.ts';
import {executionOf} from './executionOf.ts';
import type {OrderTracker} from './OrderTracker.ts';

/** How a venue calls its markets and assets, in our words. */
export type VenueNames = {
  symbolOf(name: string): string;
  assetOf(name: string): string;
  /** The asset that a fee of this market is taken in. */
  quoteOf(name: string): string;
};

type View = OrderEvidence & {
  readonly balances: readonly Balance[];
  readonly tracker: OrderTracker;
  readonly pairs: VenueNames;
  readonly symbols: readonly string[];
  readonly time: number;
};

/** The venue's answers as the account that the rest of the bot compares itself with. */
export const accountView = ({open, closed, fills, balances, tracker, pairs, symbols, time}: View): AccountSnapshot => {
  const totals = totalsOf(balances, pairs);

  return {
    time,
    openOrders: open.map(order => openOrderOf(order, tracker, pairs)),
    executions: executionsOf({open, closed, fills}, tracker, pairs),
    balances: [...totals].map(([asset, total]) => ({asset, total: toText(total)})),
    positions: symbols.flatMap(symbol => {
      const held = totals.get(symbol.split('/')[0] ?? '') ?? ZERO;

      return held === ZERO ? [] : [{symbol, quantity: toText(held)}];
    }),
  };
};

/** One sum per asset: the venue lists some under several names. */
const totalsOf = (balances: readonly Balance[], pairs: VenueNames): ReadonlyMap<string, Decimal> => {
  const totals = new Map<string, Decimal>();
  for (const {asset, total} of balances) {
    const name = pairs.assetOf(asset);
    totals.set(name, add(totals.get(name) ?? ZERO, decimal(total)));
  }

  return totals;
};

const openOrderOf = (order: FoundOrder, tracker: OrderTracker, pairs: VenueNames): OpenOrder => {
  const known = order.clientOrderId === null ? undefined : tracker.get(order.clientOrderId);
  const shape = {
    quantity: toText(decimal(order.quantity)),
    ...(order.triggerPrice === null ? {} : {stopPrice: toText(decimal(order.triggerPrice))}),
  };
  const intent = known?.intent ?? foreignIntent(order, pairs);

  return {intent: {...intent, ...shape}, venueOrderId: order.orderId, filled: toText(decimal(order.executed))};
};

/** An order that this bot did not send, in our words: it is counted, and never touched. */
const foreignIntent = (order: FoundOrder, pairs: VenueNames): OrderIntent => ({
  clientOrderId: order.clientOrderId ?? `foreign:${order.orderId}`,
  symbol: pairs.symbolOf(order.pair),
  side: order.side,
  type: order.triggerPrice === null ? (order.limitPrice === null ? 'market' : 'limit') : 'stop',
  quantity: toText(decimal(order.quantity)),
  ...(order.limitPrice === null ? {} : {limitPrice: toText(decimal(order.limitPrice))}),
  reduceOnly: false,
  purpose: order.side === 'buy' ? 'entry' : 'exit',
  strategy: 'foreign',
  decision: 0,
});

/** Fills of orders that carry a client id, oldest first. */
const executionsOf = (
  {open, closed, fills}: OrderEvidence,
  tracker: OrderTracker,
  pairs: VenueNames,
): readonly Execution[] => {
  const names = new Map([...open, ...closed].map(order => [order.orderId, order.clientOrderId]));

  return [...fills]
    .sort((a, b) => a.time - b.time)
    .flatMap(fill => {
      const known = tracker.execution(fill.executionId);
      const clientOrderId = tracker.nameOf(fill.orderId) ?? names.get(fill.orderId) ?? null;
      if (known !== undefined) return [known];

      return clientOrderId === null
        ? []
        : [
            executionOf(
              {...fill, feeAsset: fill.feeAsset ?? pairs.quoteOf(fill.pair)},
              {clientOrderId, symbol: pairs.symbolOf(fill.pair), venue: tracker.venue},
            ),
          ];
    });
};
