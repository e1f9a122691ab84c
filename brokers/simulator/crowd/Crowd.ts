import {
  add,
  decimal,
  type Decimal,
  fromNumber,
  multiply,
  roundTo,
  subtract,
  ZERO,
} from '../../../core/domain/Decimal.ts';
import type {Side} from '../../../core/domain/Order.ts';
import type {Trade} from '../../../core/domain/Trade.ts';
import type {Exchange} from '../engine/Exchange.ts';
import type {Instrument} from '../engine/Instrument.ts';
import type {ExchangeOrder, OrderRequest} from '../engine/orders.ts';
import {Random} from '../flow/Random.ts';

export const MAKERS = 'crowd-makers';
export const TAKERS = 'crowd-takers';
/** Base and quote units of each crowd account: far more than any test can take from it. */
const RICHES = decimal('1000000000000');
/** Price levels on each side of the book. */
const DEPTH = 30;
/** Distance of levels, and of the far touch from a trade, as a share of the price. */
const LEVEL_SHARE = decimal('0.00002');
/** Typical quantity of a level in typical trades. */
const LEVEL_TRADES = 12;

type Ladder = {
  readonly instrument: Instrument;
  readonly random: Random;
  readonly typical: Decimal;
  readonly step: Decimal;
};

/** Everybody else at the exchange: quotes that follow the market's trades, and takers that print them. */
export class Crowd {
  readonly #exchange: Exchange;
  readonly #ladders = new Map<string, Ladder>();

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    exchange.openAccount(MAKERS, {}, {isCrowd: true});
    exchange.openAccount(TAKERS, {}, {isCrowd: true});
  }

  /** Joins a market and quotes around a price. `typical` is a usual trade's quantity. */
  join(
    instrument: Instrument,
    {seed, price, typical, time}: {seed: string; price: number; typical: number; time: number},
  ): void {
    for (const account of [MAKERS, TAKERS]) {
      for (const asset of [instrument.base, instrument.quote]) {
        if (this.#exchange.account(account).balance(asset) === ZERO) this.#exchange.deposit(account, asset, RICHES);
      }
    }
    const step = roundTo(multiply(fromNumber(price), LEVEL_SHARE, 'up'), instrument.tick, 'ceil');
    const random = new Random(`${seed} ladder ${instrument.symbol}`);
    this.#ladders.set(instrument.symbol, {instrument, random, typical: fromNumber(typical), step});
    this.quote(instrument.symbol, roundTo(fromNumber(price), instrument.tick, 'floor'), 'buy', time);
  }

  /** Makes a trade of the stream happen: the quotes move to its price, and a taker takes there. */
  print(trade: Trade, time: number): void {
    const {instrument} = this.#ladder(trade.symbol);
    const price = roundTo(fromNumber(trade.price), instrument.tick, 'floor');
    const quantity = roundTo(fromNumber(trade.quantity), instrument.lot, 'floor');
    if (price <= 0n || quantity < instrument.minQuantity) return;
    this.quote(trade.symbol, price, trade.takerSide, time);
    this.take(trade.symbol, {side: trade.takerSide, price, quantity}, time);
  }

  /** A taker of the crowd: takes at most to the price, whoever stands there. */
  take(symbol: string, {side, price, quantity}: {side: Side; price: Decimal; quantity: Decimal}, time: number): void {
    this.#submit(TAKERS, order(symbol, {side, price, quantity, timeInForce: 'IOC'}), time);
  }

  /** Moves the quotes so that a taker of this side trades at the price. */
  quote(symbol: string, price: Decimal, takerSide: Side, time: number): void {
    const {step} = this.#ladder(symbol);
    const touch =
      takerSide === 'buy' ? {sell: price, buy: subtract(price, step)} : {buy: price, sell: add(price, step)};
    this.#retreat(symbol, touch, time);
    this.#fill(symbol, 'sell', touch.sell, time);
    this.#fill(symbol, 'buy', touch.buy, time);
  }

  /** Takes quotes away that are better than the touch, or that are too far behind it. */
  #retreat(symbol: string, touch: {buy: Decimal; sell: Decimal}, time: number): void {
    const book = this.#exchange.book(symbol);
    for (const side of ['buy', 'sell'] as const) {
      const mine = book.levels(side).flatMap(level => level.orders.filter(each => each.account === MAKERS));
      const reach = this.#ladder(symbol).step * BigInt(DEPTH + 1);
      for (const each of mine)
        if (isOutside(each, side, touch[side], reach)) this.#exchange.cancel(MAKERS, {id: each.id}, time);
    }
  }

  /** Stands at the touch and at the grid prices behind it. */
  #fill(symbol: string, side: Side, touch: Decimal, time: number): void {
    const {step} = this.#ladder(symbol);
    const taken = new Set(
      this.#exchange
        .book(symbol)
        .levels(side)
        .filter(level => level.orders.some(each => each.account === MAKERS))
        .map(level => level.price),
    );
    const first = roundTo(touch, step, side === 'buy' ? 'floor' : 'ceil');
    for (let level = -1; level < DEPTH; level += 1) {
      const price =
        level === -1 ? touch : add(first, multiply(step, fromNumber(side === 'buy' ? -level : level), 'down'));
      if (price <= 0n || taken.has(price)) continue;
      taken.add(price);
      this.#submit(
        MAKERS,
        order(symbol, {side, price, quantity: this.#drawQuantity(symbol), timeInForce: 'GTC'}),
        time,
      );
    }
  }

  #drawQuantity(symbol: string): Decimal {
    const {random, typical, instrument} = this.#ladder(symbol);
    const share = fromNumber(0.2 + random.uniform() * LEVEL_TRADES);
    const quantity = roundTo(multiply(typical, share, 'down'), instrument.lot, 'floor');

    return quantity < instrument.minQuantity ? instrument.minQuantity : quantity;
  }

  #submit(account: string, request: OrderRequest, time: number): void {
    const answer = this.#exchange.submit(account, request, time);
    if (!answer.ok && answer.refusal !== 'MIN_COST')
      throw new Error(`The crowd's order was refused: ${answer.refusal} in ${request.symbol}.`);
  }

  #ladder(symbol: string): Ladder {
    const ladder = this.#ladders.get(symbol);
    if (ladder === undefined) throw new Error(`The crowd is not in "${symbol}".`);

    return ladder;
  }
}

const isOutside = ({limitPrice}: ExchangeOrder, side: Side, touch: Decimal, reach: bigint): boolean => {
  const behind = side === 'buy' ? touch - (limitPrice ?? touch) : (limitPrice ?? touch) - touch;

  return behind < 0n || behind > reach;
};

type Quote = Pick<OrderRequest, 'side' | 'quantity' | 'timeInForce'> & {readonly price: Decimal};

const order = (symbol: string, {side, price, quantity, timeInForce}: Quote): OrderRequest => ({
  symbol,
  side,
  kind: 'limit',
  quantity,
  limitPrice: price,
  triggerPrice: null,
  timeInForce,
  expiresAt: null,
  postOnly: false,
  clientOrderId: null,
  userReference: 0,
  selfTradePrevention: 'cancel_oldest',
  deadline: null,
});
