import type {ErrorMeaning} from '../net/VenueError.ts';
import type {Quirks} from './quirks.ts';

/** A failure of ccxt in our words: `raw` is the venue's, or the name of ccxt's class; never the message, which may hold a signed address. */
export type CcxtFailure = {readonly meaning: ErrorMeaning; readonly raw: string; readonly isAnswer: boolean};

const NOT_PLACED: Readonly<Record<string, string>> = {
  RateLimitExceeded: 'RATE_LIMITED',
  DDoSProtection: 'RATE_LIMITED',
  InvalidNonce: 'INVALID_NONCE',
  OnMaintenance: 'MARKET_RESTRICTED',
};
const REJECTED: Readonly<Record<string, string>> = {
  InsufficientFunds: 'INSUFFICIENT_FUNDS',
  OrderNotFound: 'UNKNOWN_ORDER',
  InvalidOrder: 'INVALID_ORDER',
  DuplicateOrderId: 'DUPLICATE_ORDER',
  OrderImmediatelyFillable: 'POST_ONLY_WOULD_TAKE',
  OrderNotFillable: 'INVALID_ORDER',
  AuthenticationError: 'PERMISSION_DENIED',
  PermissionDenied: 'PERMISSION_DENIED',
  AccountSuspended: 'PERMISSION_DENIED',
  AccountNotEnabled: 'PERMISSION_DENIED',
  BadSymbol: 'UNKNOWN_MARKET',
  BadRequest: 'INVALID_ORDER',
  ArgumentsRequired: 'INVALID_ORDER',
  NotSupported: 'NOT_ALLOWED',
  OperationRejected: 'NOT_ALLOWED',
  MarketClosed: 'MARKET_RESTRICTED',
};
const MAX_RAW = 200;

/** The venue's own word first, then ccxt's class; what neither knows is unknown, a bare ExchangeError too: it may be anything. */
export const failureOf = (error: unknown, quirks: Quirks): CcxtFailure => {
  const [name, message] = error instanceof Error ? [error.constructor.name, error.message] : ['', ''];
  const raw = quirks.rawError.exec(message)?.[1]?.slice(0, MAX_RAW) ?? name;
  const ofWord = quirks.meaningOf(raw);
  if (ofWord !== null && ofWord.code !== UNMAPPED.code) return {meaning: ofWord, raw, isAnswer: true};
  const ofClass = meaningOfClass(name);

  return {meaning: ofClass ?? UNMAPPED, raw, isAnswer: ofClass !== null || name === 'ExchangeError'};
};

const UNMAPPED: ErrorMeaning = {outcome: 'unknown', code: 'UNMAPPED_ERROR'};

const meaningOfClass = (name: string): ErrorMeaning | null => {
  const [notPlaced, rejected] = [NOT_PLACED[name], REJECTED[name]];
  if (notPlaced !== undefined) return {outcome: 'notPlaced', code: notPlaced};

  return rejected === undefined ? null : {outcome: 'rejected', code: rejected};
};
