/** Why the exchange says no; each dialect has its own words for these. */
export type Refusal =
  | 'UNKNOWN_SYMBOL'
  | 'BAD_QUANTITY'
  | 'BAD_PRICE'
  | 'BAD_COMBINATION'
  | 'TICK_SIZE'
  | 'LOT_SIZE'
  | 'MIN_QUANTITY'
  | 'MIN_COST'
  | 'INSUFFICIENT_FUNDS'
  | 'POST_ONLY_WOULD_TAKE'
  | 'CLIENT_ID_IN_USE'
  | 'DEADLINE_ELAPSED'
  | 'RATE_LIMIT'
  | 'ORDERS_LIMIT'
  | 'UNKNOWN_ORDER'
  | 'UNAVAILABLE'
  | 'CANCEL_ONLY'
  | 'POST_ONLY_MODE'
  | 'LIMIT_ONLY_MODE';

export type Refused = {readonly ok: false; readonly refusal: Refusal};

export const refused = (refusal: Refusal): Refused => ({ok: false, refusal});
