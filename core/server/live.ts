import type {Server as HttpServer} from 'node:http';
import {Server} from 'socket.io';
import {encodeExact} from '../domain/codec.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import type {BotView} from './BotView.ts';
import type {Guard} from './guard.ts';
import type {ClientToServer, ClosedIndicators, Pulse, ServerToClient, Snapshot} from './protocol.ts';

/** Lines are gathered this long into one frame. */
const FRAME_MS = 80;
const PULSE_MS = 250;
const CLIENT_LIMIT = 200;
/** More lines than this in one frame are not sent: the clients take a fresh snapshot instead. */
const FRAME_LINES = 2_000;
/** Snapshots that one client may ask for in a second. */
const RESYNCS_PER_SECOND = 4;
const MESSAGE_BYTES = 64 * 1024;

type Options = {
  readonly bot: BotView;
  readonly guard: Guard;
  readonly every: (ms: number, run: () => void) => () => void;
};

/**
 * Rebroadcasts durable lines to the dashboards in coalesced frames. Nothing waits for a slow one:
 * frames are volatile, and a client that misses one sees the gap and takes a snapshot.
 */
export class Live {
  readonly #bot: BotView;
  readonly #io: Server<ClientToServer, ServerToClient>;
  readonly #stops: readonly (() => void)[];
  #lines: AnyEnvelope[] = [];
  #closed: ClosedIndicators[] = [];

  constructor(http: HttpServer, {bot, guard, every}: Options) {
    this.#bot = bot;
    this.#io = new Server<ClientToServer, ServerToClient>(http, {
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MESSAGE_BYTES,
      allowRequest: (request, answer) => {
        const isAllowed =
          guard.isOurs(request) && guard.mayRead(request) && this.#io.engine.clientsCount < CLIENT_LIMIT;
        answer(null, isAllowed);
      },
    });
    this.#io.on('connection', socket => {
      const mayResync = perSecond(RESYNCS_PER_SECOND);
      socket.emit('snapshot', this.#snapshot());
      socket.on('resync', answer => {
        if (typeof answer === 'function' && mayResync(performance.now())) answer(this.#snapshot());
      });
      socket.on('ping', answer => typeof answer === 'function' && answer());
    });
    this.#stops = [every(FRAME_MS, () => this.#flush()), every(PULSE_MS, () => this.#pulse())];
  }

  get clients(): number {
    return this.#io.engine.clientsCount;
  }

  /** Takes lines that are durable, with the indicator values of the candles among them. */
  publish(step: readonly AnyEnvelope[], closed: readonly ClosedIndicators[]): void {
    if (this.clients === 0) return;
    if (this.#lines.length < FRAME_LINES) this.#lines.push(...step);
    this.#closed.push(...closed);
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#flush();
    await this.#io.close();
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const frame = {envelopes: this.#lines, closed: this.#closed};
    this.#lines = [];
    this.#closed = [];
    this.#io.volatile.emit('frame', frame);
  }

  #pulse(): void {
    if (this.clients === 0) return;
    this.#io.volatile.emit('pulse', pulseOf(this.#bot));
  }

  /** The pending lines are in the snapshot already: clients drop what they have folded. */
  #snapshot(): Snapshot {
    const bot = this.#bot;
    const state = bot.state();

    return {
      seq: state.seq,
      state: encodeExact(state),
      identity: bot.identity,
      version: bot.version,
      symbols: bot.symbols,
      timeframe: bot.timeframe,
    };
  }
}

const pulseOf = (bot: BotView): Pulse => ({
  serverTime: Date.now(),
  marketTime: bot.marketTime(),
  seq: bot.state().seq,
  forming: bot.forming(),
  feedAgeMs: bot.feedAgeMs(),
  health: bot.health(),
  patterns: bot.patterns(),
});

const perSecond = (limit: number) => {
  let count = 0;
  let since = 0;

  return (now: number): boolean => {
    if (now - since > 1_000) [count, since] = [0, now];
    count += 1;

    return count <= limit;
  };
};
