import type {Instrument} from '../../../engine/Instrument.ts';
import {isOpen} from '../../../engine/orders.ts';
import {CallError} from '../errors.ts';
import {assetName} from '../KrakenNames.ts';
import {isForgotten, type KrakenContext} from '../KrakenContext.ts';
import {number} from '../numberText.ts';
import {instrumentOf} from '../orderRows.ts';
import {INTERVALS} from '../publicCalls.ts';
import {countParam, type Params, textParam} from '../readOrder.ts';
import {DEPTHS} from './BookView.ts';
import {snapshotRow, tradeRow} from './executionRows.ts';
import {candleRow, instrumentData, publicTradeRow, tickerRow} from './marketRows.ts';
import {type Session, subscriptionKey} from './Session.ts';
import type {Streams} from './Streams.ts';

/** One subscription that was asked for: what it is called, how it is acknowledged, what its snapshot is. */
export type Subscription = {
  readonly channel: string;
  readonly symbol: string | null;
  readonly key: string;
  /** The `result` of the acknowledgement. */
  readonly result: object;
  /** The snapshot, or null where none was asked for. */
  readonly snapshot: () => object | null;
};

type Asked = {
  readonly context: KrakenContext;
  readonly streams: Streams;
  readonly session: Session;
  readonly params: Params;
};

const SNAPSHOT_TRADES = 50;
const PUBLIC_CHANNELS = ['trade', 'book', 'ticker', 'ohlc', 'instrument', 'status'];
const PRIVATE_CHANNELS = ['executions', 'balances'];
const WRONG_ENDPOINT = {
  public: 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com',
  private: 'Public market data subscriptions are only supported on ws.kraken.com',
};

/** Snapshots are sent unless the parameter says no. */
const wantsSnapshot = (params: Params, name: string): boolean => textParam(params, name) !== 'false';

/** The subscriptions that a request means, one for each symbol. Throws a CallError where it makes no sense. */
export const readSubscriptions = (
  asked: Asked,
): readonly (Subscription | {readonly symbol: string; readonly error: string})[] => {
  const {session, params, context} = asked;
  const channel = textParam(params, 'channel') ?? '';
  const isPrivate = PRIVATE_CHANNELS.includes(channel);
  if (!isPrivate && !PUBLIC_CHANNELS.includes(channel)) throw new CallError(`Subscription name invalid: ${channel}`);
  if (isPrivate !== (session.kind === 'private')) throw new CallError(WRONG_ENDPOINT[session.kind]);
  if (channel === 'executions') return [executions(asked)];
  if (channel === 'balances') return [balances(asked)];
  if (channel === 'instrument' || channel === 'status') return [whole(asked, channel)];
  const {symbol} = params;
  if (!Array.isArray(symbol) || symbol.length === 0) throw new CallError('Symbol field must be an array');

  return symbol.map(String).map(name => {
    const instrument = context.exchange.instrument(name);
    if (instrument === null) return {symbol: name, error: `Currency pair not supported ${name}`};
    return (
      MARKET_CHANNELS[channel]?.(asked, instrument) ?? {symbol: name, error: `Subscription name invalid: ${channel}`}
    );
  });
};

type MarketChannel = (asked: Asked, instrument: Instrument) => Subscription;

const trade: MarketChannel = ({context, params}, instrument) => {
  const {symbol} = instrument;
  const isAsked = wantsSnapshot(params, 'snapshot');

  return {
    channel: 'trade',
    symbol,
    key: subscriptionKey('trade', symbol),
    result: {channel: 'trade', snapshot: isAsked, symbol},
    snapshot: () => {
      const data = context
        .tape(symbol)
        .recent(SNAPSHOT_TRADES)
        .map(each => publicTradeRow(each, instrument));
      return isAsked && data.length > 0 ? {channel: 'trade', type: 'snapshot', data} : null;
    },
  };
};

const book: MarketChannel = ({streams, params}, {symbol}) => {
  const depth = countParam(params, 'depth') ?? 10;
  if (!DEPTHS.includes(depth)) throw new CallError('Subscription depth not supported');
  const isAsked = wantsSnapshot(params, 'snapshot');

  return {
    channel: 'book',
    symbol,
    key: subscriptionKey('book', symbol, depth),
    result: {channel: 'book', depth, snapshot: isAsked, symbol},
    snapshot: () => {
      const data = [{symbol, ...streams.view(symbol, depth).snapshot()}];
      return isAsked ? {channel: 'book', type: 'snapshot', data} : null;
    },
  };
};

const ticker: MarketChannel = ({context, params}, instrument) => {
  const {symbol} = instrument;
  const trigger = textParam(params, 'event_trigger') ?? 'trades';
  const isAsked = wantsSnapshot(params, 'snapshot');

  return {
    channel: 'ticker',
    symbol,
    key: subscriptionKey('ticker', symbol, trigger),
    result: {channel: 'ticker', event_trigger: trigger, snapshot: isAsked, symbol},
    snapshot: () => (isAsked ? {channel: 'ticker', type: 'snapshot', data: [tickerRow(context, instrument)]} : null),
  };
};

const MOST_CANDLES = 720;

const ohlc: MarketChannel = ({context, params}, instrument) => {
  const {symbol} = instrument;
  const interval = countParam(params, 'interval') ?? 1;
  if (!INTERVALS.includes(interval)) throw new CallError('Subscription ohlc interval not supported');
  const isAsked = wantsSnapshot(params, 'snapshot');

  return {
    channel: 'ohlc',
    symbol,
    key: subscriptionKey('ohlc', symbol, interval),
    result: {channel: 'ohlc', interval, snapshot: isAsked, symbol},
    snapshot: () => {
      const bars = context.tape(symbol).candles.bars(interval, MOST_CANDLES);
      const data = bars.map(candle => candleRow(candle, interval, instrument));
      return isAsked ? {channel: 'ohlc', type: 'snapshot', data} : null;
    },
  };
};

const MARKET_CHANNELS: Readonly<Record<string, MarketChannel>> = {trade, book, ticker, ohlc};

const whole = ({context, params}: Asked, channel: string): Subscription => {
  const isAsked = channel === 'instrument' && wantsSnapshot(params, 'snapshot');

  return {
    channel,
    symbol: null,
    key: subscriptionKey(channel),
    result: {channel, snapshot: isAsked},
    snapshot: () => (isAsked ? {channel, type: 'snapshot', data: instrumentData(context)} : null),
  };
};

const accountOf = ({session}: Asked): string => {
  if (session.account === null) throw new CallError('ESession:Invalid session');

  return session.account;
};

const executions = (asked: Asked): Subscription => {
  const {context, session, params} = asked;
  const account = accountOf(asked);
  const wantsOrders = wantsSnapshot(params, 'snap_orders');
  const wantsTrades = textParam(params, 'snap_trades') === 'true';
  const {perMarket} = context.exchange.account(account).limits;

  return {
    channel: 'executions',
    symbol: null,
    key: subscriptionKey('executions'),
    result: {
      channel: 'executions',
      maxratecount: perMarket?.most ?? 0,
      snap_orders: wantsOrders,
      snap_trades: wantsTrades,
    },
    snapshot: () => {
      const data = [
        ...(wantsOrders ? openRows(context, account) : []),
        ...(wantsTrades ? tradeRows(context, account) : []),
      ];
      return {channel: 'executions', type: 'snapshot', data, sequence: session.nextSequence('executions')};
    },
  };
};

const openRows = (context: KrakenContext, account: string): readonly object[] =>
  context.exchange.truth
    .orders(account)
    .filter(order => isOpen(order) && !isForgotten(context, order))
    .map(order => snapshotRow(order, instrumentOf(context.exchange, order.request.symbol)));

const tradeRows = ({exchange}: KrakenContext, account: string): readonly object[] =>
  exchange.truth
    .executionsOf(account)
    .slice(-SNAPSHOT_TRADES)
    .flatMap(execution => {
      const order = exchange.truth.order(execution.orderId);
      return order === null ? [] : [tradeRow(execution, order, instrumentOf(exchange, execution.symbol))];
    });

const balances = (asked: Asked): Subscription => {
  const {context, session, params} = asked;
  const account = accountOf(asked);
  const isAsked = wantsSnapshot(params, 'snapshot');

  return {
    channel: 'balances',
    symbol: null,
    key: subscriptionKey('balances'),
    result: {channel: 'balances', snapshot: isAsked},
    snapshot: () => {
      const {exchange} = context;
      const assets = new Set(exchange.instruments.flatMap(({base, quote}) => [base, quote]));
      const data = [...assets].map(asset => {
        const balance = number(exchange.account(account).balance(asset), assetName(asset).digits);
        return {asset, asset_class: 'currency', balance, wallets: [{type: 'spot', id: 'main', balance}]};
      });
      const sequence = session.nextSequence('balances');
      return isAsked ? {channel: 'balances', type: 'snapshot', data, sequence} : null;
    },
  };
};
