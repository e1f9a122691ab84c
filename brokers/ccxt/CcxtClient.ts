/** A number of a unified structure: text, because the client is told to make `String` of every one. */
export type NumberText = string | undefined;

export type CcxtOrder = {
  readonly id?: string;
  readonly clientOrderId?: string;
  readonly symbol?: string;
  readonly side?: string;
  readonly type?: string;
  readonly status?: string;
  readonly amount?: NumberText;
  readonly filled?: NumberText;
  readonly price?: NumberText;
  readonly stopLossPrice?: NumberText;
  readonly triggerPrice?: NumberText;
  readonly timestamp?: number;
  readonly lastUpdateTimestamp?: number;
  readonly info: unknown;
};

type Fee = {readonly cost?: NumberText; readonly currency?: string};

export type CcxtTrade = {
  readonly id?: string;
  readonly order?: string;
  readonly symbol?: string;
  readonly timestamp?: number;
  readonly side?: string;
  readonly price?: NumberText;
  readonly amount?: NumberText;
  readonly takerOrMaker?: string;
  readonly fee?: Fee;
  readonly fees?: readonly Fee[];
  readonly info?: unknown;
};

export type CcxtMarket = {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly spot?: boolean;
  readonly active?: boolean;
  readonly maker?: NumberText;
  readonly taker?: NumberText;
  readonly precision: {readonly price?: NumberText; readonly amount?: NumberText};
  readonly limits: {
    readonly amount?: {readonly min?: NumberText};
    readonly cost?: {readonly min?: NumberText};
  };
};

export type CcxtMarkets = Readonly<Record<string, CcxtMarket>>;
export type CcxtParams = Readonly<Record<string, unknown>>;
type Query = [symbol?: string, since?: number, limit?: number, params?: CcxtParams];

/** As much of a ccxt client as the adapter uses: REST only, unified methods only. */
export type CcxtClient = {
  readonly id: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly options: Record<string, unknown>;
  urls: Record<string, unknown>;
  fetchImplementation: unknown;
  nonce: () => number;
  loadMarkets(reload?: boolean): Promise<CcxtMarkets>;
  fetchTime(): Promise<number | undefined>;
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<readonly unknown[][]>;
  fetchTrades(...query: Query): Promise<readonly CcxtTrade[]>;
  fetchTradingFee(symbol: string): Promise<{readonly maker?: NumberText; readonly taker?: NumberText}>;
  fetchBalance(): Promise<{readonly total: Readonly<Record<string, NumberText>>}>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: string,
    price: string | undefined,
    params: CcxtParams,
  ): Promise<CcxtOrder>;
  editOrder(
    id: string | undefined,
    symbol: string,
    type: string,
    side: string,
    amount: string,
    price: string | undefined,
    params: CcxtParams,
  ): Promise<CcxtOrder>;
  cancelOrder(id: string | undefined, symbol: string | undefined, params: CcxtParams): Promise<unknown>;
  fetchOrder(id: string, symbol: string): Promise<CcxtOrder>;
  fetchOrders(...query: Query): Promise<readonly CcxtOrder[]>;
  fetchOpenOrders(...query: Query): Promise<readonly CcxtOrder[]>;
  fetchClosedOrders(...query: Query): Promise<readonly CcxtOrder[]>;
  fetchMyTrades(...query: Query): Promise<readonly CcxtTrade[]>;
};
