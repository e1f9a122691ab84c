import {decimal, type Decimal, fromNumber, roundTo, ZERO} from '../../core/domain/Decimal.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {Crowd} from './crowd/Crowd.ts';
import type {TradeStream} from './crowd/TradeStream.ts';
import {Exchange} from './engine/Exchange.ts';
import type {Instrument} from './engine/Instrument.ts';
import type {ExchangeEvent} from './engine/events.ts';
import type {AccountLimits} from './engine/limits.ts';
import type {SavedState} from './state/readState.ts';
import {MarketTape} from './tape/MarketTape.ts';

/** One market to simulate: its rules, its trades, and where they begin. */
export type MarketSetup = {
  readonly instrument: Instrument;
  readonly stream: TradeStream;
  /** Price before the first trade. */
  readonly price: number;
  /** Quantity of a usual trade. */
  readonly typical: number;
};

/** The bot's account. */
export const DEMO_ACCOUNT = 'demo';
/** After a closure trade ids go on so far behind the last one that is known: a client sees that some may lack. */
const ID_GAP = 1_000_000;

type Options = {
  readonly seed: string;
  readonly markets: readonly MarketSetup[];
  /** Market time of the opening, ms UTC; what the streams have before it is history. */
  readonly opensAt: number;
  readonly balances: Readonly<Record<string, string>>;
  readonly limits: AccountLimits;
  /** Quote units that the account traded in the 30 days before; its fees follow from them. */
  readonly baseVolume?: Decimal;
  /** What it goes on from after a closure. */
  readonly past?: SavedState | null;
  readonly onEvent?: (event: ExchangeEvent) => void;
};

/** The exchange with a crowd that trades on it: moved by whoever owns the time. */
export class SimulatedExchange {
  readonly exchange: Exchange;
  readonly crowd: Crowd;
  readonly #tapes = new Map<string, MarketTape>();
  readonly #markets: readonly MarketSetup[];

  constructor({seed, markets, opensAt, balances, limits, baseVolume = ZERO, past = null, onEvent = () => {}}: Options) {
    this.#markets = markets;
    this.exchange = new Exchange({instruments: markets.map(({instrument}) => instrument), time: opensAt});
    this.exchange.listen(onEvent);
    this.crowd = new Crowd(this.exchange);
    const deposits = Object.entries(balances).map(([asset, text]) => [asset, decimal(text)] as const);
    this.exchange.openAccount(DEMO_ACCOUNT, past === null ? Object.fromEntries(deposits) : {}, {limits, baseVolume});
    if (past !== null) this.exchange.restore(past, past.incarnation + 1);
    for (const market of markets) this.#open(market, {seed, opensAt, past});
  }

  tape(symbol: string): MarketTape {
    const tape = this.#tapes.get(symbol);
    if (tape === undefined)
      throw new Error(`Unknown symbol "${symbol}". Known: ${[...this.#tapes.keys()].join(', ')}.`);

    return tape;
  }

  /** Time of the next trade or of the next thing that time alone does; null when nothing is left. */
  nextTime(): number | null {
    const times = [this.#next()?.peek()?.time ?? null, this.exchange.nextDue()].filter(time => time !== null);

    return times.length === 0 ? null : Math.min(...times);
  }

  /** Lets everything happen up to the time; returns the number of the crowd's trades. */
  advance(time: number): number {
    let count = 0;
    for (let stream = this.#next(); stream !== null; stream = this.#next()) {
      const trade = stream.peek();
      if (trade === null || trade.time > time) break;
      stream.next();
      this.crowd.print(trade, trade.time);
      count += 1;
    }
    this.exchange.advance(time);

    return count;
  }

  /** Prints so many trades at once, around the last price. */
  burst(symbol: string, count: number, time: number): void {
    const instrument = this.exchange.instrument(symbol);
    const last = this.exchange.lastPrice(symbol);
    if (instrument === null || last === null) throw new Error(`No market "${symbol}" to burst.`);
    for (let index = 0; index < count; index += 1) {
      const takerSide = index % 2 === 0 ? 'buy' : 'sell';
      this.crowd.quote(symbol, last, takerSide, time);
      this.crowd.take(symbol, {side: takerSide, price: last, quantity: instrument.minQuantity}, time);
    }
  }

  #next(): TradeStream | null {
    let next: TradeStream | null = null;
    let first = Number.POSITIVE_INFINITY;
    for (const {stream} of this.#markets) {
      const time = stream.peek()?.time ?? Number.POSITIVE_INFINITY;
      if (time < first) [next, first] = [stream, time];
    }

    return next;
  }

  /** Reads the past of a market into its tape, and opens it where the past ends. */
  #open({instrument, stream, price, typical}: MarketSetup, {seed, opensAt, past}: Opening): void {
    const tape = new MarketTape();
    tape.candles.restore(past?.minutes.get(instrument.symbol) ?? []);
    this.#tapes.set(instrument.symbol, tape);
    let last: Trade | null = null;
    for (let trade = stream.peek(); trade !== null && trade.time < opensAt; trade = stream.peek()) {
      stream.next();
      tape.add({...exact(trade, instrument), takerKind: 'market'});
      last = trade;
    }
    const known = past?.lastTrades.find(({symbol}) => symbol === instrument.symbol);
    const opening = last?.price ?? price;
    const id = known === undefined ? (last?.id ?? 0) : known.id + ID_GAP;
    this.exchange.setLastTrade(instrument.symbol, {price: onTick(opening, instrument), id});
    this.crowd.join(instrument, {seed, price: opening, typical, time: opensAt});
  }
}

type Opening = {readonly seed: string; readonly opensAt: number; readonly past: SavedState | null};

const onTick = (price: number, {tick}: Instrument): Decimal => roundTo(fromNumber(price), tick, 'floor');

const exact = ({symbol, id, time, price, quantity, takerSide}: Trade, instrument: Instrument) => ({
  symbol,
  id,
  time,
  takerSide,
  price: onTick(price, instrument),
  quantity: roundTo(fromNumber(quantity), instrument.lot, 'floor'),
});
