import {add, type Decimal, decimal, maximum, sum, toText, ZERO} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {DecimalText} from '../../core/domain/Market.ts';
import type {OrderIntent, Side} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {ExecutionEvent, VenueFill} from './codec/messages.ts';
import type {RestFill, RestOrder} from './codec/readRest.ts';

/** What the adapter knows of one of our orders. */
export type Tracked = {
  readonly intent: OrderIntent;
  orderId: string | null;
  quantity: Decimal;
  stopPrice: Decimal | null;
  filled: Decimal;
  /** The most that the venue has said to be executed; above `filled` some fills have not come yet. */
  executed: Decimal;
  isAccepted: boolean;
  /** The venue has ended it; told only once all its fills are. */
  end: {readonly reason: string; readonly time: number} | null;
  /** Its end has been told. */
  isFinal: boolean;
};

/** Ended orders that late messages can still be matched to. */
const MAX_ENDED = 10_000;
/** Events of orders that we cannot name yet, because their acknowledgement is on its way. */
const MAX_UNNAMED = 1_000;
const POST_ONLY = /post.?only/i;
const ENDS: ReadonlySet<string> = new Set(['filled', 'canceled', 'expired']);

/**
 * Turns what a venue says of our orders, in whatever order and however often, into reports that say each thing once.
 * Fills count by their execution id; an end is told only after the fills that belong to it.
 */
export class OrderTracker {
  readonly #orders = new Map<string, Tracked>();
  readonly #names = new Map<string, string>();
  readonly #executions = new Map<string, Execution>();
  readonly #ended: string[] = [];
  #unnamed: ExecutionEvent[] = [];

  /** False when an order of this id is known: it must not be sent again. */
  track(intent: OrderIntent): boolean {
    if (this.#orders.has(intent.clientOrderId)) return false;
    this.#orders.set(intent.clientOrderId, {
      intent,
      orderId: null,
      quantity: decimal(intent.quantity),
      stopPrice: intent.stopPrice === undefined ? null : decimal(intent.stopPrice),
      filled: ZERO,
      executed: ZERO,
      isAccepted: false,
      end: null,
      isFinal: false,
    });

    return true;
  }

  /** Goes on with an order of an earlier run, whose fills so far its journal knows. */
  restore(intent: OrderIntent, known: readonly Execution[]): void {
    this.track(intent);
    const order = this.#orders.get(intent.clientOrderId);
    if (order === undefined) return;
    for (const execution of known) {
      this.#executions.set(execution.executionId, execution);
      order.filled = add(order.filled, decimal(execution.quantity));
    }
  }

  get(clientOrderId: string): Tracked | undefined {
    return this.#orders.get(clientOrderId);
  }

  nameOf(orderId: string): string | undefined {
    return this.#names.get(orderId);
  }

  execution(executionId: string): Execution | undefined {
    return this.#executions.get(executionId);
  }

  /** Orders that may rest at the venue. */
  working(): readonly Tracked[] {
    return [...this.#orders.values()].filter(order => !order.isFinal);
  }

  /** True when the venue has executed more than we have been told. */
  get hasMissingFills(): boolean {
    return this.working().some(({executed, filled}) => executed > filled);
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
    if (event.fill !== null) reports.push(...this.#fill(order, fillOf(order, event.fill, event.side), event.time));
    if (event.type === 'amended' || event.type === 'restated') reports.push(...this.#change(order, event));
    if (ENDS.has(event.type)) reports.push(...this.#end(order, event.reason ?? event.type, event.time));

    return [...reports, ...this.#tellEnd(order)];
  }

  /** What a query found of one of our orders. */
  applyQuery(found: RestOrder, time: number): OrderReport[] {
    const order = found.clientOrderId === null ? undefined : this.#orders.get(found.clientOrderId);
    if (order === undefined) return [];
    const reports = this.#name(order, found.orderId, time);
    order.executed = maximum(order.executed, decimal(found.executed));
    if (found.status === 'open' || found.status === 'pending') {
      reports.push(...this.#acceptance(order, time));
      reports.push(...this.amend(found.clientOrderId ?? '', found.quantity, found.triggerPrice ?? undefined, time));
    } else reports.push(...this.#end(order, found.reason ?? found.status, time));

    return [...reports, ...this.#tellEnd(order)];
  }

  /** A fill that a query found. One beyond what the venue says to be executed is one that we know under another id. */
  applyFill(fill: RestFill, feeAsset: string): OrderReport[] {
    const order = this.#orders.get(this.#names.get(fill.orderId) ?? '');
    if (order === undefined || order.filled >= order.executed) return [];
    const execution = executionOf(order, {...fill, feeAsset});
    const reports = this.#fill(order, execution, fill.time);

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
    if (order.end === null) order.isFinal = false;

    return [{kind: 'accepted', time, clientOrderId: order.intent.clientOrderId, venueOrderId: order.orderId}];
  }

  #fill(order: Tracked, execution: Execution, time: number): OrderReport[] {
    if (this.#executions.has(execution.executionId)) return [];
    this.#executions.set(execution.executionId, execution);
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
    order.end ??= {reason, time};

    return [];
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

  #finish(order: Tracked): void {
    order.isFinal = true;
    this.#ended.push(order.intent.clientOrderId);
    if (this.#ended.length > MAX_ENDED) this.#forget(this.#ended.shift() ?? '');
  }

  #forget(clientOrderId: string): void {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || !order.isFinal) return;
    this.#orders.delete(clientOrderId);
    if (order.orderId !== null) this.#names.delete(order.orderId);
    for (const [id, execution] of this.#executions) {
      if (execution.clientOrderId === clientOrderId) this.#executions.delete(id);
    }
  }
}

const isAlive = ({type, orderStatus}: ExecutionEvent): boolean =>
  type === 'new' || type === 'trade' || orderStatus === 'new' || orderStatus === 'partially_filled';

type AnyFill = Omit<RestFill, 'orderId' | 'pair' | 'time'> & {readonly feeAsset: string};

/** The fee's asset is that of the first part; more than one asset per fill is not known of this venue's spot market. */
const fillOf = (order: Tracked, {fees, ...fill}: VenueFill, side: Side | null): Execution => {
  const feeAsset = fees[0]?.asset ?? '';
  const parts = fees.filter(({asset}) => asset === feeAsset).map(({quantity}) => decimal(quantity));

  return executionOf(order, {...fill, side: side ?? order.intent.side, fee: toText(sum(parts)), feeAsset});
};

const executionOf = ({intent}: Tracked, fill: AnyFill): Execution => ({
  clientOrderId: intent.clientOrderId,
  executionId: fill.executionId,
  symbol: intent.symbol,
  side: fill.side,
  price: toText(decimal(fill.price)),
  quantity: toText(decimal(fill.quantity)),
  fee: toText(decimal(fill.fee)),
  feeAsset: fill.feeAsset,
  liquidity: fill.liquidity,
  evidence: {kind: 'venue', model: 'kraken'},
});
