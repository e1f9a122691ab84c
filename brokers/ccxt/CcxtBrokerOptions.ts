import type {CcxtEdge} from './CcxtEdge.ts';
import type {CcxtCredentials} from './openClient.ts';

export type CcxtBrokerOptions = {
  /** ccxt's name of the exchange. */
  readonly exchange: string;
  readonly credentials: CcxtCredentials;
  /** Other than the real clock and network. */
  readonly edge?: Partial<CcxtEdge>;
  /** Set when the other end is a simulated exchange on this machine: its addresses in ccxt's names, and its market time per real time. */
  readonly simulated?: {readonly urls: Readonly<Record<string, string>>; readonly speed: number};
  /** Time between two looks at our orders while there are any, and at the trades of the markets. */
  readonly ordersEveryMs?: number;
  readonly tradesEveryMs?: number;
};
