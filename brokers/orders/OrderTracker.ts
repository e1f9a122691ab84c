import {add, decimal, maximum, toText, ZERO} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {DecimalText} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {RestoredOrder} from '../../core/domain/RestoredOrder.ts';
import type {ExecutionEvent, FoundFill, FoundOrder} from './evidence.ts';
import {executionOf, type Fill, fillOf} from './executionOf.ts';
import {knownOrder, newOrder, type Tracked} from './Tracked.ts';

/** Ended orders that late messages can still be matched to. */
const MAX_ENDED = 10_000;
/** Events of orders that we cannot name yet, because their acknowledgement is on its way. */
const MAX_UNNAMED = 1_000;
/** An order that lists show open for so long after its end has not ended, ms. */
const RISEN_AFTER_MS = 4_000;
const POST_ONLY = /post.?only/i;
const ENDS: ReadonlySet<string> = new Set(['filled', 'canceled', 'expired']);

/**
 * Turns what a venue says of our orders, in whatever order and however often, into reports that say each thing once.
 * Fills count by their execution id; an end is told only after the fills that belong to it.
 */
export class OrderTracker {
  /** The venue's name, for the evidence of its fills. */
  readonly venue: string;
  readonly #orders = new Map<string, Tracked>();
  readonly #working = new Map<string, Tracked>();
  readonly #names = new Map<string, string>();
  /** By their id; null for one of an earlier run, of which only the id is known. */
  readonly #executions = new Map<string, Execution | null>();
  readonly #ended: string[] = [];
  #unnamed: ExecutionEvent[] = [];

  constructor(venue: string) {
    this.venue = venue;
  }

  /** False when an order of this id is known: it must not be sent again. */
  track(intent: OrderIntent): boolean {
    if (this.#orders.has(intent.clientOrderId)) return false;
    const order = newOrder(intent);
    this.#orders.set(intent.clientOrderId, order);
    this.#working.set(intent.clientOrderId, order);

    return true;
  }

  /** Goes on with an order of an earlier run: what the journal knows is not told again, save that a living one rests. */
  restore(restored: RestoredOrder): void {
    const order = knownOrder(restored);
    const {clientOrderId} = order.intent;
    this.#orders.set(clientOrderId, order);
    if (order.orderId !== null) this.#names.set(order.orderId, clientOrderId);
    for (const id of order.executionIds) this.#executions.set(id, null);
    if (restored.isFinal) this.#finish(order);
    else this.#working.set(clientOrderId, order);
  }

  get(clientOrderId: string): Tracked | undefined {
    return this.#orders.get(clientOrderId);
  }

  nameOf(orderId: string): string | undefined {
    return this.#names.get(orderId);
  }

  execution(executionId: string): Execution | undefined {
    return this.#executions.get(executionId) ?? undefined;
  }

  /** Orders that may rest at the venue. */
  working(): readonly Tracked[] {
    return [...this.#working.values()];
  }

  get hasWorking(): boolean {
    return this.#working.size > 0;
  }

  /** True when the venue has executed more than we have been told. */
  get hasMissingFills(): boolean {
    return this.#working.values().some(({executed, filled}) => executed > filled);
  }

  accept(clientOrderId: string, orderId: string, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined) return [];

    return [...this.#name(order, orderId, time), ...this.#acceptance(order, time)];
  }

  reject(clientOrderId: string, code: string, reason: string, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isFinal) return [];
    this.#finish(order);

    return [{kind: 'rejected', time, clientOrderId, code, reason}];
  }

  absent(clientOrderId: string, reason: string, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isFinal) return [];
    this.#finish(order);

    return [{kind: 'absent', time, clientOrderId, reason}];
  }

  /** Nobody knows any more whether it rests; the next sign of life is news. */
  doubt(clientOrderId: string, reason: string, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isFinal) return [];
    order.isAccepted = false;

    return [{kind: 'unknown', time, clientOrderId, reason}];
  }

  /** It was to be cancelled, and it is proven to be nowhere. */
  cancel(clientOrderId: string, reason: string, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isFinal) return [];

    return [...this.#end(order, reason, time), ...this.#tellEnd(order)];
  }

  /** One event of the executions channel. */
  apply(event: ExecutionEvent): OrderReport[] {
    const clientOrderId = event.clientOrderId ?? this.#names.get(event.orderId);
    const order = clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId);
    if (order === undefined) {
      // With an id that is not ours it is somebody else's order; without any it may be ours.
      if (clientOrderId === undefined) this.#keepUnnamed(event);
      return [];
    }
    const reports = this.#name(order, event.orderId, event.time);
    if (event.cumulativeQuantity !== null) order.executed = maximum(order.executed, decimal(event.cumulativeQuantity));
    if (isAlive(event)) reports.push(...this.#acceptance(order, event.time));
    if (event.fill !== null)
      reports.push(...this.#fill(order, fillOf(event.fill, event.side ?? order.intent.side), event.time));
    if (event.type === 'amended' || event.type === 'restated') reports.push(...this.#change(order, event));
    if (ENDS.has(event.type)) reports.push(...this.#end(order, event.reason ?? event.type, event.time));

    return [...reports, ...this.#tellEnd(order)];
  }

  /** What a query found of one of our orders. */
  applyQuery(found: FoundOrder, time: number): OrderReport[] {
    const order = found.clientOrderId === null ? undefined : this.#orders.get(found.clientOrderId);
    if (order === undefined) return [];
    const reports = this.#name(order, found.orderId, time);
    order.executed = maximum(order.executed, decimal(found.executed));
    const isOpen = found.status === 'open' || found.status === 'pending';
    if (isOpen && order.isFinal && !this.#hasRisen(order, time)) return reports;
    if (isOpen) {
      reports.push(...this.#acceptance(order, time));
      reports.push(...this.amend(found.clientOrderId ?? '', found.quantity, found.triggerPrice ?? undefined, time));
    } else reports.push(...this.#end(order, found.reason ?? found.status, time));

    return [...reports, ...this.#tellEnd(order)];
  }

  /** A fill that a query found. One beyond what the venue says to be executed is one that we know under another id. */
  applyFill(fill: FoundFill, quoteAsset: string): OrderReport[] {
    const order = this.#orders.get(this.#names.get(fill.orderId) ?? '');
    if (order === undefined || order.filled >= order.executed) return [];
    const reports = this.#fill(order, {...fill, feeAsset: fill.feeAsset ?? quoteAsset}, fill.time);

    return [...reports, ...this.#tellEnd(order)];
  }

  /** What the order is now, told once per change. */
  amend(clientOrderId: string, quantity: DecimalText, stopPrice: DecimalText | undefined, time: number): OrderReport[] {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isFinal) return [];
    const [newQuantity, newStop] = [decimal(quantity), stopPrice === undefined ? order.stopPrice : decimal(stopPrice)];
    if (newQuantity === order.quantity && newStop === order.stopPrice) return [];
    order.quantity = newQuantity;
    order.stopPrice = newStop;

    return [this.present(order, time)];
  }

  /** A report of the order's present size and trigger. */
  present({intent, quantity, stopPrice}: Tracked, time: number): OrderReport {
    return {
      kind: 'amended',
      time,
      clientOrderId: intent.clientOrderId,
      quantity: toText(quantity),
      ...(stopPrice === null ? {} : {stopPrice: toText(stopPrice)}),
    };
  }

  /** Learns the venue's id, and with it whose the events were that had come without a name. */
  #name(order: Tracked, orderId: string, time: number): OrderReport[] {
    if (order.orderId !== null) return [];
    order.orderId = orderId;
    this.#names.set(orderId, order.intent.clientOrderId);
    const mine = this.#unnamed.filter(event => event.orderId === orderId);
    if (mine.length === 0) return [];
    this.#unnamed = this.#unnamed.filter(event => event.orderId !== orderId);

    return [...this.#acceptance(order, time), ...mine.flatMap(event => this.apply(event))];
  }

  #keepUnnamed(event: ExecutionEvent): void {
    this.#unnamed.push(event);
    if (this.#unnamed.length > MAX_UNNAMED) this.#unnamed.shift();
  }

  #acceptance(order: Tracked, time: number): OrderReport[] {
    if (order.isAccepted || order.orderId === null) return [];
    order.isAccepted = true;
    // Evidence after an end that we told, such as a proof of absence: it lives.
    if (order.end === null) {
      order.isFinal = false;
      this.#working.set(order.intent.clientOrderId, order);
    }

    return [{kind: 'accepted', time, clientOrderId: order.intent.clientOrderId, venueOrderId: order.orderId}];
  }

  #fill(order: Tracked, fill: Fill, time: number): OrderReport[] {
    if (this.#executions.has(fill.executionId)) return [];
    const {clientOrderId, symbol} = order.intent;
    const execution = executionOf(fill, {clientOrderId, symbol, venue: this.venue});
    this.#keep(order, execution);
    order.filled = add(order.filled, decimal(execution.quantity));
    order.executed = maximum(order.executed, order.filled);
    const reports = this.#acceptance(order, time);
    reports.push({kind: 'filled', time, execution});
    if (order.filled >= order.quantity) order.end ??= {reason: 'filled', time};

    return reports;
  }

  #change(order: Tracked, {orderQuantity, triggerPrice, time}: ExecutionEvent): OrderReport[] {
    const quantity = orderQuantity ?? toText(order.quantity);

    return this.amend(order.intent.clientOrderId, quantity, triggerPrice ?? undefined, time);
  }

  #end(order: Tracked, reason: string, time: number): OrderReport[] {
    if (order.end !== null) return [];
    // What has an end at the venue was taken by it: an acknowledgement that comes later is no news.
    const reports = this.#acceptance(order, time);
    order.end = {reason, time};

    return reports;
  }

  #tellEnd(order: Tracked): OrderReport[] {
    if (order.end === null || order.isFinal || order.executed > order.filled) return [];
    this.#finish(order);
    const {reason, time} = order.end;
    const {clientOrderId} = order.intent;
    if (order.filled >= order.quantity) return [];
    if (order.filled === ZERO && POST_ONLY.test(reason)) {
      return [{kind: 'rejected', time, clientOrderId, code: 'POST_ONLY_WOULD_TAKE', reason}];
    }

    return [{kind: 'canceled', time, clientOrderId, reason}];
  }

  #keep(order: Tracked, execution: Execution): void {
    this.#executions.set(execution.executionId, execution);
    order.executionIds.push(execution.executionId);
  }

  /** A list that lags behind shows an ended order for a moment; one that stays there lives, whatever was told. */
  #hasRisen(order: Tracked, time: number): boolean {
    order.risenAt ??= time;
    if (time - order.risenAt < RISEN_AFTER_MS) return false;
    order.risenAt = null;
    order.end = null;
    order.isAccepted = false;

    return true;
  }

  #finish(order: Tracked): void {
    order.isFinal = true;
    this.#working.delete(order.intent.clientOrderId);
    this.#ended.push(order.intent.clientOrderId);
    if (this.#ended.length > MAX_ENDED) this.#forget(this.#ended.shift() ?? '');
  }

  #forget(clientOrderId: string): void {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || !order.isFinal) return;
    this.#orders.delete(clientOrderId);
    if (order.orderId !== null) this.#names.delete(order.orderId);
    for (const id of order.executionIds) this.#executions.delete(id);
  }
}

const isAlive = ({type, orderStatus}: ExecutionEvent): boolean =>
  type === 'new' || type === 'trade' || orderStatus === 'new' || orderStatus === 'partially_filled';
