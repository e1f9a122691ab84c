import type {AccountSnapshot, BrokerListener, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {Candle, Timeframe} from '../../core/domain/Candle.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';

/** An adapter as it is, save that a test may close candles when it wants and sees what was sent. */
export class TappedBroker implements IBrokerAdapter {
  readonly sent: OrderIntent[] = [];
  readonly #inner: IBrokerAdapter;
  #listener: BrokerListener | null = null;

  constructor(inner: IBrokerAdapter) {
    this.#inner = inner;
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
    this.sent.push(intent);
    this.#inner.submit(intent);
  }

  cancel(clientOrderId: string): void {
    this.#inner.cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: string, stopPrice?: string): void {
    this.#inner.amend(clientOrderId, quantity, stopPrice);
  }

  account(): Promise<AccountSnapshot> {
    return this.#inner.account();
  }

  stop(): Promise<void> {
    return this.#inner.stop();
  }

  /** A bar of one price closes. */
  bar(symbol: string, time: number, price: number): void {
    const candle = {time, open: price, high: price, low: price, close: price, volume: 1_000};
    this.#listener?.onCandle(symbol, '1m', candle);
  }
}
