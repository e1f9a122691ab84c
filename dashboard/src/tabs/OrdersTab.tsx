import type {ReactNode} from 'react';
import {divide, toNumber} from '../../../core/domain/Decimal.ts';
import type {Order} from '../../../core/kernel/evolve.ts';
import {useBot, useView} from '../context.ts';
import {usePriceDigits} from '../usePriceDigits.ts';
import {fixed, moment, money, NOTHING, quantity} from '../format.ts';
import {Notice} from '../parts/Notice.tsx';
import {type Column, Table} from '../parts/Table.tsx';
import {STATUS_WORDS} from '../words.ts';

const SHOWN = 100;

/** Orders that may still fill, then the latest that can not. */
export const OrdersTab = (): ReactNode => {
  const {explain} = useView();
  const now = useBot(({state}) => state?.time ?? 0);
  const digitsBySymbol = usePriceDigits();
  const open = useBot(({state}) => (state === null ? [] : [...state.orders.values()].reverse()));
  const closed = useBot(({state}) =>
    state === null ? [] : [...state.closedOrders].sort((a, b) => b.seq - a.seq).slice(0, SHOWN),
  );
  if (open.length + closed.length === 0) {
    return <Notice kind="empty">No order yet. The first entry that passes every risk gate is sent from here.</Notice>;
  }
  const digits = (symbol: string): number => digitsBySymbol.get(symbol) ?? 2;
  const columns = columnsOf(now, digits, explain);

  return (
    <Table label="Orders" columns={columns} rows={[...open, ...closed]} keyOf={order => order.intent.clientOrderId} />
  );
};

const columnsOf = (
  now: number,
  digits: (symbol: string) => number,
  explain: (decision: number) => void,
): readonly Column<Order>[] => [
  {title: 'Time', cell: order => moment(order.time, now)},
  {title: 'Market', cell: ({intent}) => intent.symbol},
  {title: 'Order', cell: ({intent}) => `${intent.side} ${intent.type}`},
  {title: 'Purpose', cell: ({intent}) => intent.purpose},
  {title: 'Quantity', isNumber: true, cell: order => quantity(order.quantity)},
  {title: 'Price', isNumber: true, cell: order => priceText(order, digits(order.intent.symbol))},
  {title: 'Filled', isNumber: true, cell: order => (order.filled === 0n ? NOTHING : quantity(order.filled))},
  {title: 'Average', isNumber: true, cell: order => averageText(order, digits(order.intent.symbol))},
  {title: 'Fees', isNumber: true, cell: order => money(order.fees)},
  {title: 'Status', cell: order => <Status order={order} />},
  {
    title: 'Why',
    cell: ({intent}) => (
      <button type="button" className="link chevron" onClick={() => explain(intent.decision)}>
        {intent.strategy}
      </button>
    ),
  },
];

const Status = ({order}: {order: Order}): ReactNode => (
  <span data-status={order.status} title={order.reason ?? ''}>
    {STATUS_WORDS[order.status]}
  </span>
);

const priceText = ({intent, stopPrice}: Order, digits: number): string => {
  if (stopPrice !== null) return fixed(toNumber(stopPrice), digits);
  if (intent.type === 'market' || intent.limitPrice === undefined) return 'market';

  return fixed(Number(intent.limitPrice), digits);
};

const averageText = (order: Order, digits: number): string => {
  if (order.filled === 0n) return NOTHING;

  return fixed(toNumber(divide(order.filledNotional, order.filled, 'down')), digits);
};
