import type {DecimalText} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import {optionalText} from '../net/fields.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import type {VenueClock} from '../net/VenueClock.ts';
import type {ErrorMeaning} from '../net/VenueError.ts';
import type {OrderTracker} from '../orders/OrderTracker.ts';
import type {UnknownOrders} from '../orders/UnknownOrders.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {writeAddOrder, writeAmend, writeCancel} from './codec/writeRequests.ts';
import type {Edge} from './Edge.ts';
import {meaningOf} from './errors.ts';
import {PairCounter} from './PairCounter.ts';
import spec from './spec.json' with {type: 'json'};

type Parts = {
  readonly edge: Edge;
  readonly clock: VenueClock;
  readonly tracker: OrderTracker;
  readonly unknown: UnknownOrders;
  readonly token: () => string;
  /** Sends over the private socket; rejects with a `RequestFailure`. */
  readonly request: (build: (requestId: number) => string) => Promise<KrakenMessage>;
  readonly report: (reports: readonly OrderReport[]) => void;
  /** The token is good for nothing any more: only a new connection brings a new one. */
  readonly onSessionEnded: () => void;
};

type Outcome =
  | {readonly kind: 'done'; readonly orderId: string | null}
  | {readonly kind: 'refused'; readonly meaning: ErrorMeaning; readonly raw: string}
  | {readonly kind: 'failed'; readonly failure: RequestFailure};

const CANCEL_AGAIN_MS = 2_000;
/** A cancel that was agreed to and not heard of for so long is looked up. */
const CANCELED_WITHIN_MS = 5_000;
const RESERVE = 0.2;

/** Sends orders, cancels and amendments, and knows for each answer, also for the one that never comes, what it proves. */
export class OrderEntry {
  readonly #parts: Parts;
  readonly #counters = new Map<string, PairCounter>();
  readonly #sentAt = new Map<string, number>();
  readonly #canceling = new Set<string>();
  readonly #submitting = new Set<string>();
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  isCanceling(clientOrderId: string): boolean {
    return this.#canceling.has(clientOrderId);
  }

  /** Sent, and its answer can still come. */
  isOnItsWay(clientOrderId: string): boolean {
    return this.#submitting.has(clientOrderId);
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** @throws RangeError when the intent cannot be written; then nothing was sent. */
  submit(intent: OrderIntent): void {
    const {clock, tracker, token, edge, report} = this.#parts;
    const {clientOrderId} = intent;
    if (tracker.get(clientOrderId) !== undefined) return;
    const deadline = clock.now() + spec.orderDeadlineMs;
    const build = (requestId: number): string => writeAddOrder({intent, deadline, token: token()}, requestId);
    build(0);
    tracker.track(intent);
    const now = edge.clock.monotonic();
    if (!this.#counterOf(intent.symbol).add(now, {isReducing: intent.reduceOnly})) {
      return report(
        tracker.reject(clientOrderId, 'RATE_LIMITED', 'not sent: the venue would refuse more orders now', this.#time()),
      );
    }
    this.#remember(clientOrderId, now);
    this.#submitting.add(clientOrderId);
    void this.#send(build).then(outcome => {
      this.#submitting.delete(clientOrderId);
      this.#onSubmitted(clientOrderId, deadline, outcome);
    });
  }

  /** Asks until the order has ended. */
  cancel(clientOrderId: string): void {
    if (this.#canceling.has(clientOrderId) || this.#parts.tracker.get(clientOrderId)?.isFinal === true) return;
    this.#canceling.add(clientOrderId);
    void this.#cancelUntilEnded(clientOrderId).finally(() => this.#canceling.delete(clientOrderId));
  }

  amend(clientOrderId: string, quantity: DecimalText, stopPrice?: DecimalText): void {
    const {clock, tracker, token, edge} = this.#parts;
    const order = tracker.get(clientOrderId);
    if (order?.isFinal === true) return;
    const request = {clientOrderId, quantity, stopPrice, deadline: clock.now() + spec.orderDeadlineMs, token: token()};
    const now = edge.clock.monotonic();
    if (order !== undefined) this.#counterOf(order.intent.symbol).amend(now, this.#ageMs(clientOrderId, now));
    void this.#send(id => writeAmend(request, id)).then(outcome =>
      this.#onAmended(clientOrderId, quantity, stopPrice, outcome),
    );
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
    this.#parts.unknown.resolve(clientOrderId, fenceOf(deadline));
  }

  async #cancelUntilEnded(clientOrderId: string): Promise<void> {
    const {tracker, token, unknown, clock, edge} = this.#parts;
    const order = tracker.get(clientOrderId);
    const now = edge.clock.monotonic();
    if (order !== undefined) this.#counterOf(order.intent.symbol).cancel(now, this.#ageMs(clientOrderId, now));
    while (!this.#isStopped && tracker.get(clientOrderId)?.isFinal !== true) {
      const outcome = await this.#send(id => writeCancel(clientOrderId, token(), id));
      if (this.#isGone(outcome)) {
        if (tracker.get(clientOrderId) === undefined) return this.#tellGone(clientOrderId);
        // It may have ended a moment ago, or still be on its way: what it is, a query says.
        if (tracker.get(clientOrderId)?.isFinal !== true)
          unknown.resolve(clientOrderId, fenceOf(clock.now() + spec.orderDeadlineMs));
      }
      await this.#wait(outcome.kind === 'done' ? CANCELED_WITHIN_MS : CANCEL_AGAIN_MS);
    }
  }

  #isGone(outcome: Outcome): boolean {
    return outcome.kind === 'refused' && outcome.meaning.code === 'UNKNOWN_ORDER';
  }

  #tellGone(clientOrderId: string): void {
    this.#parts.report([
      {kind: 'canceled', time: this.#time(), clientOrderId, reason: 'it does not rest at the venue'},
    ]);
  }

  #onAmended(clientOrderId: string, quantity: DecimalText, stopPrice: DecimalText | undefined, outcome: Outcome): void {
    const {tracker, report, unknown, clock} = this.#parts;
    const order = tracker.get(clientOrderId);
    if (outcome.kind === 'done') return report(tracker.amend(clientOrderId, quantity, stopPrice, this.#time()));
    if (order === undefined || order.isFinal) return;
    // Refused, or nobody knows: the one who asked is told what the order is, as soon as it is known.
    const isSure = outcome.kind === 'refused' && outcome.meaning.outcome !== 'unknown' && !this.#isGone(outcome);
    if (isSure || (outcome.kind === 'failed' && outcome.failure.kind === 'notSent')) {
      return report([tracker.present(order, this.#time())]);
    }
    unknown.resolve(clientOrderId, fenceOf(clock.now() + spec.orderDeadlineMs));
  }

  async #send(build: (requestId: number) => string): Promise<Outcome> {
    const sentAt = this.#parts.edge.clock.now();
    try {
      const answer = await this.#parts.request(build);
      if (answer.kind !== 'answer')
        return {kind: 'failed', failure: new RequestFailure('timeout', 'The answer was none.')};
      if (answer.time !== null) this.#parts.clock.sample(sentAt, answer.time);
      if (answer.error === null) return {kind: 'done', orderId: optionalText(answer.result, 'order_id')};

      const meaning = meaningOf(answer.error);
      if (meaning.code === 'SESSION_ENDED') this.#parts.onSessionEnded();

      return {kind: 'refused', meaning, raw: answer.error};
    } catch (error) {
      if (error instanceof RequestFailure) return {kind: 'failed', failure: error};
      throw error;
    }
  }

  #remember(clientOrderId: string, now: number): void {
    this.#sentAt.set(clientOrderId, now);
    const [oldest] = this.#sentAt.keys();
    if (this.#sentAt.size > 10_000 && oldest !== undefined) this.#sentAt.delete(oldest);
  }

  #ageMs(clientOrderId: string, now: number): number {
    return now - (this.#sentAt.get(clientOrderId) ?? Number.NEGATIVE_INFINITY);
  }

  #counterOf(symbol: string): PairCounter {
    const known = this.#counters.get(symbol);
    if (known !== undefined) return known;
    const {cancelPenalties, amendPenalties, pairCounter} = spec;
    const counter = new PairCounter({
      ...pairCounter[this.#parts.edge.tier],
      cancelPenalties,
      amendPenalties,
      reserve: RESERVE,
    });
    this.#counters.set(symbol, counter);

    return counter;
  }

  #time(): number {
    return this.#parts.edge.clock.now();
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#parts.edge.timers.after(ms, resolve);
    });
  }
}

/** Venue time after which an order of this deadline cannot appear, with the worst clock and the slowest engine. */
export const fenceOf = (deadline: number): number => deadline + spec.clockSkewMs + spec.engineWaitMs;

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
