import type {DecimalText} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Clock, Timers} from '../../core/runtime/clock.ts';
import type {OrderTracker} from './OrderTracker.ts';
import type {OrderRates, OrderWire, Outcome} from './OrderWire.ts';
import type {UnknownOrders} from './UnknownOrders.ts';

/** Times of one venue, ms. */
export type OrderTimes = {
  /** How long after its sending an order may still be taken in. */
  readonly orderDeadlineMs: number;
  /** Most that our idea of the venue's clock is off. */
  readonly clockSkewMs: number;
  /** Longest that its engine keeps an order waiting. */
  readonly engineWaitMs: number;
};

type Parts = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Venue time, ms UTC. */
  readonly venueNow: () => number;
  readonly times: OrderTimes;
  readonly tracker: OrderTracker;
  readonly unknown: UnknownOrders;
  readonly wire: OrderWire;
  readonly rates: OrderRates;
  readonly report: (reports: readonly OrderReport[]) => void;
};

const CANCEL_AGAIN_MS = 2_000;
/** A cancel that was agreed to and not heard of for so long is looked up. */
const CANCELED_WITHIN_MS = 5_000;

/** Sends orders, cancels and amendments, and knows for each answer, also for the one that never comes, what it proves. */
export class OrderEntry {
  readonly #parts: Parts;
  readonly #canceling = new Set<string>();
  /** The venue said yes to the cancel. */
  readonly #cancelAgreed = new Set<string>();
  readonly #submitting = new Set<string>();
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  isCanceling(clientOrderId: string): boolean {
    return this.#canceling.has(clientOrderId);
  }

  /** The venue itself says that it takes the order away: that it is nowhere then is its end. */
  isCancelAgreed(clientOrderId: string): boolean {
    return this.#cancelAgreed.has(clientOrderId);
  }

  /** Sent, and its answer can still come. */
  isOnItsWay(clientOrderId: string): boolean {
    return this.#submitting.has(clientOrderId);
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Venue time after which an order that is sent now cannot appear, with the worst clock and the slowest engine. */
  fence(deadline = this.#deadline()): number {
    const {clockSkewMs, engineWaitMs} = this.#parts.times;

    return deadline + clockSkewMs + engineWaitMs;
  }

  /** @throws RangeError when the intent cannot be written; then nothing was sent. */
  submit(intent: OrderIntent): void {
    const {tracker, report, rates, wire} = this.#parts;
    const {clientOrderId} = intent;
    if (tracker.get(clientOrderId) !== undefined) return;
    const deadline = this.#deadline();
    const send = wire.add(intent, deadline);
    tracker.track(intent);
    if (!rates.add(intent)) {
      return report(
        tracker.reject(clientOrderId, 'RATE_LIMITED', 'not sent: the venue would refuse more orders now', this.#time()),
      );
    }
    this.#submitting.add(clientOrderId);
    void send().then(outcome => {
      this.#submitting.delete(clientOrderId);
      this.#onSubmitted(clientOrderId, deadline, outcome);
    });
  }

  /** Asks until the order has ended, or the venue says that it will not. */
  cancel(clientOrderId: string): void {
    if (this.#canceling.has(clientOrderId) || this.#parts.tracker.get(clientOrderId)?.isFinal === true) return;
    this.#canceling.add(clientOrderId);
    void this.#cancelUntilEnded(clientOrderId).finally(() => {
      this.#canceling.delete(clientOrderId);
      this.#cancelAgreed.delete(clientOrderId);
    });
  }

  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void {
    const {tracker, wire, rates} = this.#parts;
    const order = tracker.get(clientOrderId);
    if (order?.isFinal === true) return;
    if (order !== undefined) rates.amend(order);
    void wire
      .amend({clientOrderId, quantity, stopPrice, deadline: this.#deadline()}, order)
      .then(outcome => this.#onAmended(clientOrderId, quantity, stopPrice, outcome));
  }

  #onSubmitted(clientOrderId: string, deadline: number, outcome: Outcome): void {
    const {report, tracker} = this.#parts;
    const isAlive = tracker.get(clientOrderId)?.isAccepted === true;
    if (outcome.kind === 'done' && outcome.orderId !== null) {
      return report(tracker.accept(clientOrderId, outcome.orderId, this.#time()));
    }
    if (outcome.kind === 'failed' && outcome.failure.kind === 'notSent') {
      return report(tracker.reject(clientOrderId, 'NOT_SENT', outcome.failure.message, this.#time()));
    }
    if (isAlive) return;
    if (outcome.kind === 'refused' && outcome.meaning.outcome !== 'unknown') {
      return report(tracker.reject(clientOrderId, outcome.meaning.code, outcome.raw, this.#time()));
    }
    this.#doubt(clientOrderId, reasonOf(outcome), deadline);
  }

  /** Nobody knows whether it rests: say so, and find out. */
  #doubt(clientOrderId: string, reason: string, deadline: number): void {
    this.#parts.report([{kind: 'unknown', time: this.#time(), clientOrderId, reason}]);
    this.#parts.unknown.resolve(clientOrderId, this.fence(deadline));
  }

  async #cancelUntilEnded(clientOrderId: string): Promise<void> {
    const {tracker, unknown, rates, wire} = this.#parts;
    const order = tracker.get(clientOrderId);
    if (order !== undefined) rates.cancel(order);
    while (!this.#isStopped && tracker.get(clientOrderId)?.isFinal !== true) {
      const outcome = await wire.cancel(clientOrderId, tracker.get(clientOrderId));
      if (outcome.kind === 'done') this.#cancelAgreed.add(clientOrderId);
      if (isRefusal(outcome)) return this.#tellRefused(clientOrderId, outcome.raw);
      if (isGone(outcome)) {
        if (tracker.get(clientOrderId) === undefined) return this.#tellGone(clientOrderId);
        // It may have ended a moment ago, or still be on its way: what it is, a query says.
        if (tracker.get(clientOrderId)?.isFinal !== true) unknown.resolve(clientOrderId, this.fence());
      }
      await this.#wait(outcome.kind === 'done' ? CANCELED_WITHIN_MS : CANCEL_AGAIN_MS);
    }
  }

  /** Asking again would bring the same answer: the one who wants it gone must know. */
  #tellRefused(clientOrderId: string, reason: string): void {
    if (this.#parts.tracker.get(clientOrderId)?.isFinal === true) return;
    this.#parts.report([{kind: 'cancelRejected', time: this.#time(), clientOrderId, reason}]);
  }

  #tellGone(clientOrderId: string): void {
    this.#parts.report([
      {kind: 'canceled', time: this.#time(), clientOrderId, reason: 'it does not rest at the venue'},
    ]);
  }

  #onAmended(clientOrderId: string, quantity: DecimalText, stopPrice: DecimalText | undefined, outcome: Outcome): void {
    const {tracker, report, unknown} = this.#parts;
    const order = tracker.get(clientOrderId);
    if (outcome.kind === 'done') return report(tracker.amend(clientOrderId, quantity, stopPrice, this.#time()));
    if (order === undefined || order.isFinal) return;
    // Refused, or nobody knows: the one who asked is told what the order is, as soon as it is known.
    const isSure = outcome.kind === 'refused' && outcome.meaning.outcome !== 'unknown' && !isGone(outcome);
    if (isSure || (outcome.kind === 'failed' && outcome.failure.kind === 'notSent')) {
      return report([tracker.present(order, this.#time())]);
    }
    unknown.resolve(clientOrderId, this.fence());
  }

  #deadline(): number {
    return this.#parts.venueNow() + this.#parts.times.orderDeadlineMs;
  }

  #time(): number {
    return this.#parts.clock.now();
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#parts.timers.after(ms, resolve);
    });
  }
}

const isGone = (outcome: Outcome): boolean => outcome.kind === 'refused' && outcome.meaning.code === 'UNKNOWN_ORDER';

/** A definitive no, while the order is there. */
const isRefusal = (outcome: Outcome): outcome is Extract<Outcome, {kind: 'refused'}> =>
  outcome.kind === 'refused' && outcome.meaning.outcome === 'rejected' && !isGone(outcome);

const reasonOf = (outcome: Outcome): string => {
  switch (outcome.kind) {
    case 'done':
      return 'the venue agreed without an order id';
    case 'refused':
      return outcome.raw;
    case 'failed':
      return outcome.failure.message;
    default:
      return outcome satisfies never;
  }
};
