import type {Refusal} from '../../engine/Refusal.ts';

/** A call that Kraken answers with an error text. */
export class CallError extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'CallError';
  }
}

/** Kraken's words. The text for a client id in use is not documented: clients must take any text. */
const TEXTS: Readonly<Record<Refusal, string>> = {
  UNKNOWN_SYMBOL: 'EQuery:Unknown asset pair',
  BAD_QUANTITY: 'EGeneral:Invalid arguments:volume',
  BAD_PRICE: 'EGeneral:Invalid arguments:price',
  BAD_COMBINATION: 'EGeneral:Invalid arguments',
  TICK_SIZE: 'EOrder:Tick size check failed',
  LOT_SIZE: 'EGeneral:Invalid arguments:volume',
  MIN_QUANTITY: 'EOrder:Order minimum not met',
  MIN_COST: 'EOrder:Cost minimum not met',
  INSUFFICIENT_FUNDS: 'EOrder:Insufficient funds',
  POST_ONLY_WOULD_TAKE: 'EOrder:Post only order',
  CLIENT_ID_IN_USE: 'EOrder:Client order id already in use',
  DEADLINE_ELAPSED: 'EService:Deadline elapsed',
  RATE_LIMIT: 'EOrder:Rate limit exceeded',
  ORDERS_LIMIT: 'EOrder:Orders limit exceeded',
  UNKNOWN_ORDER: 'EOrder:Unknown order',
  UNAVAILABLE: 'EService:Unavailable',
  CANCEL_ONLY: 'EService:Market in cancel_only mode',
  POST_ONLY_MODE: 'EService:Market in post_only mode',
  LIMIT_ONLY_MODE: 'EService:Market in limit_only mode',
};

export const textOf = (refusal: Refusal): string => TEXTS[refusal];
