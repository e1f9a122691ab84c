import type {HttpAnswer, HttpRequest, SendHttp} from '../../brokers/net/sendHttp.ts';
import type {OpenSocket, Socket, SocketEvents} from '../../brokers/net/Socket.ts';
import type {KrakenDialect} from '../../brokers/simulator/dialects/kraken/KrakenDialect.ts';
import type {Session, SocketKind} from '../../brokers/simulator/dialects/kraken/streams/Session.ts';
import type {Chance, ChanceStream} from './Chance.ts';
import type {NetworkFault, SocketChoice} from './Scenario.ts';
import type {Owner, Schedule} from './Schedule.ts';

/** On this machine, or the adapter would refuse to sign for them; nobody listens there. */
export const URLS = {
  rest: 'http://127.0.0.1:1',
  publicSocket: 'ws://127.0.0.1:1/v2',
  privateSocket: 'ws://127.0.0.1:1/auth/v2',
};

/** Who looks at what goes over the wire. */
export type WireWatch = {
  /** The bot wrote it; true when the process dies right after. */
  onSent(kind: SocketKind | 'rest', text: string): void;
  /** The venue got it. */
  onArrived(kind: SocketKind, text: string): void;
  /** It came back. False when the process died of it. */
  onReceived(kind: SocketKind | 'rest', text: string): boolean;
};

type Parts = {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly latency: readonly [number, number];
  readonly dialect: () => KrakenDialect;
  readonly venue: Owner;
  /** The venue did something: what is due next may be another thing now. */
  readonly onVenueTouched: () => void;
};

/** Delivery times on one way of one connection differ by at least so much: bytes do not overtake each other. */
const APART_MS = 0.001;
/** What TCP gives up after, when the other end is gone and says nothing. */
const VENUE_NOTICES_MS = 15_000;

/** The way between the bot and the venue: it takes time, and can be cut, held up, or swallow everything in silence. */
export class Network {
  readonly #parts: Parts;
  readonly #wires = new Set<Wire>();
  readonly #http: ChanceStream;
  #count = 0;
  #slowUntil = 0;
  #slowBy = 0;
  #outUntil = 0;
  #lostRequests: Extract<NetworkFault, {name: 'http-lost'}>[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#http = parts.chance.stream('latency', 'http');
  }

  strike(fault: NetworkFault): void {
    const {schedule} = this.#parts;
    switch (fault.name) {
      case 'reset':
        for (const wire of this.#chosen(fault.socket)) wire.cut();
        return;
      case 'half-open':
        for (const wire of this.#chosen(fault.socket)) wire.swallow(fault.direction);
        return;
      case 'slow':
        this.#slowUntil = schedule.now + fault.forMs;
        this.#slowBy = fault.byMs;
        return;
      case 'outage':
        this.#outUntil = Math.max(this.#outUntil, schedule.now + fault.forMs);
        for (const wire of this.#wires) wire.swallow('both');
        return;
      case 'http-lost':
        this.#lostRequests.push(fault);
        return;
      default:
        fault satisfies never;
    }
  }

  heal(): void {
    this.#slowUntil = 0;
    this.#outUntil = 0;
    this.#lostRequests = [];
  }

  /** The kernel of the bot's machine closes what its process had open. */
  abandon(owner: Owner): void {
    for (const wire of this.#wires) if (wire.owner === owner) wire.leave();
  }

  openSocket(owner: Owner, watch: WireWatch): OpenSocket {
    return (url, events) => {
      const kind = url === URLS.publicSocket ? 'public' : 'private';
      this.#count += 1;
      const stream = this.#parts.chance.stream('latency', kind, this.#count);
      const wire = new Wire({
        ...this.#parts,
        kind,
        owner,
        watch,
        events,
        stream,
        extraMs: () => this.#extraMs(),
        onGone: () => this.#wires.delete(wire),
      });
      this.#wires.add(wire);
      if (this.#isOut) wire.swallow('both');

      return wire;
    };
  }

  sendHttp(owner: Owner, watch: WireWatch): SendHttp {
    return request => {
      const {promise, resolve, reject} = Promise.withResolvers<HttpAnswer>();
      watch.onSent('rest', `${request.url} ${request.body ?? ''}`);
      const {schedule} = this.#parts;
      const giveUp = schedule.at(schedule.now + request.timeoutMs, owner, () =>
        reject(new Error('The request timed out.')),
      );
      const fail = (): void => {
        giveUp();
        reject(new Error('The connection was reset.'));
      };
      const answer = (status: number, text: string): void => {
        giveUp();
        if (watch.onReceived('rest', text)) resolve({status, text});
      };
      this.#exchange(owner, request, {answer, fail});

      return promise;
    };
  }

  get #isOut(): boolean {
    return this.#outUntil > this.#parts.schedule.now;
  }

  #extraMs(): number {
    return this.#slowUntil > this.#parts.schedule.now ? this.#slowBy : 0;
  }

  #latency(): number {
    return this.#http.between(...this.#parts.latency) + this.#extraMs();
  }

  #chosen(socket: SocketChoice): readonly Wire[] {
    return [...this.#wires].filter(({kind}) => socket === 'all' || socket === kind);
  }

  #exchange(
    owner: Owner,
    {url, body = '', headers = {}}: HttpRequest,
    {answer, fail}: {answer: (status: number, text: string) => void; fail: () => void},
  ): void {
    const {schedule, venue, dialect, onVenueTouched} = this.#parts;
    const lost = this.#lostRequests.shift();
    const lose = (): void => {
      if (lost?.how === 'reset') back(fail);
    };
    const back = (action: () => void): void => void schedule.at(schedule.now + this.#latency(), owner, action);
    if (this.#isOut) return;
    if (lost?.where === 'before') return lose();
    const {pathname, search} = new URL(url);
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    schedule.at(schedule.now + this.#latency(), venue, () => {
      dialect().request(
        {path: pathname, query: search.slice(1), headers: lower, body},
        {
          reply: (status, text) => (lost === undefined ? back(() => answer(status, text)) : lose()),
          reset: () => back(fail),
        },
      );
      onVenueTouched();
    });
  }
}

type WireParts = Parts & {
  readonly kind: SocketKind;
  readonly owner: Owner;
  readonly watch: WireWatch;
  readonly events: SocketEvents;
  readonly stream: ChanceStream;
  readonly extraMs: () => number;
  readonly onGone: () => void;
};

/** One connection; what it carries arrives in its order or not at all. */
class Wire implements Socket {
  readonly #parts: WireParts;
  #session: Session | null = null;
  #nextAt = {venue: 0, bot: 0};
  #swallows = {venue: false, bot: false};
  #isClosed = false;
  #isLeft = false;

  constructor(parts: WireParts) {
    this.#parts = parts;
    this.#toVenue(() => this.#connect());
  }

  get kind(): SocketKind {
    return this.#parts.kind;
  }

  get owner(): Owner {
    return this.#parts.owner;
  }

  send(text: string): void {
    if (this.#isClosed || this.#isLeft || this.#parts.owner.isGone) return;
    const {watch, dialect, onVenueTouched, kind} = this.#parts;
    watch.onSent(kind, text);
    this.#toVenue(() => {
      if (this.#session === null) return;
      watch.onArrived(kind, text);
      dialect().receive(this.#session, text);
      onVenueTouched();
    });
  }

  /** The bot ends it and expects no farewell; a peer that cannot be reached hears nothing of it. */
  terminate(): void {
    if (this.#isClosed) return;
    this.leave();
  }

  leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    const {schedule, venue} = this.#parts;
    if (this.#swallows.venue) schedule.at(schedule.now + VENUE_NOTICES_MS, venue, () => this.#disconnect());
    else this.#toVenue(() => this.#disconnect());
  }

  cut(): void {
    this.#swallows = {venue: true, bot: true};
    const {schedule, owner, venue} = this.#parts;
    schedule.at(schedule.now + this.#latency(), owner, () => this.#close('reset by the network'));
    schedule.at(schedule.now + this.#latency(), venue, () => this.#disconnect());
  }

  swallow(direction: 'toVenue' | 'toBot' | 'both'): void {
    this.#swallows = {
      venue: this.#swallows.venue || direction !== 'toBot',
      bot: this.#swallows.bot || direction !== 'toVenue',
    };
  }

  #connect(): void {
    const {dialect, kind} = this.#parts;
    // The handshake comes back before anything that the venue says.
    this.#toBot(() => this.#parts.events.onOpen());
    this.#session = dialect().connect(kind, {
      send: text => this.#toBot(() => this.#receive(text)),
      terminate: () => this.#hangUp(),
    });
  }

  /** The venue ends it. */
  #hangUp(): void {
    this.#disconnect();
    this.#toBot(() => this.#close('closed by the venue'));
  }

  #receive(text: string): void {
    const {watch, events, kind} = this.#parts;
    if (watch.onReceived(kind, text)) events.onText(text);
  }

  #close(reason: string): void {
    if (this.#isClosed || this.#isLeft) return;
    this.#isClosed = true;
    this.#parts.events.onClosed(reason);
  }

  #disconnect(): void {
    const {dialect, onGone} = this.#parts;
    if (this.#session !== null) dialect().disconnect(this.#session);
    this.#session = null;
    onGone();
  }

  #latency(): number {
    const {stream, latency, extraMs} = this.#parts;

    return stream.between(...latency) + extraMs();
  }

  #toVenue(action: () => void): void {
    const {schedule, venue} = this.#parts;
    if (this.#swallows.venue) return;
    this.#nextAt.venue = Math.max(this.#nextAt.venue + APART_MS, schedule.now + this.#latency());
    schedule.at(this.#nextAt.venue, venue, () => {
      if (!this.#swallows.venue) action();
    });
  }

  #toBot(action: () => void): void {
    const {schedule, owner} = this.#parts;
    if (this.#swallows.bot) return;
    this.#nextAt.bot = Math.max(this.#nextAt.bot + APART_MS, schedule.now + this.#latency());
    schedule.at(this.#nextAt.bot, owner, () => {
      if (!this.#swallows.bot && !this.#isClosed && !this.#isLeft) action();
    });
  }
}
