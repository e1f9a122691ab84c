import type {AccountSnapshot, BrokerListener, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {Candle, Timeframe} from '../../core/domain/Candle.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';

/** Something that leaves for the venue, and the type of the line that must stand before it. */
export type Sent = {
  readonly type: 'OrderSubmitted' | 'CancelRequested' | 'AmendRequested';
  readonly clientOrderId: string;
};

/** An adapter as it is, save that a test may close candles when it wants and sees what leaves, before it does. */
export class TappedBroker implements IBrokerAdapter {
  readonly #inner: IBrokerAdapter;
  readonly #onSend: (sent: Sent) => void;
  #listener: BrokerListener | null = null;

  constructor(inner: IBrokerAdapter, onSend: (sent: Sent) => void = () => undefined) {
    this.#inner = inner;
    this.#onSend = onSend;
  }

  get identity(): IBrokerAdapter['identity'] {
    return this.#inner.identity;
  }

  get capabilities(): IBrokerAdapter['capabilities'] {
    return this.#inner.capabilities;
  }

  now(): number {
    return this.#inner.now();
  }

  markets(symbols: readonly string[]): Promise<readonly MarketSpec[]> {
    return this.#inner.markets(symbols);
  }

  history(symbol: string, timeframe: Timeframe, count: number): Promise<readonly Candle[]> {
    return this.#inner.history(symbol, timeframe, count);
  }

  connect(listener: BrokerListener): Promise<void> {
    this.#listener = listener;

    return this.#inner.connect(listener);
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  submit(intent: OrderIntent): void {
    this.#onSend({type: 'OrderSubmitted', clientOrderId: intent.clientOrderId});
    this.#inner.submit(intent);
  }

  cancel(clientOrderId: string): void {
    this.#onSend({type: 'CancelRequested', clientOrderId});
    this.#inner.cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: string, stopPrice?: string): void {
    this.#onSend({type: 'AmendRequested', clientOrderId});
    this.#inner.amend(clientOrderId, quantity, stopPrice);
  }

  liveThrough(symbol: string, timeframe: Timeframe, candle: Candle): Promise<void> | null {
    return this.#inner.liveThrough?.(symbol, timeframe, candle) ?? null;
  }

  account(): Promise<AccountSnapshot> {
    return this.#inner.account();
  }

  stop(): Promise<void> {
    return this.#inner.stop();
  }

  /** The venue's private side falls silent. */
  lose(reason: string): void {
    this.#listener?.onAccount?.({kind: 'lost', reason});
  }

  /** A bar of one price closes. */
  bar(symbol: string, time: number, price: number): void {
    const candle = {time, open: price, high: price, low: price, close: price, volume: 1_000};
    this.#listener?.onCandle(symbol, '1m', candle);
  }
}
