import type {ForeignOrder} from './ForeignOrder.ts';
import type {DecimalText} from './Market.ts';

/** What the edge tells the kernel of the account as the venue has it. */
export type AccountInputData = {
  /** The venue's private side is silent: what becomes of our orders is not heard until the books have been compared again. */
  AccountLost: {readonly reason: string};
  /** Our books and the venue's differ, and did when asked again; `persists` once it is no matter of timing any more. */
  AccountDiffered: {readonly differences: readonly string[]; readonly persists: boolean};
  /**
   * Somebody else changed the account, and the books follow the venue's word.
   * Counts only on the books that it was measured against: `basis` is the seq of the line that had changed them last.
   */
  AccountAdjusted: {
    /** The same for the same books: it cannot count twice. */
    readonly id: string;
    readonly basis: number;
    /** Changes, signed. */
    readonly cash: DecimalText;
    readonly holdings: readonly {readonly symbol: string; readonly change: DecimalText}[];
    readonly kind: 'rounding' | 'external';
    readonly reason: string;
  };
  /** The orders of others on the account are these now; `appeared` are the new ones, for people. */
  ForeignOrdersSeen: {readonly orders: readonly ForeignOrder[]; readonly appeared: readonly string[]};
  /** An order of this journal's name rests at the venue and is not in the journal. */
  StrayOrderFound: {readonly clientOrderId: string; readonly venueOrderId: string; readonly symbol: string};
  BalanceReported: {readonly asset: string; readonly total: DecimalText};
  /** The venue's word on what a real account held before the bot did anything; once in a journal, at its first start. */
  AccountOpened: {
    /** The account currency, and how much of it there is to trade with. */
    readonly currency: string;
    readonly cash: DecimalText;
    /** Everything else: it was somebody's before us and stays theirs. */
    readonly others: readonly {readonly asset: string; readonly total: DecimalText}[];
  };
  Reconciled: {
    readonly epoch: number;
    readonly openOrders: number;
    readonly differences: readonly string[];
    /** How often the account had been lost in this run: after a later loss it opens nothing. */
    readonly generation?: number;
  };
};
