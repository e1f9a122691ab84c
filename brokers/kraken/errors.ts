import type {ErrorMeaning, ErrorOutcome} from '../net/VenueError.ts';

/** Kraken's own texts, by how they begin; the first match counts. What is not here is unknown, never a refusal. */
const TABLE: readonly (readonly [prefix: string, outcome: ErrorOutcome, code: string])[] = [
  ['EOrder:Insufficient funds', 'rejected', 'INSUFFICIENT_FUNDS'],
  ['EOrder:Insufficient margin', 'rejected', 'INSUFFICIENT_FUNDS'],
  ['EOrder:Margin allowance exceeded', 'rejected', 'MARGIN_LIMIT'],
  ['EOrder:Margin level too low', 'rejected', 'MARGIN_LIMIT'],
  ['EOrder:Margin position size exceeded', 'rejected', 'MARGIN_LIMIT'],
  ['EOrder:Order minimum not met', 'rejected', 'BELOW_MINIMUM'],
  ['EOrder:Cost minimum not met', 'rejected', 'BELOW_MINIMUM'],
  ['EOrder:Tick size check failed', 'rejected', 'OFF_TICK'],
  ['EOrder:Invalid price', 'rejected', 'INVALID_ORDER'],
  ['EOrder:Invalid order', 'rejected', 'INVALID_ORDER'],
  ['EOrder:Post only order', 'rejected', 'POST_ONLY_WOULD_TAKE'],
  ['EOrder:Reduce only', 'rejected', 'REDUCE_ONLY'],
  ['EOrder:Cannot open position', 'rejected', 'NOT_ALLOWED'],
  ['EOrder:Cannot open opposing position', 'rejected', 'NOT_ALLOWED'],
  ['EOrder:Positions limit exceeded', 'rejected', 'TOO_MANY_POSITIONS'],
  ['EOrder:Orders limit exceeded', 'rejected', 'TOO_MANY_ORDERS'],
  ['EOrder:Domain orders limit exceeded', 'rejected', 'TOO_MANY_ORDERS'],
  ['EOrder:Trading agreement required', 'rejected', 'NOT_ALLOWED'],
  ['EOrder:Unknown order', 'rejected', 'UNKNOWN_ORDER'],
  ['EOrder:Rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
  ['EOrder:Domain rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
  ['EAPI:Rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
  ['EGeneral:Temporary lockout', 'notPlaced', 'RATE_LIMITED'],
  ['EService:Throttled', 'notPlaced', 'RATE_LIMITED'],
  ['EService: Throttled', 'notPlaced', 'RATE_LIMITED'],
  ['EAPI:Invalid nonce', 'notPlaced', 'INVALID_NONCE'],
  ['EService:Deadline elapsed', 'notPlaced', 'DEADLINE_ELAPSED'],
  ['EService:Market in cancel_only mode', 'notPlaced', 'MARKET_RESTRICTED'],
  ['EService:Market in post_only mode', 'notPlaced', 'MARKET_RESTRICTED'],
  ['EService:Market in limit_only mode', 'notPlaced', 'MARKET_RESTRICTED'],
  ['EService:Market in maintenance mode', 'notPlaced', 'MARKET_RESTRICTED'],
  ['EGeneral:Invalid arguments', 'rejected', 'INVALID_ORDER'],
  ['EGeneral:Permission denied', 'rejected', 'PERMISSION_DENIED'],
  ['EGeneral:Unknown method', 'rejected', 'INVALID_ORDER'],
  ['EAPI:Invalid key', 'rejected', 'PERMISSION_DENIED'],
  ['EAPI:Invalid signature', 'rejected', 'PERMISSION_DENIED'],
  ['EAPI:Bad request', 'rejected', 'INVALID_ORDER'],
  ['EAPI:Feature disabled', 'rejected', 'NOT_ALLOWED'],
  ['ESession:Invalid session', 'notPlaced', 'SESSION_ENDED'],
  ['EAuth:Account temporary disabled', 'rejected', 'PERMISSION_DENIED'],
  ['EAuth:Account unconfirmed', 'rejected', 'PERMISSION_DENIED'],
  ['EAuth:Rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
  ['EAuth:Too many requests', 'notPlaced', 'RATE_LIMITED'],
  ['EQuery:Unknown asset pair', 'rejected', 'UNKNOWN_MARKET'],
  ['EQuery:Invalid asset pair', 'rejected', 'UNKNOWN_MARKET'],
  ['EAccount:Invalid permissions', 'rejected', 'PERMISSION_DENIED'],
  ['EFunding:', 'rejected', 'NOT_ALLOWED'],
  ['EService:Unavailable', 'unknown', 'VENUE_UNAVAILABLE'],
  ['EService:Busy', 'unknown', 'VENUE_UNAVAILABLE'],
  ['EService:Timeout', 'unknown', 'VENUE_UNAVAILABLE'],
  ['EGeneral:Internal error', 'unknown', 'VENUE_UNAVAILABLE'],
];

const UNMAPPED: ErrorMeaning = {outcome: 'unknown', code: 'UNMAPPED_ERROR'};

/** The meaning of one raw error text. */
export const meaningOf = (raw: string): ErrorMeaning => {
  const row = TABLE.find(([prefix]) => raw.startsWith(prefix));
  if (row === undefined) return UNMAPPED;
  const [, outcome, code] = row;

  return {outcome, code};
};
