import type {Request} from 'express';
import {isTimeframe} from '../domain/Candle.ts';
import {EVENT_TYPES, type EventType, isEventType} from '../domain/Event.ts';
import {MAX_CANDLES} from '../runtime/CandleStore.ts';
import type {BotView} from './BotView.ts';
import {HttpProblem} from './errors.ts';
import type {Page} from './JournalPages.ts';
import type {CandleSeries} from './protocol.ts';

const PAGE_LIMIT = 1_000;

/** `?limit=` and `?before=` of a list. Throws a problem of status 400 on anything but whole numbers. */
export const pageOf = ({query}: Request): Page => ({
  limit: wholeNumber(query['limit'] ?? '100', 'limit', PAGE_LIMIT),
  before: wholeNumber(query['before'] ?? String(Number.MAX_SAFE_INTEGER), 'before', Number.MAX_SAFE_INTEGER),
});

/** `?type=A,B` of the journal; none means all. */
export const typesOf = ({query}: Request): readonly EventType[] => {
  if (query['type'] === undefined) return [];

  return String(query['type'])
    .split(',')
    .map(name => (isEventType(name) ? name : refuse('type', name, EVENT_TYPES)));
};

export const seqOf = (value: unknown): number => wholeNumber(value, 'seq', Number.MAX_SAFE_INTEGER);

/** `?symbol=&timeframe=&limit=` of the candles. */
export const candlesOf = (bot: BotView, {query}: Request): CandleSeries => {
  const symbol = String(query['symbol'] ?? bot.symbols[0]);
  const timeframe = String(query['timeframe'] ?? bot.timeframe);
  if (!bot.symbols.includes(symbol)) return refuse('symbol', symbol, bot.symbols);
  if (!isTimeframe(timeframe) || !bot.timeframes.includes(timeframe))
    return refuse('timeframe', timeframe, bot.timeframes);

  return bot.series(symbol, timeframe, wholeNumber(query['limit'] ?? '500', 'limit', MAX_CANDLES));
};

const refuse = (path: string, value: string, known: readonly string[]): never => {
  throw new HttpProblem(400, {
    code: 'BAD_QUERY',
    path,
    message: `Unknown ${path} "${value}". Known: ${known.join(', ')}.`,
  });
};

const wholeNumber = (value: unknown, path: string, most: number): number => {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new HttpProblem(400, {
    code: 'BAD_QUERY',
    path,
    message: `"${String(value)}" is not a whole number from 1 to ${most}.`,
  });
};
