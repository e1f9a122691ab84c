import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {Connection} from '../net/Connection.ts';
import {RequestFailure} from '../net/RequestFailure.ts';
import {VenueClock} from '../net/VenueClock.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import {accountView} from '../orders/accountView.ts';
import type {FoundFill, FoundOrder, VenueTruth} from '../orders/evidence.ts';
import {OrderTracker} from '../orders/OrderTracker.ts';
import {Outbox} from '../orders/Outbox.ts';
import {UnknownOrders} from '../orders/UnknownOrders.ts';
import {askTruth} from './askTruth.ts';
import type {KrakenMessage} from './codec/messages.ts';
import {type PrivateSubscription, writeDeadMansSwitch} from './codec/writeRequests.ts';
import {DeadMansSwitch} from './DeadMansSwitch.ts';
import {type Edge, refusalOf} from './Edge.ts';
import type {KrakenRest} from './KrakenRest.ts';
import {fenceOf, OrderEntry} from './OrderEntry.ts';
import type {Pairs} from './Pairs.ts';
import {openPrivate} from './openPrivate.ts';
import spec from './spec.json' with {type: 'json'};

export type SessionListener = {
  onOrder(report: OrderReport): void;
  onDown(reason: string): void;
  /** The private side is up again and everything that happened meanwhile has been reported. */
  onReady(): void;
};

type Parts = {
  readonly edge: Edge;
  readonly rest: KrakenRest;
  readonly pairs: Pairs;
  readonly symbols: readonly string[];
  readonly listener: SessionListener;
};

/** Queries look back so much further than needed: clocks differ, and what is known is not told twice. */
const LOOK_BACK_MS = 300_000;
/** Rounds of questions until nothing happens in between. */
const CALM_ATTEMPTS = 3;
/** Time that fills have to come by themselves before they are fetched. */
const FILL_GRACE_MS = 500;
const CATCH_UP_AGAIN_MS = 2_000;

/** The private side of Kraken: our orders, what becomes of them, and the account. */
export class KrakenSession {
  readonly #parts: Parts;
  readonly #tracker = new OrderTracker(spec.name);
  readonly #clock: VenueClock;
  readonly #connection: Connection<PrivateSubscription, KrakenMessage>;
  readonly #unknown: UnknownOrders;
  readonly #entry: OrderEntry;
  readonly #switch: DeadMansSwitch;
  readonly #outbox: Outbox<OrderReport>;
  readonly #sequences = new Map<string, number>();
  /** Orders that the venue accepted and then did not know any more. */
  readonly #forgotten = new Set<string>();
  #token = '';
  #since: number;
  #heard = 0;
  /** Only the latest connection is caught up on. */
  #connects = 0;
  #isFetchingFills = false;
  #ready: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: Parts) {
    const {edge, rest, listener} = parts;
    this.#parts = parts;
    this.#since = edge.clock.now() - LOOK_BACK_MS;
    this.#clock = new VenueClock(() => edge.clock.now());
    this.#outbox = new Outbox(report => {
      if (!this.#isStopped) listener.onOrder(report);
    });
    this.#connection = openPrivate({
      edge,
      token: () => this.#token,
      authorize: async () => {
        this.#token = await rest.token();
      },
      onMessage: message => this.#onMessage(message),
      onUp: () => {
        this.#switch.refresh();
        this.#ready = this.#catchUp();
      },
      onDown: reason => {
        this.#sequences.clear();
        if (!this.#isStopped) listener.onDown(reason);
      },
    });
    this.#unknown = new UnknownOrders({
      ...edge,
      now: () => this.#clock.now(),
      find: (clientOrderId, list) => rest.findOrder(clientOrderId, list),
      spacingMs: spec.notFoundSpacingMs,
      isOpenQuestion: clientOrderId => this.#tracker.get(clientOrderId)?.isFinal === false,
      onFound: order => this.#onFound(order),
      onAbsent: (clientOrderId, reason) => this.#onAbsent(clientOrderId, reason),
    });
    this.#entry = new OrderEntry({
      edge,
      clock: this.#clock,
      tracker: this.#tracker,
      unknown: this.#unknown,
      token: () => this.#token,
      request: build => this.#connection.request(build),
      report: reports => this.#report(reports),
      onSessionEnded: () => this.#connection.drop('the venue has ended the session'),
    });
    this.#switch = new DeadMansSwitch({
      ...edge,
      ...spec.deadMansSwitch,
      arm: seconds => this.#arm(seconds),
    });
  }

  /** Goes on with orders of an earlier run; before `open`, which then finds out about them. */
  restore({orders, since}: OrderRecovery): void {
    this.#since = Math.min(this.#since, since - LOOK_BACK_MS);
    for (const order of orders) this.#tracker.restore(order);
  }

  /** Resolves when the private channels stand and everything that is known of our orders has been reported. */
  async open(): Promise<void> {
    this.#connection.want([{channel: 'executions'}, {channel: 'balances'}]);
    await this.#connection.open();
    await this.#ready;
  }

  submit(intent: OrderIntent): void {
    this.#entry.submit(intent);
    this.#switch.update(this.#tracker.working().length > 0);
  }

  cancel(clientOrderId: string): void {
    this.#entry.cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: string, stopPrice?: string): void {
    this.#entry.amend(clientOrderId, quantity, stopPrice);
  }

  /** The account by the venue's own word, asked again when something happened in between; what was not known is reported first. */
  async account(): Promise<AccountSnapshot> {
    const {pairs, symbols, edge} = this.#parts;
    const time = edge.clock.now();
    let truth = await this.#ask();
    for (let attempt = 1; attempt < CALM_ATTEMPTS && truth.heardMeanwhile; attempt += 1) truth = await this.#ask();
    this.#apply(truth);
    const view = accountView({...truth, tracker: this.#tracker, pairs, symbols, time});
    this.#since = Math.max(this.#since, time - LOOK_BACK_MS);

    return view;
  }

  /** Leaves what rests to the venue: after a planned stop nobody refreshes the switch, and it would take the protective stops. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#unknown.stop();
    this.#entry.stop();
    if (this.#switch.isArmed) await this.#switch.disarm();
    this.#connection.stop();
  }

  #onMessage(message: KrakenMessage): void {
    if (message.kind !== 'executions' && message.kind !== 'balances') return;
    if (!this.#isInSequence(message)) return;
    if (message.kind !== 'executions') return;
    this.#heard += 1;
    for (const event of message.executions) this.#report(this.#tracker.apply(event));
    if (this.#tracker.hasMissingFills) this.#fetchFillsSoon();
  }

  /** False for a frame that came before; a frame that lacks ends the link, because its snapshot says what was in it. */
  #isInSequence({kind, isSnapshot, sequence}: Extract<KrakenMessage, {kind: 'executions' | 'balances'}>): boolean {
    const last = this.#sequences.get(kind);
    if (sequence === null) return true;
    if (!isSnapshot && last !== undefined && sequence <= last) return false;
    this.#sequences.set(kind, sequence);
    if (isSnapshot || last === undefined || sequence === last + 1) return true;
    this.#connection.drop(`a gap in "${kind}": ${sequence} came after ${last}`);

    return false;
  }

  #report(reports: readonly OrderReport[]): void {
    this.#outbox.deliver(reports);
    if (!this.#isStopped) this.#switch.update(this.#tracker.working().length > 0);
  }

  /** Asks what happened while nobody listened, until it is answered. */
  async #catchUp(): Promise<void> {
    this.#connects += 1;
    const connect = this.#connects;
    while (!this.#isStopped && this.#connection.isUp && connect === this.#connects) {
      const time = this.#parts.edge.clock.now();
      try {
        const truth = await this.#ask();
        this.#apply(truth);
        this.#questionMissing(truth);
        this.#since = Math.max(this.#since, time - LOOK_BACK_MS);
        return this.#parts.listener.onReady();
      } catch (error) {
        // Not ready until it is answered; whoever asks for the account is told what is wrong.
        if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
        await this.#wait(CATCH_UP_AGAIN_MS);
      }
    }
  }

  async #ask(): Promise<VenueTruth & {readonly heardMeanwhile: boolean}> {
    const before = this.#heard;
    const truth = await askTruth(this.#parts.rest, this.#since);

    return {...truth, heardMeanwhile: this.#heard !== before};
  }

  /** What was asked last is the newest: an order that has closed since it was seen open is in both lists. */
  #apply({open, closed, fills}: VenueTruth): void {
    const time = this.#parts.edge.clock.now();
    const ended = new Set(closed.map(({orderId}) => orderId));
    const living = open.filter(({orderId}) => !ended.has(orderId));
    for (const order of [...living, ...closed]) this.#report(this.#tracker.applyQuery(order, time));
    this.#applyFills(fills);
  }

  #applyFills(fills: readonly FoundFill[]): void {
    for (const fill of fills) this.#report(this.#tracker.applyFill(fill, this.#parts.pairs.quoteOf(fill.pair)));
  }

  /** Orders of ours that are in neither list, and not on their way: each is asked for by its id. */
  #questionMissing({open, closed}: VenueTruth): void {
    const listed = new Set([...open, ...closed].map(({clientOrderId}) => clientOrderId));
    for (const {intent} of this.#tracker.working()) {
      if (listed.has(intent.clientOrderId) || this.#entry.isOnItsWay(intent.clientOrderId)) continue;
      this.#unknown.resolve(intent.clientOrderId, fenceOf(this.#clock.now() + spec.orderDeadlineMs));
    }
  }

  async #onFound(order: FoundOrder): Promise<void> {
    this.#report(this.#tracker.applyQuery(order, this.#parts.edge.clock.now()));
    if (this.#tracker.hasMissingFills) await this.#fetchFills();
  }

  #onAbsent(clientOrderId: string, reason: string): void {
    const order = this.#tracker.get(clientOrderId);
    const time = this.#parts.edge.clock.now();
    if (order === undefined) return;
    if (this.#entry.isCanceling(clientOrderId)) return this.#report(this.#tracker.cancel(clientOrderId, reason, time));
    if (order.orderId === null || this.#forgotten.delete(clientOrderId)) {
      return this.#report(this.#tracker.absent(clientOrderId, reason, time));
    }
    // It did rest once: that it is nowhere now is first of all strange.
    this.#forgotten.add(clientOrderId);
    this.#report(this.#tracker.doubt(clientOrderId, `the venue does not know it any more: ${reason}`, time));
    const again = fenceOf(this.#clock.now() + LOOK_BACK_MS);
    this.#parts.edge.timers.after(0, () => this.#unknown.resolve(clientOrderId, again));
  }

  #fetchFillsSoon(): void {
    if (this.#isFetchingFills) return;
    this.#isFetchingFills = true;
    this.#parts.edge.timers.after(FILL_GRACE_MS, () => {
      this.#isFetchingFills = false;
      if (this.#tracker.hasMissingFills) void this.#fetchFills();
    });
  }

  async #fetchFills(): Promise<void> {
    try {
      this.#applyFills(await this.#parts.rest.fills(this.#since));
    } catch (error) {
      if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
    }
    if (this.#tracker.hasMissingFills && !this.#isStopped) {
      await this.#wait(CATCH_UP_AGAIN_MS);
      this.#fetchFillsSoon();
    }
  }

  async #arm(seconds: number): Promise<boolean> {
    try {
      const answer = await this.#connection.request(id => writeDeadMansSwitch(seconds, this.#token, id));
      return refusalOf(answer) === null;
    } catch (error) {
      if (error instanceof RequestFailure) return false;
      throw error;
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.#parts.edge.timers.after(ms, resolve);
    });
  }
}
