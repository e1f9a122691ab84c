import {decimal, type Decimal} from '../../core/domain/Decimal.ts';
import type {AccountOptions} from '../../brokers/simulator/engine/Account.ts';
import type {ExchangeEvent} from '../../brokers/simulator/engine/events.ts';
import {type Accepted, Exchange} from '../../brokers/simulator/engine/Exchange.ts';
import type {ExchangeOrder, OrderRequest} from '../../brokers/simulator/engine/orders.ts';
import {defineInstrument} from '../../brokers/simulator/instruments.ts';

export const T0 = 1_700_000_000_000;
export const SYMBOL = 'BTC/USD';
export const d = decimal;

type Terms = Partial<Omit<OrderRequest, 'quantity' | 'limitPrice' | 'triggerPrice'>> & {
  quantity?: string;
  limit?: string;
  trigger?: string;
};

/** An order as a test states it: a limit where there is a limit, else a market order. */
export const order = ({quantity = '1', limit, trigger, ...terms}: Terms = {}): OrderRequest => ({
  symbol: SYMBOL,
  side: 'buy',
  kind: limit === undefined ? 'market' : 'limit',
  quantity: d(quantity),
  limitPrice: limit === undefined ? null : d(limit),
  triggerPrice: trigger === undefined ? null : d(trigger),
  timeInForce: 'GTC',
  expiresAt: null,
  postOnly: false,
  clientOrderId: null,
  userReference: 0,
  selfTradePrevention: 'cancel_newest',
  deadline: null,
  ...terms,
});

/** An exchange with three rich accounts and one market, and everything that it told. */
export const openWorld = (options: AccountOptions = {}) => {
  const exchange = new Exchange({instruments: [defineInstrument({symbol: SYMBOL, priceDigits: 1})], time: T0});
  const events: ExchangeEvent[] = [];
  exchange.listen(event => events.push(event));
  for (const name of ['ann', 'bob', 'cid']) exchange.openAccount(name, {USD: d('1000000'), BTC: d('100')}, options);
  const place = (name: string, request: OrderRequest, time = T0): Accepted['order'] => {
    const answer = exchange.submit(name, request, time);
    if (!answer.ok) throw new Error(`Refused: ${answer.refusal}`);
    return answer.order;
  };
  const stateOf = (id: string): Readonly<ExchangeOrder> => {
    const found = exchange.truth.order(id);
    if (found === null) throw new Error(`No order "${id}".`);
    return found;
  };

  return {exchange, events, place, stateOf};
};

export const totalOf = (exchange: Exchange, asset: string): Decimal =>
  exchange.accounts.reduce((total, account) => (total + account.balance(asset)) as Decimal, d('0'));
