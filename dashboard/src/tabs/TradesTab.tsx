import type {ReactNode} from 'react';
import {decimal} from '../../../core/domain/Decimal.ts';
import type {State} from '../../../core/kernel/evolve.ts';
import {useBot, useView} from '../context.ts';
import {usePriceDigits} from '../usePriceDigits.ts';
import {age, fixed, money, moment, quantity, signedMoney} from '../format.ts';
import {Delta} from '../parts/Delta.tsx';
import {Notice} from '../parts/Notice.tsx';
import {type Column, Table} from '../parts/Table.tsx';

type Row = State['trades'][number];

const SHOWN = 100;

/** Closed trades with what they made, after fees. */
export const TradesTab = (): ReactNode => {
  const {explain} = useView();
  const now = useBot(({state}) => state?.time ?? 0);
  const digitsBySymbol = usePriceDigits();
  const price = ({symbol}: Row['trade'], text: string): string => fixed(Number(text), digitsBySymbol.get(symbol) ?? 2);
  const rows = useBot(({state}) => (state === null ? [] : [...state.trades].reverse().slice(0, SHOWN)));
  if (rows.length === 0) {
    return <Notice kind="empty">No trade has closed yet. A position that is flat again becomes a line here.</Notice>;
  }

  return <Table label="Trades" columns={columnsOf(now, price, explain)} rows={rows} keyOf={row => row.seq} />;
};

const EXIT_WORDS: Readonly<Record<Row['trade']['exitReason'], string>> = {
  stop: 'stop',
  target: 'target',
  trailing: 'trailing stop',
  maxBars: 'held too long',
  operator: 'operator',
  breaker: 'breaker',
  unprotected: 'unprotected',
  external: 'sold by somebody else',
};

const columnsOf = (
  now: number,
  price: (trade: Row['trade'], text: string) => string,
  explain: (decision: number) => void,
): readonly Column<Row>[] => [
  {title: 'Closed', cell: ({time}) => moment(time, now)},
  {title: 'Market', cell: ({trade}) => trade.symbol},
  {title: 'Side', cell: ({trade}) => trade.side},
  {title: 'Quantity', isNumber: true, cell: ({trade}) => quantity(decimal(trade.quantity))},
  {title: 'Entry', isNumber: true, cell: ({trade}) => price(trade, trade.entryPrice)},
  {title: 'Exit', isNumber: true, cell: ({trade}) => price(trade, trade.exitPrice)},
  {title: 'Fees', isNumber: true, cell: ({trade}) => money(decimal(trade.fees))},
  {title: 'Net', isNumber: true, cell: ({trade}) => <Net text={trade.netPnl} />},
  {title: 'Held', cell: ({trade}) => age(trade.exitTime - trade.entryTime)},
  {title: 'Exit by', cell: ({trade}) => EXIT_WORDS[trade.exitReason]},
  {
    title: 'Why',
    cell: ({trade}) => (
      <button type="button" className="link chevron" onClick={() => explain(trade.decision)}>
        {trade.strategy}
      </button>
    ),
  },
];

const Net = ({text}: {text: string}): ReactNode => {
  const net = decimal(text);

  return <Delta value={net}>{signedMoney(net)}</Delta>;
};
