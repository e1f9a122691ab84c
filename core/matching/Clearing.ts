import {type Decimal, ZERO, add, minimum, subtract, toNumber, toText} from '../domain/Decimal.ts';
import type {Execution} from '../domain/Event.ts';
import type {OrderReport} from '../domain/OrderReport.ts';
import {affordable} from './checkFunds.ts';
import type {Refusal} from './checkOrder.ts';
import {FILL_MODEL} from './FillSettings.ts';
import {notionalOf} from '../domain/notional.ts';
import {feeOf} from './fees.ts';
import {Ledger} from './Ledger.ts';
import {type Listing, leftOf} from './Listing.ts';
import type {Fill, Match} from './Match.ts';
import type {RestingOrder} from './RestingOrder.ts';
import {amended} from './reports.ts';

export const LIMITS = {
  /** Ids of final orders that are surely remembered, so that a second submit makes no second order; at most twice as many are. */
  closedIds: 10_000,
  /** Latest executions that the account shows. */
  executions: 200,
} as const;

/** Where and when something was proven. */
export type Proof = {readonly kind: Execution['evidence']['kind']; readonly time: number};

/** Turns what the fill model proves into bookings and reports, so that no group of orders ever closes more than there is. */
export class Clearing {
  readonly ledger = new Ledger();
  readonly orders = new Map<string, {readonly order: RestingOrder; readonly listing: Listing}>();
  readonly executions: Execution[] = [];
  /** In two halves: when the younger one is full, it becomes the older one, which is forgotten whole. */
  #closed = new Set<string>();
  #closedBefore = new Set<string>();

  isClosed(clientOrderId: string): boolean {
    return this.#closed.has(clientOrderId) || this.#closedBefore.has(clientOrderId);
  }

  /** Remembers an id whose order is final. */
  remember(clientOrderId: string): void {
    if (this.#closed.size === LIMITS.closedIds) {
      this.#closedBefore = this.#closed;
      this.#closed = new Set();
    }
    this.#closed.add(clientOrderId);
  }

  open(listing: Listing, order: RestingOrder): void {
    listing.orders.push(order);
    this.orders.set(order.intent.clientOrderId, {order, listing});
  }

  /** What an order may fill now: never more than is held, if it only reduces or the market knows no shorts. */
  wanted({market}: Listing, order: RestingOrder): Decimal {
    const {side, reduceOnly} = order.intent;
    if (!reduceOnly && (market.kind === 'margin' || side === 'buy')) return leftOf(order);

    return minimum(leftOf(order), this.ledger.reducible(market.symbol, side));
  }

  cancel(listing: Listing, order: RestingOrder, time: number, reason: string): OrderReport {
    this.#close(listing, order);

    return {kind: 'canceled', time, clientOrderId: order.intent.clientOrderId, reason};
  }

  reject(listing: Listing, order: RestingOrder, time: number, refusal: Refusal): OrderReport {
    this.#close(listing, order);

    return {kind: 'rejected', time, clientOrderId: order.intent.clientOrderId, ...refusal};
  }

  /** Applies what evidence proved of one order. */
  settle(listing: Listing, order: RestingOrder, match: Match, proof: Proof, reports: OrderReport[]): void {
    if (match.becomes === 'refused') {
      const refusal = {code: 'POST_ONLY', reason: 'It would have taken liquidity on its arrival.'} as const;
      reports.push(this.reject(listing, order, proof.time, refusal));
      return;
    }
    if (match.becomes === 'triggered') order.isTriggered = true;
    if (match.becomes === 'resting') order.isResting = true;
    for (const fill of match.fills) {
      if (order.isOpen) this.#fill(listing, order, fill, proof, reports);
    }
  }

  #fill(listing: Listing, order: RestingOrder, fill: Fill, proof: Proof, reports: OrderReport[]): void {
    const {market} = listing;
    const isSpotBuy = market.kind === 'spot' && order.intent.side === 'buy';
    const quantity = isSpotBuy ? affordable(this.ledger, market, fill.price, fill.quantity) : fill.quantity;
    if (quantity > ZERO) this.#execute(listing, order, {...fill, quantity}, proof, reports);
    if (quantity < fill.quantity)
      reports.push(this.cancel(listing, order, proof.time, 'The cash does not pay for more.'));
  }

  #execute(listing: Listing, order: RestingOrder, fill: Fill, proof: Proof, reports: OrderReport[]): void {
    const {intent} = order;
    const {market} = listing;
    const fee = feeOf(market, fill.liquidity, notionalOf(intent.side, fill.price, fill.quantity));
    this.ledger.book({market, side: intent.side, price: fill.price, quantity: fill.quantity, fee});
    order.filled = add(order.filled, fill.quantity);
    order.fillCount += 1;
    const execution: Execution = {
      clientOrderId: intent.clientOrderId,
      executionId: `${intent.clientOrderId}-${order.fillCount}`,
      symbol: intent.symbol,
      side: intent.side,
      price: toText(fill.price),
      quantity: toText(fill.quantity),
      fee: toText(fee),
      feeAsset: market.quote,
      liquidity: fill.liquidity,
      evidence: {kind: proof.kind, model: FILL_MODEL},
    };
    this.#record(execution);
    reports.push({kind: 'filled', time: proof.time, execution});
    if (order.filled >= order.quantity) this.#close(listing, order);
    this.#useUp(listing, order, fill, proof);
    this.#reduceSiblings(listing, order, fill.quantity, proof.time, reports);
    this.#dropUseless(listing, proof.time, reports);
  }

  #record(execution: Execution): void {
    this.executions.push(execution);
    if (this.executions.length > LIMITS.executions) this.executions.shift();
  }

  /** What we took is not there a second time. */
  #useUp(listing: Listing, order: RestingOrder, fill: Fill, {kind, time}: Proof): void {
    const quantity = toNumber(fill.quantity);
    if (kind === 'book') order.activeFrom = time;
    if (kind === 'trade') listing.tape.addOwn(time, quantity);
    if (kind !== 'bar' || listing.inPlay === null) return;
    listing.inPlay.own += quantity;
    if (listing.inPlay.part === 'inside') listing.last = toNumber(fill.price);
  }

  /** The siblings lose what was filled; an opening order that is done takes them all with it. */
  #reduceSiblings(listing: Listing, by: RestingOrder, quantity: Decimal, time: number, reports: OrderReport[]): void {
    const group = by.intent.ocoGroup;
    if (group === undefined) return;
    for (const order of listing.orders.filter(each => each.intent.ocoGroup === group && each !== by)) {
      order.quantity = subtract(order.quantity, quantity);
      const isDone = order.quantity <= order.filled || (!by.isOpen && !by.intent.reduceOnly);
      reports.push(
        isDone
          ? this.cancel(listing, order, time, `Its sibling ${by.intent.clientOrderId} was filled.`)
          : amended(order, time),
      );
    }
  }

  #dropUseless(listing: Listing, time: number, reports: OrderReport[]): void {
    const isUseless = (order: RestingOrder): boolean =>
      order.intent.reduceOnly && this.ledger.reducible(listing.market.symbol, order.intent.side) === ZERO;
    for (const order of listing.orders.filter(isUseless)) {
      reports.push(this.cancel(listing, order, time, 'Nothing is left to reduce.'));
    }
  }

  #close(listing: Listing, order: RestingOrder): void {
    order.isOpen = false;
    listing.orders = listing.orders.filter(each => each !== order);
    this.orders.delete(order.intent.clientOrderId);
    this.remember(order.intent.clientOrderId);
  }
}
