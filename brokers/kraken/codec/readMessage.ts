import {type ExactObject, parseExact} from '../../net/exactJson.ts';
import {fieldOf, integerOf, isObject, objectOf, optionalText, textOf, timeOf} from '../../net/fields.ts';
import type {Answer, KrakenMessage} from './messages.ts';
import {readBalances, readExecutions} from './readAccount.ts';
import {readBooks, readInstruments, readTickers, readTrades} from './readMarket.ts';

/** One frame of Kraken's WebSocket v2. @throws SyntaxError or ShapeError on a frame that is not what the documentation says. */
export const readMessage = (text: string): KrakenMessage => {
  const frame = objectOf(parseExact(text), 'frame');
  const channel = optionalText(frame, 'channel');

  return channel === null ? readAnswer(frame) : readChannel(frame, channel);
};

const readChannel = (frame: ExactObject, channel: string): KrakenMessage => {
  const isSnapshot = fieldOf(frame, 'type') === 'snapshot';
  switch (channel) {
    case 'trade':
      return {kind: 'trades', trades: readTrades(frame)};
    case 'book':
      return {kind: 'books', isSnapshot, books: readBooks(frame)};
    case 'ticker':
      return {kind: 'tickers', tickers: readTickers(frame)};
    case 'instrument':
      return {kind: 'instruments', instruments: readInstruments(frame)};
    case 'executions':
      return {kind: 'executions', isSnapshot, sequence: sequenceOf(frame), executions: readExecutions(frame)};
    case 'balances':
      return {kind: 'balances', isSnapshot, sequence: sequenceOf(frame), balances: readBalances(frame)};
    case 'status':
      return readStatus(frame);
    default:
      return {kind: 'other', channel};
  }
};

const sequenceOf = (frame: ExactObject): number | null =>
  fieldOf(frame, 'sequence') === undefined ? null : integerOf(frame, 'sequence');

const readStatus = (frame: ExactObject): KrakenMessage => {
  const data = fieldOf(frame, 'data');
  const first = Array.isArray(data) ? data[0] : data;

  return {kind: 'status', system: textOf(objectOf(first, 'data'), 'system')};
};

const readAnswer = (frame: ExactObject): Answer | KrakenMessage => {
  const method = optionalText(frame, 'method') ?? '';
  const requestId = fieldOf(frame, 'req_id') === undefined ? null : integerOf(frame, 'req_id');
  if (requestId === null && method === 'pong') return {kind: 'other', channel: 'pong'};
  const result = fieldOf(frame, 'result');
  const isGood = fieldOf(frame, 'success') === true || method === 'pong';

  return {
    kind: 'answer',
    requestId,
    method,
    error: isGood ? null : (optionalText(frame, 'error') ?? 'no reason given'),
    result: isObject(result) ? result : {},
    time: fieldOf(frame, 'time_in') === undefined ? null : timeOf(frame, 'time_in'),
  };
};
