import type {ExchangeEvent} from '../../../engine/events.ts';
import type {FrameFault, FrameKind} from '../../../faults/Fault.ts';
import {assetName} from '../KrakenNames.ts';
import type {KrakenContext} from '../KrakenContext.ts';
import {number, NumberText, stamp} from '../numberText.ts';
import {instrumentOf} from '../orderRows.ts';
import {INTERVALS} from '../publicCalls.ts';
import {type BookData, BookView, DEPTHS} from './BookView.ts';
import {changeRow, tradeRow} from './executionRows.ts';
import {candleRow, instrumentData, publicTradeRow, tickerRow} from './marketRows.ts';
import {type Session, subscriptionKey} from './Session.ts';

const VERSION = '2.0.10';
/** Book updates of one event go out one by one; a quiet market sends none. */
type Trade = Extract<ExchangeEvent, {type: 'trade'}>['trade'];

/** Turns what happened at the exchange into frames for the sockets that asked for them. */
export class Streams {
  readonly sessions = new Set<Session>();
  readonly #context: KrakenContext;
  readonly #views = new Map<string, BookView>();
  #queue: ExchangeEvent[] = [];

  constructor(context: KrakenContext) {
    this.#context = context;
    context.exchange.listen(event => this.#queue.push(event));
  }

  /** Sends everything that happened since the last call, in order. */
  publish(): void {
    this.#context.commit();
    const events = this.#queue;
    this.#queue = [];
    const trades = new Map<string, Trade[]>();
    const touched = new Set<string>();
    for (const event of events) {
      if (event.type === 'trade') this.#collect(trades, event.trade);
      else if (event.type === 'level') touched.add(event.symbol);
      else this.#tell(event);
    }
    for (const [symbol, list] of trades) this.#publishTrades(symbol, list);
    for (const symbol of touched) this.#publishBook(symbol);
    for (const symbol of new Set([...trades.keys(), ...touched])) this.#publishTicker(symbol, trades.has(symbol));
  }

  /** The book as every subscriber of this depth knows it. */
  view(symbol: string, depth: number): BookView {
    const key = subscriptionKey('book', symbol, depth);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view = new BookView(instrumentOf(this.#context.exchange, symbol), this.#context.exchange.book(symbol), depth);
    this.#views.set(key, view);

    return view;
  }

  /** Welcomes a socket, or tells it of maintenance. */
  sendStatus(session: Session): void {
    const row = {
      version: VERSION,
      system: this.#context.exchange.mode,
      api_version: 'v2',
      connection_id: new NumberText('6447481662169813000'),
    };
    session.send('status', {channel: 'status', type: 'update', data: [row]});
  }

  heartbeat(): void {
    for (const session of this.sessions) {
      if (session.subscriptions.size > 0) session.send('heartbeat', {channel: 'heartbeat'});
    }
  }

  #collect(trades: Map<string, Trade[]>, trade: Trade): void {
    this.#context.tape(trade.symbol).add(trade);
    const list = trades.get(trade.symbol) ?? [];
    list.push(trade);
    trades.set(trade.symbol, list);
  }

  #tell(event: Exclude<ExchangeEvent, {type: 'trade' | 'level'}>): void {
    switch (event.type) {
      case 'order':
        return this.#sendExecution(event.order.account, 'executions', event.order.request.symbol, instrument =>
          changeRow(event, instrument),
        );
      case 'execution':
        return this.#sendExecution(event.execution.account, 'fill', event.execution.symbol, instrument =>
          tradeRow(event.execution, event.order, instrument),
        );
      case 'balance':
        return this.#sendBalance(event);
      case 'mode':
        for (const session of this.sessions) this.sendStatus(session);
        return undefined;
      case 'instrument':
        return this.#sendInstruments();
      case 'deadMan':
        return undefined;
      default:
        return event satisfies never;
    }
  }

  #sendInstruments(): void {
    const frame = {channel: 'instrument', type: 'update', data: instrumentData(this.#context)};
    for (const session of this.#subscribers(subscriptionKey('instrument'))) session.send('instrument', frame);
  }

  #sendExecution(
    account: string,
    kind: FrameKind,
    symbol: string,
    row: (instrument: ReturnType<typeof instrumentOf>) => object,
  ): void {
    const data = [row(instrumentOf(this.#context.exchange, symbol))];
    for (const session of this.#subscribers('executions', account)) {
      const faults = [...this.#context.faults.atFrame('executions'), ...this.#strike(kind)];
      if (faults.some(fault => fault.name === 'sequence-gap')) session.nextSequence('executions');
      const frame = {channel: 'executions', type: 'update', data, sequence: session.nextSequence('executions')};
      session.send('executions', frame);
      if (faults.some(fault => fault.name === 'duplicate-execution')) {
        session.send('executions', {...frame, sequence: session.nextSequence('executions')});
      }
    }
  }

  #strike(kind: FrameKind): readonly FrameFault[] {
    return kind === 'executions' ? [] : this.#context.faults.atFrame(kind);
  }

  #sendBalance(event: Extract<ExchangeEvent, {type: 'balance'}>): void {
    const {digits} = assetName(event.asset);
    const row = {
      asset: event.asset,
      asset_class: 'currency',
      amount: number(event.amount, digits),
      balance: number(event.balance, digits),
      fee: number(event.fee, digits),
      ledger_id: 'LTLFRR-6LMFS-LJXIIK',
      ref_id: event.executionId ?? 'deposit',
      timestamp: stamp(event.time),
      type: event.executionId === null ? 'deposit' : 'trade',
      subtype: '',
      category: event.executionId === null ? 'deposit' : 'trade',
      wallet_type: 'spot',
      wallet_id: 'main',
    };
    for (const session of this.#subscribers('balances', event.account)) {
      if (this.#context.faults.atFrame('balances').length > 0) session.nextSequence('balances');
      session.send('balances', {
        channel: 'balances',
        type: 'update',
        data: [row],
        sequence: session.nextSequence('balances'),
      });
    }
  }

  #publishTrades(symbol: string, trades: readonly Trade[]): void {
    const instrument = instrumentOf(this.#context.exchange, symbol);
    const isDropped = this.#context.faults.atFrame('trade').length > 0;
    const frame = {channel: 'trade', type: 'update', data: trades.map(trade => publicTradeRow(trade, instrument))};
    if (!isDropped)
      for (const session of this.#subscribers(subscriptionKey('trade', symbol))) session.send('trade', frame);
    for (const interval of INTERVALS) {
      const sessions = this.#subscribers(subscriptionKey('ohlc', symbol, interval));
      if (sessions.length === 0) continue;
      const data = this.#context
        .tape(symbol)
        .candles.bars(interval, 1)
        .map(candle => candleRow(candle, interval, instrument));
      const candles = {channel: 'ohlc', type: 'update', timestamp: stamp(this.#context.now()), data};
      for (const session of sessions) session.send('ohlc', candles);
    }
  }

  #publishBook(symbol: string): void {
    for (const depth of DEPTHS) {
      const view = this.#views.get(subscriptionKey('book', symbol, depth));
      const change = view?.update() ?? null;
      if (change === null) continue;
      const sessions = this.#subscribers(subscriptionKey('book', symbol, depth));
      if (sessions.length === 0) continue;
      const frame = this.#bookFrame(symbol, change);
      for (const session of sessions) session.send('book', frame);
    }
  }

  #bookFrame(symbol: string, {bids, asks, checksum}: BookData): object {
    const isWrong = this.#context.faults.atFrame('book').length > 0;
    const row = {symbol, bids, asks, checksum: isWrong ? (checksum ^ 1) >>> 0 : checksum};

    return {channel: 'book', type: 'update', data: [{...row, timestamp: stamp(this.#context.now())}]};
  }

  #publishTicker(symbol: string, hasTrade: boolean): void {
    const onTrade = hasTrade ? this.#subscribers(subscriptionKey('ticker', symbol, 'trades')) : [];
    const sessions = [...onTrade, ...this.#subscribers(subscriptionKey('ticker', symbol, 'bbo'))];
    if (sessions.length === 0) return;
    const data = [tickerRow(this.#context, instrumentOf(this.#context.exchange, symbol))];
    for (const session of sessions) session.send('ticker', {channel: 'ticker', type: 'update', data});
  }

  #subscribers(key: string, account: string | null = null): readonly Session[] {
    return [...this.sessions].filter(
      session => session.subscriptions.has(key) && (account === null || session.account === account),
    );
  }
}
