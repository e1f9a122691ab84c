import type {Clock, Timers} from '../../core/runtime/clock.ts';
import {RequestFailure} from './RequestFailure.ts';
import type {OpenSocket, Socket} from './Socket.ts';

/** How one venue speaks. */
export type WireProtocol<Message> = {
  /** Reads one frame. @throws when it is garbage. */
  read(text: string): Message;
  /** Id of the request that the message answers, else null. */
  answers(message: Message): number | null;
  /** A frame that the venue must answer, for when it has nothing to say. */
  ping(requestId: number): string;
};

export type LinkLimits = {
  /** Without any frame for so long the socket is dead, whatever it says. */
  readonly silentAfterMs: number;
  readonly answerWithinMs: number;
  readonly openWithinMs: number;
  readonly maxPending: number;
};

export type LinkEvents<Message> = {
  onOpen(): void;
  /** Every message but answers to requests. */
  onMessage(message: Message): void;
  /** The answer to a request that left at this monotonic time; told beside the one who waits for it. */
  onAnswer?(message: Message, sentAt: number): void;
  onClosed(reason: string): void;
};

export type LinkParts<Message> = {
  readonly url: string;
  readonly openSocket: OpenSocket;
  readonly protocol: WireProtocol<Message>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: LinkLimits;
  readonly nextRequestId: () => number;
  readonly events: LinkEvents<Message>;
};

type Pending<Message> = {
  readonly sentAt: number;
  readonly resolve: (message: Message) => void;
  readonly reject: (failure: RequestFailure) => void;
  readonly stopTimer: () => void;
};

/**
 * One socket from its opening to its end: joins answers to requests, each with a timer of its own, and ends the socket
 * when it has been silent or does not carry what is sent. It is never reused: a new connection is a new link.
 */
export class Link<Message> {
  readonly #parts: LinkParts<Message>;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending<Message>>();
  readonly #stopWatch: () => void;
  readonly #bornAt: number;
  #heardAt: number | null = null;
  #isPinged = false;
  #isOnTrial = false;
  #isClosed = false;

  constructor(parts: LinkParts<Message>) {
    const {clock, timers, openSocket, url, limits} = parts;
    this.#parts = parts;
    this.#bornAt = clock.monotonic();
    this.#stopWatch = timers.every(Math.max(1, Math.floor(limits.silentAfterMs / 5)), () => this.#watch());
    this.#socket = openSocket(url, {
      onOpen: () => this.#onOpen(),
      onText: text => this.#onText(text),
      onClosed: reason => this.end(reason),
    });
  }

  get isOpen(): boolean {
    return this.#heardAt !== null && !this.#isClosed;
  }

  get pendingRequests(): number {
    return this.#pending.size;
  }

  /** Sends a request and waits for its answer. Rejects with a `RequestFailure`; never hangs. */
  request(build: (requestId: number) => string, withinMs = this.#parts.limits.answerWithinMs): Promise<Message> {
    const {nextRequestId, timers, limits} = this.#parts;
    if (!this.isOpen) return Promise.reject(new RequestFailure('notSent', 'The connection is not open.'));
    if (this.#pending.size >= limits.maxPending) {
      return Promise.reject(new RequestFailure('notSent', `${limits.maxPending} requests are waiting for answers.`));
    }
    const id = nextRequestId();
    const text = build(id);

    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#pending.delete(id);
        reject(new RequestFailure('timeout', `No answer within ${withinMs} ms.`));
        this.#putOnTrial();
      };
      const sentAt = this.#parts.clock.monotonic();
      this.#pending.set(id, {sentAt, resolve, reject, stopTimer: timers.after(withinMs, giveUp)});
      this.#socket.send(text);
    });
  }

  /** Ends the socket at once; what waits for an answer is lost. */
  end(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopWatch();
    this.#socket.terminate();
    for (const {reject, stopTimer} of this.#pending.values()) {
      stopTimer();
      reject(new RequestFailure('lost', `The connection was lost before the answer: ${reason}.`));
    }
    this.#pending.clear();
    this.#parts.events.onClosed(reason);
  }

  #onOpen(): void {
    if (this.#isClosed) return;
    this.#heardAt = this.#parts.clock.monotonic();
    this.#parts.events.onOpen();
  }

  #onText(text: string): void {
    if (this.#isClosed) return;
    this.#heardAt = this.#parts.clock.monotonic();
    this.#isPinged = false;
    const message = this.#read(text);
    if (message === null) return;
    if (!this.#answer(message)) this.#parts.events.onMessage(message);
  }

  /** What cannot be read may have been anything, so nothing after it can be trusted: the snapshot of a new link can. */
  #read(text: string): Message | null {
    try {
      return this.#parts.protocol.read(text);
    } catch (error) {
      this.end(`an unreadable frame came: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  #answer(message: Message): boolean {
    const id = this.#parts.protocol.answers(message);
    if (id === null) return false;
    const pending = this.#pending.get(id);
    if (pending === undefined) return true;
    this.#pending.delete(id);
    pending.stopTimer();
    this.#parts.events.onAnswer?.(message, pending.sentAt);
    pending.resolve(message);

    return true;
  }

  #watch(): void {
    const {clock, limits} = this.#parts;
    const now = clock.monotonic();
    if (this.#heardAt === null) {
      if (now - this.#bornAt >= limits.openWithinMs) this.end(`not open after ${limits.openWithinMs} ms`);
      return;
    }
    const silentMs = now - this.#heardAt;
    if (silentMs >= limits.silentAfterMs) return this.end(`silent for ${Math.round(silentMs)} ms`);
    if (silentMs >= limits.silentAfterMs / 2) this.#ping();
  }

  /** One answer may get lost; a socket over which not even a ping is answered does not reach the venue, however much comes from there. */
  #putOnTrial(): void {
    if (this.#isOnTrial) return;
    this.#isOnTrial = true;
    this.request(this.#parts.protocol.ping).then(
      () => (this.#isOnTrial = false),
      () => this.end('the venue does not answer'),
    );
  }

  #ping(): void {
    if (this.#isPinged) return;
    this.#isPinged = true;
    this.#socket.send(this.#parts.protocol.ping(this.#parts.nextRequestId()));
  }
}
