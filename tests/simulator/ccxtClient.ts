import type {Simulator} from '../../brokers/simulator/startSimulator.ts';

type Order = {
  readonly id: string;
  readonly clientOrderId: string | undefined;
  readonly status: string | undefined;
  readonly filled: number | undefined;
  readonly info: Record<string, unknown>;
};
type Fill = {
  readonly id: string;
  readonly order: string;
  readonly price: number;
  readonly amount: number;
  readonly takerOrMaker: string;
};
type Params = Record<string, unknown>;

/** As much of ccxt's Kraken client as the tests use. */
export type CcxtClient = {
  urls: {api: Record<string, unknown>};
  nonce: () => number;
  loadHttpProxyAgent(): Promise<void>;
  loadMarkets(): Promise<Record<string, {precision: {price: number; amount: number}; taker: number; maker: number}>>;
  fetchTime(): Promise<number>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<number[][]>;
  fetchTrades(symbol: string, since?: number, limit?: number): Promise<{price: number; timestamp: number}[]>;
  fetchTicker(symbol: string): Promise<{bid: number; ask: number; last: number}>;
  fetchOrderBook(symbol: string, limit?: number): Promise<{bids: number[][]; asks: number[][]}>;
  fetchBalance(): Promise<{total: Record<string, number>; used: Record<string, number>; free: Record<string, number>}>;
  fetchTradingFee(symbol: string): Promise<{maker: number; taker: number}>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
    params?: Params,
  ): Promise<Order>;
  createOrderWs(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
    params?: Params,
  ): Promise<Order>;
  editOrder(id: string, symbol: string, type: string, side: string, amount?: number, price?: number): Promise<Order>;
  cancelOrder(id: string | undefined, symbol?: string, params?: Params): Promise<Order>;
  cancelOrderWs(id: string): Promise<unknown>;
  cancelAllOrders(): Promise<Order[]>;
  cancelAllOrdersAfter(timeoutMs: number): Promise<{result: {currentTime: string; triggerTime: string}}>;
  fetchOrder(id: string): Promise<Order>;
  fetchOpenOrders(symbol?: string, since?: number, limit?: number, params?: Params): Promise<Order[]>;
  fetchClosedOrders(symbol?: string): Promise<Order[]>;
  fetchMyTrades(symbol?: string): Promise<Fill[]>;
  watchTrades(symbol: string): Promise<{price: number; id: string}[]>;
  watchTicker(symbol: string): Promise<{bid: number; ask: number}>;
  watchOHLCV(symbol: string, timeframe: string): Promise<number[][]>;
  watchOrderBook(symbol: string, depth?: number): Promise<{bids: number[][]; asks: number[][]}>;
  watchOrders(): Promise<Order[]>;
  watchMyTrades(): Promise<Fill[]>;
  watchBalance(): Promise<{total: Record<string, number>}>;
  /** Its side of one socket, not opened by this. */
  client(url: string): {onMessage(event: {readonly data: string}): void};
  close(): Promise<void>;
};

type Maker = new (options: object) => CcxtClient;

/** An unmodified ccxt.pro client whose addresses lead to the simulator; only its nonce is made to rise. */
export const openCcxt = async (simulator: Simulator): Promise<CcxtClient> => {
  const module: {default: Maker} = await import(new URL('./src/pro/kraken.js', import.meta.resolve('ccxt')).href);
  const {apiKey, apiSecret, restUrl, wsPublicUrl, wsPrivateUrl} = simulator;
  const client = new module.default({apiKey, secret: apiSecret, enableRateLimit: false});
  let last = 0;
  // By the clock, as others who use the key do: only so does the later call have the higher number.
  client.nonce = () => {
    last = Math.max(last + 1, Date.now() * 1_000);
    return last;
  };
  client.urls.api = {
    ...client.urls.api,
    public: restUrl,
    private: restUrl,
    ws: {public: wsPublicUrl, publicV2: wsPublicUrl, private: wsPrivateUrl, privateV2: wsPrivateUrl},
  };
  await client.loadHttpProxyAgent();

  return client;
};
