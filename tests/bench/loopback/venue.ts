import {KrakenBroker} from '../../../brokers/kraken/KrakenBroker.ts';
import {openWebSocket} from '../../../brokers/net/openWebSocket.ts';
import type {OpenSocket, SocketEvents} from '../../../brokers/net/Socket.ts';
import {type Simulator, startSimulator} from '../../../brokers/simulator/startSimulator.ts';
import {fromNumber} from '../../../core/domain/Decimal.ts';
import type {OrderIntent} from '../../../core/domain/Order.ts';
import type {OrderReport} from '../../../core/domain/OrderReport.ts';
import type {Trade} from '../../../core/domain/Trade.ts';
import type {BrokerListener, FeedReport} from '../../../brokers/IBrokerAdapter.ts';

export const SYMBOL = 'SOL/USD';

/** A quiet exchange on loopback at real speed: nothing trades but what a bench asks for. */
export const openVenue = async (): Promise<Simulator> => {
  const simulator = await startSimulator({
    port: 0,
    symbols: [SYMBOL],
    balances: {USD: '10000000', SOL: '100000'},
    rateTier: 'off',
    flow: false,
    historyMinutes: 10,
  });
  printTrade(simulator, 100);

  return simulator;
};

/** One public trade; the crowd's quotes follow it. */
export const printTrade = ({market, publish, now}: Simulator, price: number): void => {
  market.crowd.quote(SYMBOL, fromNumber(price), 'buy', now());
  market.crowd.take(SYMBOL, {side: 'buy', price: fromNumber(price), quantity: fromNumber(1)}, now());
  publish();
};

type Wait = {readonly fits: (desk: Desk) => boolean; readonly resolve: () => void};

/** The native adapter as a bench uses it: resolves waits the moment that something is told, without polling. */
export class Desk implements BrokerListener {
  readonly broker: KrakenBroker;
  readonly reports: OrderReport[] = [];
  readonly feed: FeedReport[] = [];
  trades = 0;
  lastTrade: Trade | null = null;
  #public: SocketEvents | null = null;
  #waits: Wait[] = [];

  private constructor(simulator: Simulator) {
    const {restUrl, wsPublicUrl, wsPrivateUrl} = simulator;
    const openSocket: OpenSocket = (url, events) => {
      if (url === wsPublicUrl) this.#public = events;

      return openWebSocket(url, events);
    };
    const urls = {rest: restUrl, publicSocket: wsPublicUrl, privateSocket: wsPrivateUrl};
    this.broker = new KrakenBroker({
      credentials: simulator,
      simulated: {speed: 1},
      edge: {urls, openSocket, tier: 'pro'},
    });
  }

  static async open(simulator: Simulator): Promise<Desk> {
    const desk = new Desk(simulator);
    await desk.broker.markets([SYMBOL]);
    await desk.broker.connect(desk);
    await desk.broker.start();

    return desk;
  }

  /** A limit order far below the market: it rests. */
  submit(clientOrderId: string): void {
    this.broker.submit({
      clientOrderId,
      symbol: SYMBOL,
      side: 'buy',
      type: 'limit',
      limitPrice: '50',
      quantity: '1',
      reduceOnly: false,
      purpose: 'entry',
      strategy: 'bench',
      decision: 1,
    } satisfies OrderIntent);
  }

  /** Hands a frame to the adapter as if it had come over its public socket. */
  hear(frame: string): void {
    this.#public?.onText(frame);
  }

  until(fits: (desk: Desk) => boolean): Promise<void> {
    if (fits(this)) return Promise.resolve();

    return new Promise(resolve => {
      this.#waits.push({fits, resolve});
    });
  }

  told(clientOrderId: string, kind: OrderReport['kind']): Promise<void> {
    return this.until(({reports}) =>
      reports.some(
        report => report.kind === kind && 'clientOrderId' in report && report.clientOrderId === clientOrderId,
      ),
    );
  }

  onTrade(trade: Trade): void {
    this.trades += 1;
    this.lastTrade = trade;
    this.#wake();
  }

  onOrder(report: OrderReport): void {
    this.reports.push(report);
    this.#wake();
  }

  onFeed(report: FeedReport): void {
    this.feed.push(report);
    this.#wake();
  }

  onDisplayTrade(): void {}

  onCandle(): void {}

  onEnd(): void {}

  settle(): null {
    return null;
  }

  #wake(): void {
    const due = this.#waits.filter(({fits}) => fits(this));
    if (due.length === 0) return;
    this.#waits = this.#waits.filter(wait => !due.includes(wait));
    for (const {resolve} of due) resolve();
  }
}
