import type {AccountSnapshot, OpenOrder} from '../domain/AccountSnapshot.ts';
import {absolute, type Decimal, decimal, subtract, toText, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import type {ForeignOrder} from '../domain/ForeignOrder.ts';
import type {OrderStatus} from '../domain/Order.ts';
import {findOrder} from '../kernel/foldOrder.ts';
import type {State} from '../kernel/State.ts';
import {orderIdStart} from '../kernel/turn.ts';

/** One place where our books and the venue's differ. Cash and holdings can be adopted; what an order has done can only be found out. */
export type Difference = {readonly text: string} & (
  | {readonly kind: 'cash'; readonly change: Decimal}
  | {readonly kind: 'holding'; readonly symbol: string; readonly change: Decimal}
  | {readonly kind: 'order'}
  | {readonly kind: 'stray'; readonly order: OpenOrder}
);

/** Every difference; none when the books agree. */
export const compareAccounts = (state: Readonly<State>, venue: AccountSnapshot): readonly Difference[] => [
  ...compareOrders(state, venue),
  ...compareHoldings(state, venue),
  ...compareCash(state, venue),
];

/** Whether the order was sent under the name of this journal. */
const isOurs = ({run}: Readonly<State>, {intent}: OpenOrder): boolean =>
  intent.clientOrderId.startsWith(run?.orderIdPrefix ?? '\0');

/** Names that bots like this one give to their orders. */
const BOT_ORDER = /^ogz[0-9a-z]{6,8}-[0-9a-z]+$/;

/** Whether a bot with a copy of this journal may have sent an order of our name: the journal does not know it, and it is not of this start. */
const isOfCopy = (state: Readonly<State>, {intent: {clientOrderId}}: OpenOrder): boolean =>
  !clientOrderId.startsWith(orderIdStart(state.run)) && findOrder(state, clientOrderId) === undefined;

/** Orders of other bots like this one, with journals of their own or a copy of ours: two of them on one account would undo each other. */
export const rivalOrdersOf = (state: Readonly<State>, {openOrders}: AccountSnapshot): readonly string[] =>
  openOrders
    .filter(order => (isOurs(state, order) ? isOfCopy(state, order) : BOT_ORDER.test(order.intent.clientOrderId)))
    .map(({intent}) => intent.clientOrderId);

/** Orders on the account that others sent, as the books count them. */
export const foreignOrdersOf = (state: Readonly<State>, venue: AccountSnapshot): readonly ForeignOrder[] =>
  venue.openOrders
    .filter(order => !isOurs(state, order))
    .map(({intent, venueOrderId, filled}) => ({
      venueOrderId,
      symbol: intent.symbol,
      side: intent.side,
      quantity: toText(subtract(decimal(intent.quantity), decimal(filled))),
      price: intent.limitPrice ?? intent.stopPrice ?? null,
    }));

/** On its way, being cancelled or being searched for: the venue need not show it, and it counts in full meanwhile. */
const UNSETTLED: ReadonlySet<OrderStatus> = new Set(['INTENT', 'CANCEL_SENT', 'UNKNOWN']);

const compareOrders = (state: Readonly<State>, venue: AccountSnapshot): Difference[] => {
  const theirs = new Map(venue.openOrders.map(order => [order.intent.clientOrderId, order]));
  const missing = [...state.orders.values()].filter(
    ({intent, status}) => !theirs.has(intent.clientOrderId) && !UNSETTLED.has(status),
  );
  const strays = venue.openOrders.filter(
    order => isOurs(state, order) && !state.orders.has(order.intent.clientOrderId),
  );

  return [
    ...missing.map(
      ({intent: {clientOrderId: id}}) =>
        ({kind: 'order', text: `order "${id}" is open here and not at the venue`}) as const,
    ),
    ...strays.map(order => {
      const text = `order "${order.intent.clientOrderId}" is open at the venue and not here`;

      return {kind: 'stray', order, text} as const;
    }),
    ...[...theirs].flatMap(([id, {filled}]) => {
      const ours = state.orders.get(id);
      if (ours === undefined || ours.filled === decimal(filled)) return [];
      const text = `order "${id}" has filled ${toText(ours.filled)} here and ${filled} at the venue`;

      return [{kind: 'order', text} as const];
    }),
  ];
};

/** What is ours of a holding is what goes beyond what others have in it. */
const compareHoldings = (state: Readonly<State>, venue: AccountSnapshot): Difference[] => {
  const theirs = new Map(venue.positions.map(({symbol, quantity}) => [symbol, decimal(quantity)]));
  const symbols = new Set([...state.positions.keys(), ...state.markets.keys(), ...theirs.keys()]);

  return [...symbols].flatMap(symbol => {
    const ours = state.positions.get(symbol)?.quantity ?? ZERO;
    const held = subtract(theirs.get(symbol) ?? ZERO, baselineOf(state, symbol));
    if (ours === held) return [];
    const text = `position in ${symbol} is ${toText(ours)} here and ${toText(held)} at the venue`;

    return [{kind: 'holding', symbol, change: subtract(held, ours), text} as const];
  });
};

const baselineOf = ({baseline, markets}: Readonly<State>, symbol: string): Decimal =>
  baseline?.get(markets.get(symbol)?.market.base ?? '') ?? ZERO;

const compareCash = ({settings, cash}: Readonly<State>, venue: AccountSnapshot): Difference[] => {
  const asset = settings?.accountCurrency;
  const theirs = venue.balances.find(balance => balance.asset === asset);
  if (theirs === undefined || decimal(theirs.total) === cash) return [];
  const text = `cash in ${theirs.asset} is ${toText(cash)} here and ${theirs.total} at the venue`;

  return [{kind: 'cash', change: subtract(decimal(theirs.total), cash), text}];
};

/** What a real account begins with, by the venue's own word. */
export const openingOf = (
  {balances}: AccountSnapshot,
  {settings}: Readonly<State>,
): EnvelopeOf<'AccountOpened'>['data'] => {
  const currency = settings?.accountCurrency ?? '';
  const held = balances.filter(({total}) => decimal(total) !== ZERO);

  return {
    currency,
    cash: held.find(({asset}) => asset === currency)?.total ?? '0',
    others: held.filter(({asset}) => asset !== currency),
  };
};

/** The change that makes the books equal to the venue's; null where following it would hide what became of an order. */
export const adjustmentFor = (
  {account}: Readonly<State>,
  differences: readonly Difference[],
  kind: 'rounding' | 'external',
): EnvelopeOf<'AccountAdjusted'>['data'] | null => {
  if (differences.some(({kind: one}) => one === 'order' || one === 'stray')) return null;

  return {
    id: `adjust-${account.seq}`,
    basis: account.seq,
    cash: toText(differences.find(one => one.kind === 'cash')?.change ?? ZERO),
    holdings: differences
      .filter(one => one.kind === 'holding')
      .map(({symbol, change}) => ({symbol, change: toText(change)})),
    kind,
    reason: differences.map(({text}) => text).join('; '),
  };
};

/** Whether nothing differs but the last digits of the cash. */
export const isRounding = (differences: readonly Difference[], limit: Decimal): boolean =>
  differences.length === 1 && differences.every(one => one.kind === 'cash' && absolute(one.change) <= limit);
