import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {Backoff, type BackoffLimits} from './Backoff.ts';
import type {ConnectBudget} from './ConnectBudget.ts';
import {Link, type LinkLimits, type WireProtocol} from './Link.ts';
import {RequestFailure} from './RequestFailure.ts';
import type {OpenSocket} from './Socket.ts';
import {VenueUnreachable} from './VenueError.ts';

/** How a venue is asked for a channel. */
export type SubscriptionCodec<Subscription, Message> = {
  /** Equal for equal wishes. */
  key(subscription: Subscription): string;
  subscribe(subscription: Subscription, requestId: number): string;
  unsubscribe(subscription: Subscription, requestId: number): string;
  /** Why the venue will not, or null when it will. */
  refusal(answer: Message): string | null;
};

export type ConnectionLimits = LinkLimits & {
  readonly backoff: BackoffLimits;
  /** A link that has held so long counts as good: the next failure starts small again. */
  readonly stableAfterMs: number;
  /** Age at which a link is replaced by a fresh one, with both up for a moment. */
  readonly rotateAfterMs: number;
  /** Messages that a fresh link may deliver before it takes over. */
  readonly maxHeldBack: number;
  /** Time that `open` gives the first link. */
  readonly firstUpWithinMs: number;
};

export type ConnectionListener<Subscription, Message> = {
  onMessage(message: Message): void;
  /** The answer to any request, with the monotonic time at which that left. */
  onAnswer?(message: Message, sentAt: number): void;
  /** All subscriptions have been asked for on a new link and answered. */
  onUp(): void;
  onDown(reason: string): void;
  /** The others go on without it; to throw ends the link instead. */
  onRefused(subscription: Subscription, reason: string): void;
};

export type ConnectionParts<Subscription, Message> = {
  readonly url: string;
  readonly openSocket: OpenSocket;
  readonly protocol: WireProtocol<Message>;
  readonly subscriptions: SubscriptionCodec<Subscription, Message>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly budget: ConnectBudget;
  readonly limits: ConnectionLimits;
  /** Made before a new link subscribes, such as a fresh token. */
  readonly authorize?: () => Promise<void>;
  readonly listener: ConnectionListener<Subscription, Message>;
};

/**
 * Keeps one conversation with a venue alive over any number of sockets: it knows what is wanted, asks for it again on
 * each new link, waits longer after each failure, and replaces an old link before the venue does.
 */
export class Connection<Subscription, Message> {
  readonly #parts: ConnectionParts<Subscription, Message>;
  readonly #backoff: Backoff;
  #wanted: readonly Subscription[] = [];
  #primary: Link<Message> | null = null;
  /** The link that is being made. */
  #coming: Link<Message> | null = null;
  #heldBack: Message[] = [];
  #stopTimers: (() => void)[] = [];
  #lastRequestId = 0;
  #lastReason = 'not opened';
  #isRunning = false;
  #onFirstUp: (() => void) | null = null;
  #onStopped: (() => void) | null = null;

  constructor(parts: ConnectionParts<Subscription, Message>) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.limits.backoff, parts.random);
  }

  get isUp(): boolean {
    return this.#primary !== null;
  }

  /** Resolves when everything wanted stands. @throws when the venue cannot be reached in time; then nothing goes on trying. */
  open(): Promise<void> {
    const {timers, limits, url} = this.#parts;
    this.#isRunning = true;

    return new Promise((resolve, reject) => {
      const stopTimer = timers.after(limits.firstUpWithinMs, () => {
        reject(new VenueUnreachable(`Cannot reach ${url} in time: ${this.#lastReason}.`));
        this.stop();
      });
      this.#onStopped = () => {
        stopTimer();
        reject(new Error(`The connection to ${url} was stopped.`));
      };
      this.#onFirstUp = () => {
        stopTimer();
        resolve();
      };
      this.#dial();
    });
  }

  /** What is to be subscribed from now on; asks only for the difference. */
  want(subscriptions: readonly Subscription[]): void {
    const {key} = this.#parts.subscriptions;
    const before = new Set(this.#wanted.map(key));
    const after = new Set(subscriptions.map(key));
    const [gone, added] = [
      this.#wanted.filter(one => !after.has(key(one))),
      subscriptions.filter(one => !before.has(key(one))),
    ];
    this.#wanted = subscriptions;
    const link = this.#primary;
    if (link === null) return;
    for (const one of gone) void this.#change(link, one, 'unsubscribe');
    for (const one of added) void this.#change(link, one, 'subscribe');
  }

  /** Asks again for one channel, whose content is wrong or has stopped. */
  async renew(subscription: Subscription): Promise<void> {
    const link = this.#primary;
    if (link === null) return;
    await this.#change(link, subscription, 'unsubscribe');
    await this.#change(link, subscription, 'subscribe');
  }

  /** Rejects with a `RequestFailure` that says whether anything was sent. */
  request(build: (requestId: number) => string, withinMs?: number): Promise<Message> {
    if (this.#primary === null) {
      return Promise.reject(new RequestFailure('notSent', `The connection is down: ${this.#lastReason}.`));
    }

    return this.#primary.request(build, withinMs);
  }

  /** Ends the present link, because what comes over it can no longer be trusted; a new one is made. */
  drop(reason: string): void {
    this.#primary?.end(reason);
  }

  stop(): void {
    this.#isRunning = false;
    this.#clearTimers();
    this.#coming?.end('stopped');
    this.#primary?.end('stopped');
    // A no-op once `open` has settled.
    this.#onStopped?.();
  }

  #dial(): void {
    const {budget, clock} = this.#parts;
    budget.spend(clock.monotonic());
    const link: Link<Message> = new Link({
      ...this.#parts,
      nextRequestId: () => (this.#lastRequestId += 1),
      events: {
        onOpen: () => void this.#prepare(link),
        onMessage: message => this.#onMessage(link, message),
        onAnswer: (message, sentAt) => this.#parts.listener.onAnswer?.(message, sentAt),
        onClosed: reason => this.#onClosed(link, reason),
      },
    });
    this.#coming = link;
  }

  async #prepare(link: Link<Message>): Promise<void> {
    try {
      await this.#parts.authorize?.();
      const asked = this.#wanted;
      await Promise.all(asked.map(one => this.#ask(link, one, 'subscribe')));
      if (link === this.#coming && link.isOpen) this.#takeOver(link);
      // What was wished for meanwhile:
      for (const one of this.#wanted) if (!asked.includes(one)) await this.#ask(link, one, 'subscribe');
    } catch (error) {
      link.end(error instanceof Error ? error.message : String(error));
    }
  }

  #takeOver(link: Link<Message>): void {
    const {timers, limits, listener} = this.#parts;
    const old = this.#primary;
    const held = this.#heldBack;
    this.#primary = link;
    this.#coming = null;
    this.#heldBack = [];
    this.#clearTimers();
    this.#stopTimers = [
      timers.after(limits.stableAfterMs, () => this.#backoff.reset()),
      timers.after(limits.rotateAfterMs, () => this.#rotate()),
    ];
    for (const message of held) listener.onMessage(message);
    if (old !== null) this.#retire(old);
    else listener.onUp();
    this.#onFirstUp?.();
    this.#onFirstUp = null;
  }

  #rotate(): void {
    const {budget, clock, timers, limits} = this.#parts;
    if (budget.waitMs(clock.monotonic()) === 0) return this.#dial();
    this.#stopTimers.push(timers.after(limits.stableAfterMs, () => this.#rotate()));
  }

  /** The old link of a rotation lives on until its last request is answered. */
  #retire(link: Link<Message>): void {
    if (link.pendingRequests === 0) return link.end('replaced');
    this.#parts.timers.after(this.#parts.limits.answerWithinMs, () => link.end('replaced'));
  }

  #onMessage(link: Link<Message>, message: Message): void {
    if (link === this.#primary || (link === this.#coming && this.#primary === null)) {
      return this.#parts.listener.onMessage(message);
    }
    if (link !== this.#coming) return;
    this.#heldBack.push(message);
    if (this.#heldBack.length > this.#parts.limits.maxHeldBack) link.end('it did not take over in time');
  }

  #onClosed(link: Link<Message>, reason: string): void {
    const {listener} = this.#parts;
    if (link === this.#coming) return this.#onComingLost(reason);
    if (link !== this.#primary) return;
    this.#primary = null;
    this.#lastReason = reason;
    this.#clearTimers();
    // A rotation in progress becomes the new connection; what it held back starts with its snapshots.
    const held = this.#heldBack;
    this.#heldBack = [];
    if (this.#isRunning) listener.onDown(reason);
    for (const message of held) listener.onMessage(message);
    if (this.#coming === null) this.#redial();
  }

  #onComingLost(reason: string): void {
    this.#coming = null;
    this.#heldBack = [];
    this.#lastReason = reason;
    if (this.#primary === null) return this.#redial();
    if (this.#isRunning) {
      this.#stopTimers.push(this.#parts.timers.after(this.#backoff.next(), () => this.#rotate()));
    }
  }

  #redial(): void {
    if (!this.#isRunning) return;
    const {budget, clock, timers} = this.#parts;
    const waitMs = Math.max(this.#backoff.next(), budget.waitMs(clock.monotonic()));
    this.#stopTimers.push(timers.after(waitMs, () => this.#dial()));
  }

  async #change(link: Link<Message>, subscription: Subscription, what: 'subscribe' | 'unsubscribe'): Promise<void> {
    try {
      await this.#ask(link, subscription, what);
    } catch (error) {
      link.end(error instanceof Error ? error.message : String(error));
    }
  }

  async #ask(link: Link<Message>, subscription: Subscription, what: 'subscribe' | 'unsubscribe'): Promise<void> {
    const {subscriptions, listener} = this.#parts;
    const answer = await link.request(id => subscriptions[what](subscription, id));
    const refusal = subscriptions.refusal(answer);
    if (refusal !== null && what === 'subscribe') listener.onRefused(subscription, refusal);
  }

  #clearTimers(): void {
    for (const stop of this.#stopTimers) stop();
    this.#stopTimers = [];
  }
}
