import type {AccountSnapshot} from '../../core/domain/AccountSnapshot.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import {accountView, type VenueNames} from './accountView.ts';
import type {Balance, ExecutionEvent, FoundFill, FoundOrder, OrderEvidence} from './evidence.ts';
import {askForOrders} from './askForOrders.ts';
import {asForgotten, Forgotten} from './Forgotten.ts';
import {OrderEntry, type OrderTimes} from './OrderEntry.ts';
import {OrderTracker} from './OrderTracker.ts';
import type {OrderQueries} from './OrderQueries.ts';
import type {OrderRates, OrderWire} from './OrderWire.ts';
import {Outbox} from '../Outbox.ts';
import type {Tracked} from './Tracked.ts';
import {UnknownOrders} from './UnknownOrders.ts';

export type OrderDeskParts = {
  /** The venue's name. */
  readonly venue: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  /** Venue time, ms UTC. */
  readonly venueNow: () => number;
  readonly times: OrderTimes & {readonly notFoundSpacingMs: number};
  readonly names: VenueNames;
  readonly symbols: readonly string[];
  readonly wire: OrderWire;
  readonly rates: OrderRates;
  readonly queries: OrderQueries;
  /** True where the venue tells nothing by itself: only two equal balances prove that nothing happened between two questions. */
  readonly isPolled: boolean;
  readonly onOrder: (report: OrderReport) => void;
  /** Told after each change whether orders may rest at the venue. */
  readonly onWorking: (hasOrders: boolean) => void;
};

/** Queries look back so much further than needed: clocks differ, and what is known is not told twice. */
const LOOK_BACK_MS = 300_000;
/** Rounds of questions until nothing happens in between, where nobody else could tell. */
const CALM_ATTEMPTS = 3;
/** Time that fills have to come by themselves before they are fetched. */
const FILL_GRACE_MS = 500;
/** Why nobody knows of an order that an earlier run may have sent. */
const UNANSWERED = 'the bot ended before the venue had answered';
const ASK_AGAIN_MS = 2_000;

/** Our orders at one venue: sends them, tells what becomes of each once, and finds out about those that nobody is sure of. */
export class OrderDesk {
  readonly #parts: OrderDeskParts;
  readonly #tracker: OrderTracker;
  readonly #unknown: UnknownOrders;
  readonly #entry: OrderEntry;
  readonly #outbox: Outbox<OrderReport>;
  readonly #forgotten = new Forgotten();
  #since: number;
  /** Orders of an earlier run that may have been sent. */
  #unanswered: string[] = [];
  #heard = 0;
  #isFetchingFills = false;
  #isStopped = false;

  constructor(parts: OrderDeskParts) {
    const {venue, clock, venueNow, times, queries, onOrder} = parts;
    this.#parts = parts;
    this.#since = clock.now() - LOOK_BACK_MS;
    this.#tracker = new OrderTracker(venue);
    this.#outbox = new Outbox(report => {
      if (!this.#isStopped) onOrder(report);
    });
    this.#unknown = new UnknownOrders({
      ...parts,
      now: venueNow,
      find: (clientOrderId, list) => queries.find(clientOrderId, list, this.#tracker.get(clientOrderId)),
      spacingMs: times.notFoundSpacingMs,
      isOpenQuestion: clientOrderId => this.#tracker.get(clientOrderId)?.isFinal === false,
      onFound: order => this.#onFound(order),
      onAbsent: (clientOrderId, reason) => this.#onAbsent(clientOrderId, reason),
    });
    this.#entry = new OrderEntry({
      ...parts,
      tracker: this.#tracker,
      unknown: this.#unknown,
      report: reports => {
        this.#heard += 1;
        this.#report(reports);
      },
    });
  }

  /** Orders that may rest at the venue. */
  working(): readonly Tracked[] {
    return this.#tracker.working();
  }

  /** Goes on with orders of an earlier run, before the first `catchUp`, which then finds out about them. */
  restore({orders, since}: OrderRecovery): void {
    this.#since = Math.min(this.#since, since - LOOK_BACK_MS);
    for (const order of orders) this.#tracker.restore(order);
    const unanswered = orders.filter(({venueOrderId, isFinal}) => venueOrderId === null && !isFinal);
    this.#unanswered = unanswered.map(({intent}) => intent.clientOrderId);
  }

  submit(intent: OrderIntent): void {
    this.#entry.submit(intent);
    this.#tellWorking();
  }

  cancel(clientOrderId: string): void {
    this.#entry.cancel(clientOrderId);
  }

  amend(clientOrderId: string, quantity: string, stopPrice?: string): void {
    this.#entry.amend(clientOrderId, quantity, stopPrice);
  }

  /** Somebody knows that it is gone: nothing more is asked of it. */
  forget(clientOrderId: string): void {
    this.#forgotten.settle(clientOrderId);
    this.#tracker.absent(clientOrderId, 'written off', this.#parts.clock.now());
    this.#tellWorking();
  }

  /** What the venue says by itself. */
  apply(events: readonly ExecutionEvent[]): void {
    this.#heard += 1;
    for (const event of events) this.#report(this.#tracker.apply(event));
    if (this.#tracker.hasMissingFills) this.#fetchFillsSoon();
  }

  /** Asks what happened while nobody listened, until it is answered; false when nobody wants to know any more. */
  async catchUp(isWanted: () => boolean): Promise<boolean> {
    const now = this.#parts.clock.now();
    for (const id of this.#unanswered.splice(0)) this.#report(this.#tracker.doubt(id, UNANSWERED, now));
    while (!this.#isStopped && isWanted()) {
      try {
        await this.agree();
        return true;
      } catch (error) {
        // Not ready until it is answered; whoever asks for the account is told what is wrong.
        if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
        await this.#wait(ASK_AGAIN_MS);
      }
    }

    return false;
  }

  /** Takes over what the venue has, and asks for each order of ours that it did not name. @throws when the venue cannot be asked. */
  async agree(): Promise<void> {
    const time = this.#parts.clock.now();
    const evidence = await askForOrders(this.#parts.queries, this.#since);
    this.#apply(evidence);
    this.#questionMissing(evidence);
    this.#since = Math.max(this.#since, time - LOOK_BACK_MS);
  }

  /** Looks at what rests, and at the rest only where that differs from what is known. @throws when the venue cannot be asked. */
  async poll(): Promise<void> {
    const open = await this.#parts.queries.open();
    this.#apply({open, closed: [], fills: []});
    const listed = new Set(open.map(({clientOrderId}) => clientOrderId));
    const isMissing = this.#tracker
      .working()
      .some(({intent: {clientOrderId}, isAccepted}) => isAccepted && !listed.has(clientOrderId));
    if (isMissing) return this.agree();
    if (this.#tracker.hasMissingFills) this.#applyFills(await this.#parts.queries.fills(this.#since));

    return undefined;
  }

  /** The account by the venue's own word; what was not known is reported first. What a venue tells by itself meanwhile, whoever compares sees in the books. */
  async account(): Promise<AccountSnapshot> {
    const {names, symbols, clock, isPolled} = this.#parts;
    const attempts = isPolled ? CALM_ATTEMPTS : 1;
    const time = clock.now();
    let answer = await this.#askAll();
    for (let attempt = 1; attempt < attempts && !answer.isCalm; attempt += 1) answer = await this.#askAll();
    this.#apply(answer);
    this.#questionMissing(answer);
    const view = accountView({...answer, tracker: this.#tracker, pairs: names, symbols, time});
    this.#since = Math.max(this.#since, time - LOOK_BACK_MS);

    return view;
  }

  /** Tells and asks nothing more; what rests is left to the venue. */
  stop(): void {
    this.#isStopped = true;
    this.#unknown.stop();
    this.#entry.stop();
  }

  #report(reports: readonly OrderReport[]): void {
    this.#outbox.deliver(reports);
    this.#tellWorking();
  }

  #tellWorking(): void {
    if (!this.#isStopped) this.#parts.onWorking(this.#tracker.hasWorking);
  }

  async #askAll(): Promise<OrderEvidence & {readonly balances: readonly Balance[]; readonly isCalm: boolean}> {
    const {queries, isPolled} = this.#parts;
    const heard = this.#heard;
    const before = isPolled ? await queries.balances() : null;
    const evidence = await askForOrders(queries, this.#since);
    const balances = await queries.balances();
    const isSame = before === null || JSON.stringify(before) === JSON.stringify(balances);

    return {...evidence, balances, isCalm: isSame && heard === this.#heard};
  }

  /** What was asked last is the newest: an order that has closed since it was seen open is in both lists. */
  #apply({open, closed, fills}: OrderEvidence): void {
    const time = this.#parts.clock.now();
    const ended = new Set(closed.map(({orderId}) => orderId));
    const living = open.filter(({orderId}) => !ended.has(orderId));
    for (const order of [...living, ...closed]) this.#report(this.#tracker.applyQuery(order, time));
    this.#applyFills(fills);
  }

  #applyFills(fills: readonly FoundFill[]): void {
    for (const fill of fills) this.#report(this.#tracker.applyFill(fill, this.#parts.names.quoteOf(fill.pair)));
  }

  /** Orders of ours that are in neither list, and not on their way: each is asked for by its id. */
  #questionMissing({open, closed}: OrderEvidence): void {
    const listed = new Set([...open, ...closed].map(({clientOrderId}) => clientOrderId));
    for (const {intent} of this.#tracker.working()) {
      if (listed.has(intent.clientOrderId) || this.#entry.isOnItsWay(intent.clientOrderId)) continue;
      this.#unknown.resolve(intent.clientOrderId, this.#entry.fence());
    }
  }

  async #onFound(order: FoundOrder): Promise<void> {
    this.#report(this.#tracker.applyQuery(order, this.#parts.clock.now()));
    if (this.#tracker.hasMissingFills) await this.#fetchFills();
  }

  #onAbsent(clientOrderId: string, reason: string): void {
    const order = this.#tracker.get(clientOrderId);
    const time = this.#parts.clock.now();
    if (order === undefined) return;
    if (order.orderId !== null && !this.#entry.isCancelAgreed(clientOrderId)) {
      // It did rest once: that it is nowhere now is first of all strange, also where somebody wants it gone.
      const now = this.#parts.venueNow();
      const {until, isNew} = this.#forgotten.doubt(order, now);
      if (isNew)
        this.#report(
          asForgotten(this.#tracker.doubt(clientOrderId, `the venue does not know it any more: ${reason}`, time)),
        );
      const fence = this.#entry.fence(until);
      if (now <= fence) return void this.#parts.timers.after(0, () => this.#unknown.resolve(clientOrderId, fence));
    }
    this.#forgotten.settle(clientOrderId);
    const isWanted = this.#entry.isCanceling(clientOrderId);
    this.#report(this.#tracker[isWanted ? 'cancel' : 'absent'](clientOrderId, reason, time));
  }

  #fetchFillsSoon(): void {
    if (this.#isFetchingFills) return;
    this.#isFetchingFills = true;
    this.#parts.timers.after(FILL_GRACE_MS, () => {
      this.#isFetchingFills = false;
      if (this.#tracker.hasMissingFills) void this.#fetchFills();
    });
  }

  async #fetchFills(): Promise<void> {
    try {
      this.#applyFills(await this.#parts.queries.fills(this.#since));
    } catch (error) {
      if (!(error instanceof VenueError) && !(error instanceof VenueUnreachable)) throw error;
    }
    if (this.#tracker.hasMissingFills && !this.#isStopped) {
      await this.#wait(ASK_AGAIN_MS);
      this.#fetchFillsSoon();
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => void this.#parts.timers.after(ms, resolve));
  }
}
