import type {Server as HttpServer} from 'node:http';
import {Server, type Socket} from 'socket.io';
import {encodeExact} from '../domain/codec.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import type {BotView} from './BotView.ts';
import {Burst} from './Burst.ts';
import type {Guard} from './guard.ts';
import type {ClientToServer, ClosedIndicators, Pulse, ServerToClient, Snapshot} from './protocol.ts';
import {RateLimit} from './RateLimit.ts';

/** Lines are gathered this long into one frame. */
const FRAME_MS = 80;
const PULSE_MS = 250;
const CLIENT_LIMIT = 200;
/** Snapshots that one client may ask for in a second. */
const RESYNCS_PER_SECOND = 4;
/** Packets of any kind from one client; a page sends two or three. */
const PACKETS_PER_SECOND = 20;
const MESSAGE_BYTES = 64 * 1024;
/** A connection that has not joined by then is closed. */
const JOIN_MS = 5_000;

type Options = {
  readonly bot: BotView;
  readonly guard: Guard;
  readonly every: (ms: number, run: () => void) => () => void;
};

type Page = Socket<ClientToServer, ServerToClient>;

/**
 * Rebroadcasts durable lines to the dashboards in coalesced frames. Nothing waits for a slow one and nothing is kept
 * for it: frames are volatile, and a client that misses one sees the gap and takes a snapshot.
 */
export class Live {
  readonly #bot: BotView;
  readonly #io: Server<ClientToServer, ServerToClient>;
  readonly #burst = new Burst();
  readonly #stops: readonly (() => void)[];
  /** Good for every page until lines beyond it are sent: many pages at once cost one encoding. */
  #snapshot: Snapshot | null = null;

  constructor(http: HttpServer, {bot, guard, every}: Options) {
    this.#bot = bot;
    this.#io = new Server<ClientToServer, ServerToClient>(http, {
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MESSAGE_BYTES,
      connectTimeout: JOIN_MS,
      allowRequest: (request, answer) => {
        answer(null, guard.isOurs(request) && guard.mayRead(request) && this.clients < CLIENT_LIMIT);
      },
    });
    this.#io.engine.on('connection', limitPackets);
    this.#io.on('connection', page => this.#welcome(page));
    this.#stops = [every(FRAME_MS, () => this.#flush()), every(PULSE_MS, () => this.#pulse())];
  }

  get clients(): number {
    return this.#io.engine.clientsCount;
  }

  /** Takes lines that are durable, with the indicator values of the candles among them. */
  publish(step: readonly AnyEnvelope[], closed: readonly ClosedIndicators[]): void {
    if (this.clients > 0) this.#burst.add(step, closed);
    else this.#snapshot = null;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#flush();
    await this.#io.close();
  }

  #welcome(page: Page): void {
    const resyncs = new RateLimit(RESYNCS_PER_SECOND);
    page.emit('snapshot', this.#current());
    page.on('resync', answer => {
      const mayAnswer = typeof answer === 'function' && hasTakenAll(page) && resyncs.allows(performance.now());
      if (mayAnswer) answer(this.#current());
    });
    page.on('ping', answer => {
      if (typeof answer === 'function' && hasTakenAll(page)) answer();
    });
  }

  #flush(): void {
    const frame = this.#burst.take();
    if (frame === null) return;
    this.#snapshot = null;
    this.#io.volatile.emit('frame', frame);
  }

  #pulse(): void {
    if (this.clients > 0) this.#io.volatile.emit('pulse', pulseOf(this.#bot));
  }

  #current(): Snapshot {
    return (this.#snapshot ??= snapshotOf(this.#bot));
  }
}

/** Lines that wait for the next frame are in it already: clients drop what they have folded. */
const snapshotOf = (bot: BotView): Snapshot => {
  const state = bot.state();

  return {
    seq: state.seq,
    state: encodeExact(state),
    identity: bot.identity,
    version: bot.version,
    symbols: bot.symbols,
    timeframe: bot.timeframe,
  };
};

const pulseOf = (bot: BotView): Pulse => ({
  serverTime: Date.now(),
  marketTime: bot.marketTime(),
  seq: bot.state().seq,
  forming: bot.forming(),
  feedAgeMs: bot.feedAgeMs(),
  health: bot.health(),
  patterns: bot.patterns(),
});

/** False while something on its way to the page has not left: a page that asks without reading gets no pile of answers. */
const hasTakenAll = ({conn}: Page): boolean => conn.transport.writable;

type Connection = Page['conn'];

const limitPackets = (connection: Connection): void => {
  const packets = new RateLimit(PACKETS_PER_SECOND);
  connection.on('packet', () => {
    if (!packets.allows(performance.now())) connection.close(true);
  });
};
