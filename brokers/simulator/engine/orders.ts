import type {Decimal} from '../../../core/domain/Decimal.ts';
import type {Side} from '../../../core/domain/Order.ts';

export type OrderKind = 'market' | 'limit' | 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';
export type TimeInForce = 'GTC' | 'GTD' | 'IOC' | 'FOK';
/** Which order goes when an account would trade with itself. */
export type SelfTradePrevention = 'cancel_newest' | 'cancel_oldest' | 'cancel_both';

/** An order as it is asked for. */
export type OrderRequest = {
  readonly symbol: string;
  readonly side: Side;
  readonly kind: OrderKind;
  /** Base units. */
  readonly quantity: Decimal;
  readonly limitPrice: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly timeInForce: TimeInForce;
  /** Ms UTC, for GTD only. */
  readonly expiresAt: number | null;
  readonly postOnly: boolean;
  readonly clientOrderId: string | null;
  readonly userReference: number;
  readonly selfTradePrevention: SelfTradePrevention;
  /** Ms UTC after which the exchange must not accept it any more. */
  readonly deadline: number | null;
};

/** `pending_new` waits for its trigger; the last three are final. */
export type OrderStatus = 'pending_new' | 'new' | 'partially_filled' | 'filled' | 'canceled' | 'expired';

/** An order that the exchange took, in its present state. */
export type ExchangeOrder = {
  readonly id: string;
  readonly account: string;
  readonly request: OrderRequest;
  readonly openedAt: number;
  quantity: Decimal;
  limitPrice: Decimal | null;
  triggerPrice: Decimal | null;
  status: OrderStatus;
  filled: Decimal;
  /** Sum of price times quantity of its executions, in quote units. */
  cost: Decimal;
  /** Quote units. */
  fee: Decimal;
  /** What is set aside for it: quote units of a buy, base units of a sell. */
  hold: Decimal;
  isTriggered: boolean;
  closedAt: number | null;
  /** Why it ended, in the exchange's words; empty while it is open or when it is filled. */
  reason: string;
  /** When it was last added or amended: rate counters punish haste. */
  touchedAt: number;
  readonly executionIds: string[];
};

export type Liquidity = 'maker' | 'taker';

/** One side's part of one trade. */
export type Execution = {
  readonly id: string;
  /** Sequential in its market, and the same for both sides. */
  readonly tradeId: number;
  readonly orderId: string;
  readonly account: string;
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  /** Quote units. */
  readonly fee: Decimal;
  readonly liquidity: Liquidity;
  readonly time: number;
};

export type PublicTrade = {
  readonly symbol: string;
  readonly id: number;
  readonly time: number;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly takerSide: Side;
  readonly takerKind: 'market' | 'limit';
};

export const isOpen = ({status}: ExchangeOrder): boolean =>
  status === 'pending_new' || status === 'new' || status === 'partially_filled';

export const isTriggerKind = (kind: OrderKind): boolean => kind !== 'market' && kind !== 'limit';

/** True for the kinds that have a limit once they work. */
export const isLimitKind = (kind: OrderKind): boolean => kind.endsWith('limit');
