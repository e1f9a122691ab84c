import {decimal, type Decimal} from '../../../core/domain/Decimal.ts';
import type {Order} from '../../../core/kernel/State.ts';
import {bug, type PlantedBug} from './PlantedBug.ts';
import {wrongBroker, wrongEngine} from './seams.ts';

/** Mistakes in counting: fills, money, exposure, permission. */
export const BOOK_BUGS: readonly PlantedBug[] = [
  bug('no fill dedupe', 'I-5', () => ({
    engine: wrongEngine({
      before: state => {
        for (const order of [...state.orders.values(), ...state.closedOrders]) order.executionIds = [];
      },
    }),
    recovery: recovery => ({
      ...recovery,
      orders: recovery.orders.map(order => ({...order, executionIds: [], filled: '0'})),
    }),
  })),
  bug('a fill is counted twice', 'I-1', () => ({
    engine: wrongEngine({
      after: (state, input) => {
        if (input.type !== 'OrderFilled' || input.data.liquidity !== 'maker') return;
        const position = state.positions.get(input.data.symbol);
        if (position !== undefined) position.quantity = (position.quantity + decimal(input.data.quantity)) as Decimal;
      },
    }),
    broker: wrongBroker(() => ({
      listener: listener => ({
        ...listener,
        onOrder: report => {
          listener.onOrder(report);
          if (report.kind !== 'filled') return;
          listener.onOrder({
            ...report,
            execution: {...report.execution, executionId: `${report.execution.executionId}2`},
          });
        },
      }),
    })),
  })),
  bug('fees are forgotten', 'I-2', () => ({
    engine: wrongEngine({
      input: input => (input.type === 'OrderFilled' ? {...input, data: {...input.data, fee: '0'}} : input),
    }),
  })),
  bug('equity does not follow the price', 'I-3', () => {
    let equity: Decimal | null = null;

    return {
      engine: wrongEngine({
        before: (state, input) => {
          equity = input.type === 'PriceMoved' ? state.equity.current : null;
        },
        after: state => {
          if (equity !== null) state.equity.current = equity;
        },
      }),
    };
  }),
  bug('partial fills are not added up', 'I-4', () => ({
    engine: wrongEngine({
      after: (state, input) => {
        if (input.type !== 'OrderFilled') return;
        const order = state.orders.get(input.data.clientOrderId);
        if (order !== undefined) order.filled = decimal(input.data.quantity);
      },
    }),
  })),
  bug('a lot that the venue does not have', 'I-7', () => ({
    broker: wrongBroker(broker => ({
      markets: async symbols => (await broker.markets(symbols)).map(spec => ({...spec, lot: '0.000000000001'})),
    })),
  })),
  bug('orders in flight are not in the exposure', 'I-9', () => {
    const inFlight = new Map<string, Order>();

    return {
      engine: wrongEngine({
        before: (state, input) => {
          if (input.type !== 'CandleClosed' && input.type !== 'PriceMoved') return;
          for (const [id, order] of state.orders)
            if (order.status === 'INTENT' || order.status === 'UNKNOWN') inFlight.set(id, order);
          for (const id of inFlight.keys()) state.orders.delete(id);
        },
        after: state => {
          for (const [id, order] of inFlight) state.orders.set(id, order);
          inFlight.clear();
        },
      }),
    };
  }),
  bug('a halt is over by itself', 'I-11', () => ({
    engine: wrongEngine({
      after: (state, input) => {
        if (input.type === 'CandleClosed') state.trading.state = 'ACTIVE';
      },
    }),
  })),
  bug('no reconcile gate', 'I-22', () => ({
    engine: wrongEngine({
      before: state => {
        if (state.run !== null) state.run.isReconciled = true;
      },
    }),
  })),
  bug('the books are held against themselves', 'I-23', () => ({
    broker: wrongBroker((broker, {engine}) => ({
      account: async () => ({...(await broker.account()), ...ownView(engine.state)}),
      listener: listener => ({
        ...listener,
        onOrder: report => {
          if (report.kind !== 'filled' || engine.state.run?.isReconciled === true) listener.onOrder(report);
        },
      }),
    })),
  })),
];

type KnownState = Parameters<NonNullable<Parameters<typeof wrongEngine>[0]['after']>>[0];

const ownView = ({orders, positions, cash, settings, baseline}: KnownState) => ({
  executions: [],
  openOrders: [...orders.values()].map(({intent, venueOrderId, filled}) => ({
    intent,
    venueOrderId: venueOrderId ?? '',
    filled: textOf(filled),
  })),
  positions: [...positions.values()].map(({symbol, quantity}) => ({symbol, quantity: textOf(quantity)})),
  balances:
    baseline === null
      ? [{asset: settings?.accountCurrency ?? '', total: settings?.openingCash ?? '0'}]
      : [{asset: settings?.accountCurrency ?? '', total: textOf(cash)}],
});

const textOf = (value: bigint): string => `${value}e-12`;
