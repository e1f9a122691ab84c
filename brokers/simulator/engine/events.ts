import type {Decimal} from '../../../core/domain/Decimal.ts';
import type {Instrument} from './Instrument.ts';
import type {Side} from '../../../core/domain/Order.ts';
import type {Execution, ExchangeOrder, PublicTrade} from './orders.ts';

/** What an order went through; `triggered` is a stop that works now. */
export type OrderChange = 'pending_new' | 'new' | 'triggered' | 'amended' | 'filled' | 'canceled' | 'expired';

export type ExchangeMode = 'online' | 'maintenance' | 'cancel_only' | 'post_only' | 'limit_only';

/** What happens at the exchange, in order. An order is given as it stood at that moment. */
export type ExchangeEvent =
  | {
      readonly type: 'order';
      readonly change: OrderChange;
      readonly order: Readonly<ExchangeOrder>;
      readonly time: number;
    }
  | {readonly type: 'execution'; readonly execution: Execution; readonly order: Readonly<ExchangeOrder>}
  | {readonly type: 'trade'; readonly trade: PublicTrade}
  | {
      readonly type: 'level';
      readonly symbol: string;
      readonly side: Side;
      readonly price: Decimal;
      /** What rests there now; zero where the level is gone. */
      readonly quantity: Decimal;
    }
  | {
      readonly type: 'balance';
      readonly account: string;
      readonly asset: string;
      readonly amount: Decimal;
      readonly balance: Decimal;
      readonly fee: Decimal;
      /** Execution behind it, or null for a deposit. */
      readonly executionId: string | null;
      readonly time: number;
    }
  | {
      readonly type: 'deadMan';
      readonly account: string;
      /** Ms UTC at which everything of the account is cancelled; null where the switch is off or has fallen. */
      readonly firesAt: number | null;
      readonly time: number;
    }
  | {readonly type: 'instrument'; readonly instrument: Instrument; readonly time: number}
  | {readonly type: 'mode'; readonly mode: ExchangeMode; readonly time: number};
