import type {MarketSpec} from '../../core/domain/Market.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import {TokenBucket} from '../net/TokenBucket.ts';
import type {OrderRates, OrderWire, Outcome} from '../orders/OrderWire.ts';
import type {CcxtCalls} from './CcxtCalls.ts';
import type {Quirks} from './quirks.ts';
import {problemOf, writeOrder} from './writeOrder.ts';

type Parts = {
  readonly calls: CcxtCalls;
  readonly quirks: Quirks;
  readonly marketOf: (symbol: string) => MarketSpec;
  /** An answer about an order has come, or its time is up: what it means for the order is at the venue. */
  readonly onAnswer: () => void;
};

const refused = (code: string, raw: string): Outcome => ({kind: 'refused', meaning: {outcome: 'rejected', code}, raw});

/** Sends orders by ccxt's unified methods. An answer proves that the order arrived, and never what became of it. */
export const ccxtWire = ({calls, quirks, marketOf, onAnswer}: Parts): OrderWire => {
  const told = async (outcome: Promise<Outcome>): Promise<Outcome> => {
    const result = await outcome;
    onAnswer();

    return result;
  };

  return {
    add: (intent, deadline) => {
      const {symbol, side, quantity} = intent;
      const problem = problemOf(intent, marketOf(symbol), quirks);
      if (problem !== null) return async () => ({kind: 'refused', ...problem});
      const {type, price, params} = writeOrder(intent, deadline, quirks);

      return () =>
        told(
          calls.act(
            client => client.createOrder(symbol, type, side, quantity, price, params),
            ({id}) => id ?? null,
          ),
        );
    },

    cancel: (clientOrderId, order) => {
      if (quirks.cancelBy === 'clientId')
        return told(
          calls.act(
            client => client.cancelOrder(undefined, order?.intent.symbol, {clientOrderId}),
            () => null,
          ),
        );
      if (order === undefined) return Promise.resolve(refused('UNKNOWN_ORDER', 'it is none of ours'));
      const {orderId, intent} = order;
      if (orderId === null)
        return Promise.resolve({
          kind: 'failed',
          failure: new RequestFailure('notSent', 'The venue has not named the order yet.'),
        });

      return told(
        calls.act(
          client => client.cancelOrder(orderId, intent.symbol, {}),
          () => null,
        ),
      );
    },

    amend: ({clientOrderId, quantity, stopPrice, deadline}, order) => {
      if (!quirks.canAmend || order === undefined)
        return Promise.resolve(refused('NOT_ALLOWED', 'not sent: this order cannot be amended here'));
      const {symbol, side, limitPrice} = order.intent;
      const type = limitPrice === undefined ? 'market' : 'limit';
      const params = {
        clientOrderId,
        ...(stopPrice === undefined ? {} : {stopLossPrice: stopPrice}),
        ...(quirks.deadlineParam === null ? {} : {[quirks.deadlineParam]: new Date(deadline).toISOString()}),
      };

      return told(
        calls.act(
          client => client.editOrder(undefined, symbol, type, side, quantity, undefined, params),
          () => null,
        ),
      );
    },
  };
};

/** The venue's limit on orders as one bucket that keeps something back for what takes risk away. */
export const ccxtRates = ({limits}: Quirks, monotonic: () => number): OrderRates => {
  const bucket = new TokenBucket(limits.orders);

  return {
    add: ({reduceOnly}) => bucket.take(monotonic(), {isUrgent: reduceOnly}),
    amend: () => void bucket.take(monotonic(), {isUrgent: true}),
    cancel: () => void bucket.take(monotonic(), {isUrgent: true}),
  };
};
