import type {Book} from '../../core/domain/Book.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {MARGIN, MINUTE, PLAIN, intent, usd} from './orders.ts';

/**
 * Examples of the fill model as tables that a person can follow with a pencil. One line is one piece of evidence:
 *
 *     time | evidence | we send | what happens
 *
 * Time is `minutes:seconds`. Evidence is `bar OPEN HIGH LOW CLOSE x VOLUME`, `trade PRICE x QUANTITY`, or
 * `book BIDxQUANTITY … / ASKxQUANTITY …`. What stands under "we send" is sent right after the evidence was seen, of a bar at its
 * end; `when a fills: …` is sent the moment that order a fills. Lines that begin with # say the arithmetic.
 */
export type Example = {
  readonly title: string;
  readonly table: string;
  readonly fill?: Partial<FillSettings>;
  readonly market?: Partial<MarketSpec>;
  /** Quote units at the start. */
  readonly cash?: string;
  readonly ambiguousBars?: number;
};

export type Played = {
  readonly expected: readonly string[];
  readonly happened: readonly string[];
  readonly ambiguousBars: number;
};

/** Plays the table; one text for each of its lines, as it stands there and as it came out. */
export const playTable = ({table, fill, market, cash = '100000'}: Example): Played => {
  const spec = {...MARGIN, ...market};
  const balances = usd(cash).map(balance => ({...balance, asset: spec.quote}));
  const play = new TablePlay(spec, new PaperVenue({balances, fill: {...PLAIN, ...fill}}));
  const rows = table
    .split('\n')
    .map(readRow)
    .filter(row => row !== null);

  return {
    expected: rows.map(({time, happens}) => `${time} ${happens}`),
    happened: rows.map(row => `${row.time} ${play.take(row).join('; ')}`),
    ambiguousBars: play.ambiguousBars,
  };
};

type Row = {readonly time: string; readonly evidence: string; readonly sends: string; readonly happens: string};

const readRow = (line: string): Row | null => {
  if (line.trim() === '' || line.trim().startsWith('#')) return null;
  const [time, evidence, sends = '', happens = '', ...more] = line.split('|').map(cell => cell.trim());
  if (time === undefined || evidence === undefined || more.length > 0) throw new Error(`No row of a table: "${line}".`);

  return {time, evidence, sends, happens};
};

/** `1:00.250` in ms. */
const readTime = (text: string): number => {
  const [minutes, seconds] = text.split(':').map(Number);

  return Math.round(((minutes ?? Number.NaN) * 60 + (seconds ?? Number.NaN)) * 1_000);
};

class TablePlay {
  readonly #spec: MarketSpec;
  readonly #venue: PaperVenue;
  readonly #waiting = new Map<string, readonly OrderIntent[]>();
  #now = 0;
  #trades = 0;
  #events: string[] = [];

  constructor(spec: MarketSpec, venue: PaperVenue) {
    this.#spec = spec;
    this.#venue = venue;
    venue.list([spec]);
  }

  get ambiguousBars(): number {
    return this.#venue.ambiguousBars;
  }

  take({time, evidence, sends}: Row): readonly string[] {
    this.#events = [];
    this.#now = readTime(time);
    const [kind = '', ...words] = evidence.split(/\s+/);
    if (kind === 'bar') this.#bar(readCandle(words, this.#now));
    if (kind === 'trade') this.#trade(words);
    if (kind === 'book') this.#hear(this.#venue.onBook(this.#spec.symbol, readBook(words), this.#now));
    for (const order of sends.split(';').filter(text => text.trim() !== '')) this.#plan(order.trim());

    return this.#events;
  }

  /** As the paper broker plays it: orders that come of a fill live through the rest of the bar. */
  #bar(candle: Candle): void {
    const {symbol} = this.#spec;
    this.#hear(this.#venue.onBarOpen(symbol, candle));
    let accepted: number;
    do {
      accepted = this.#venue.acceptedOrders;
      this.#hear(this.#venue.onBarRest(symbol, candle, candle.time));
    } while (this.#venue.acceptedOrders > accepted);
    this.#venue.onBarClose(symbol, candle);
    this.#now = candle.time + MINUTE;
  }

  #trade([price, , quantity]: readonly string[]): void {
    this.#trades += 1;
    const trade = {symbol: this.#spec.symbol, id: this.#trades, time: this.#now, takerSide: 'buy'} as const;
    this.#hear(this.#venue.onTrade({...trade, price: Number(price), quantity: Number(quantity)}));
  }

  #plan(text: string): void {
    const follower = /^when (\S+) fills: (.*)$/.exec(text);
    if (follower === null) return this.#send(this.#order(text));
    const [, id = '', orders = ''] = follower;
    const planned = orders.split(',').map(order => this.#order(order.trim()));
    this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), ...planned]);
  }

  #order(text: string): OrderIntent {
    return {...readOrder(text), symbol: this.#spec.symbol};
  }

  #send(order: OrderIntent): void {
    this.#hear(this.#venue.accept(order, this.#now));
  }

  #hear(reports: readonly OrderReport[]): void {
    for (const report of reports) {
      const words = wordsOf(report);
      if (words !== null) this.#events.push(words);
    }
    for (const report of reports) {
      if (report.kind !== 'filled') continue;
      const {clientOrderId} = report.execution;
      const due = this.#waiting.get(clientOrderId) ?? [];
      this.#waiting.delete(clientOrderId);
      for (const order of due) this.#send(order);
    }
  }
}

const wordsOf = (report: OrderReport): string | null => {
  switch (report.kind) {
    case 'filled': {
      const {clientOrderId, side, quantity, price, liquidity, fee, feeAsset, evidence} = report.execution;
      return `${clientOrderId} ${side} ${quantity} @ ${price} ${liquidity} fee ${fee} ${feeAsset} by ${evidence.kind}`;
    }
    case 'rejected':
      return `${report.clientOrderId} rejected ${report.code}`;
    case 'amended':
      return `${report.clientOrderId} now ${report.quantity}`;
    case 'canceled':
      return `${report.clientOrderId} canceled`;
    default:
      return null;
  }
};

const readCandle = (words: readonly string[], time: number): Candle => {
  const [open, high, low, close, volume] = words.filter(word => word !== 'x').map(Number);
  if (open === undefined || high === undefined || low === undefined || close === undefined || volume === undefined)
    throw new Error(`No bar: "${words.join(' ')}".`);

  return {time, open, high, low, close, volume};
};

const readBook = (words: readonly string[]): Book => {
  const levels = (part: readonly string[]) =>
    part.map(word => {
      const [price, quantity] = word.split('x').map(Number);
      return {price: price ?? Number.NaN, quantity: quantity ?? Number.NaN};
    });
  const middle = words.indexOf('/');

  return {bids: levels(words.slice(0, middle)), asks: levels(words.slice(middle + 1))};
};

/** `a: buy 1 limit 98 post-only reduce oco g`; a market order may name its worst price. */
const readOrder = (text: string): OrderIntent => {
  const match = /^(\S+): (buy|sell) (\S+) (market|limit|stop)(?: (\d\S*))?(.*)$/.exec(text);
  if (match === null) throw new Error(`No order: "${text}".`);
  const [, id = '', side, quantity = '', type, price, rest = ''] = match;
  const group = / oco (\S+)/.exec(rest)?.[1];

  return intent(id, {
    side: side === 'sell' ? 'sell' : 'buy',
    quantity,
    type: type === 'limit' || type === 'stop' ? type : 'market',
    reduceOnly: rest.includes('reduce'),
    ...(rest.includes('post-only') ? {postOnly: true} : {}),
    ...(price === undefined ? {} : {[type === 'stop' ? 'stopPrice' : 'limitPrice']: price}),
    ...(group === undefined ? {} : {ocoGroup: group}),
  });
};
