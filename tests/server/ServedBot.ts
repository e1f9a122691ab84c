import {mkdtempSync, writeFileSync} from 'node:fs';
import {type IncomingHttpHeaders, request, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {io, type Socket} from 'socket.io-client';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {emptyState, evolve, type State} from '../../core/kernel/evolve.ts';
import {openJournal} from '../../core/runtime/journal/openJournal.ts';
import type {BotView} from '../../core/server/BotView.ts';
import {createServer} from '../../core/server/createServer.ts';
import {Guard} from '../../core/server/guard.ts';
import {createHttp} from '../../core/server/http.ts';
import {Live} from '../../core/server/live.ts';
import type {ClientToServer, CommandName, HealthReport, ServerToClient} from '../../core/server/protocol.ts';
import {RecentLines} from '../../core/server/RecentLines.ts';
import {SYMBOL} from '../support/accounts.ts';

export const TOKEN = 'operator-token-of-the-served-bot-0123456789';
export const LOGIN = 'login-token-of-the-served-bot';

type Options = {
  /** Address that the guard believes to be bound; the server itself stays on loopback. */
  readonly host?: string;
  /** Lines that are in the journal. */
  readonly lines?: readonly AnyEnvelope[];
  /** The first of them that memory still has. */
  readonly rememberedFrom?: number;
};

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
};

export type PageSocket = Socket<ServerToClient, ClientToServer>;

/** The real server over a journal that the test wrote; what the bot itself would do is plain values. */
export class ServedBot {
  readonly state: State = emptyState();
  readonly commands: {readonly name: CommandName; readonly reason: string}[] = [];
  readonly writtenOff: {readonly order: string; readonly reason: string}[] = [];
  readonly reports: string[] = [];
  health: HealthReport = HEALTHY;
  /** Thrown at the next command. */
  refusal: Error | null = null;
  now = 0;
  live: Live | null = null;
  readonly #recent = new RecentLines();
  readonly #journal = mkdtempSync(join(tmpdir(), 'ogz-served-'));
  readonly #dashboard = mkdtempSync(join(tmpdir(), 'ogz-page-'));
  readonly #sockets: PageSocket[] = [];
  #http: Server | null = null;

  static async start(options: Options = {}): Promise<ServedBot> {
    const bot = new ServedBot();
    await bot.#keep(options.lines ?? [], options.rememberedFrom ?? 1);
    await bot.#listen(options.host ?? '127.0.0.1');

    return bot;
  }

  get port(): number {
    return (this.#http?.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Makes lines durable: they are in memory and on their way to the pages. */
  publish(lines: readonly AnyEnvelope[]): void {
    for (const line of lines) this.#show(line);
    this.live?.publish(lines, []);
  }

  ask(path: string, {method = 'GET', headers = {}, body}: Asked = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const host = `127.0.0.1:${this.port}`;
      const options = {host: '127.0.0.1', port: this.port, path, method, agent: false, headers: {host, ...headers}};
      const asked = request(options, response => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          const isJson = response.headers['content-type']?.includes('json') === true;
          const parsed = isJson && text !== '' ? JSON.parse(text) : {};
          resolve({status: response.statusCode ?? 0, headers: response.headers, text, body: parsed});
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  command(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const json = {'content-type': 'application/json', authorization: `Bearer ${TOKEN}`};

    return this.ask('/api/commands', {method: 'POST', headers: {...json, ...headers}, body: text});
  }

  connect(headers: Readonly<Record<string, string>> = {}): PageSocket {
    const socket: PageSocket = io(`http://127.0.0.1:${this.port}`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: headers,
    });
    this.#sockets.push(socket);

    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    const closed = this.live?.close();
    this.#http?.closeAllConnections();
    await closed;
  }

  async #keep(lines: readonly AnyEnvelope[], rememberedFrom: number): Promise<void> {
    const {journal} = await openJournal({
      directory: this.#journal,
      journalId: '00112233aabbccdd',
      segmentLimitBytes: 4_096,
      onEnvelope: () => undefined,
    });
    for (const step of Map.groupBy(lines, ({cause}) => cause).values()) journal.append(step);
    await journal.close();
    for (const line of lines) {
      if (line.seq >= rememberedFrom) this.#recent.add(line);
      evolve(this.state, line);
    }
  }

  #show(line: AnyEnvelope): void {
    this.#recent.add(line);
    evolve(this.state, line);
  }

  async #listen(host: string): Promise<void> {
    writeFileSync(join(this.#dashboard, 'index.html'), '<title>the page</title>');
    const bot = this.#view();
    const guard = new Guard({
      host,
      port: () => this.port,
      operatorToken: TOKEN,
      loginToken: LOGIN,
      now: () => this.now,
    });
    const report = (error: unknown): void => void this.reports.push(String(error));
    const http = createServer(createHttp({bot, guard, dashboard: this.#dashboard, report}));
    await new Promise<void>(done => http.listen(0, '127.0.0.1', done));
    this.#http = http;
    this.live = new Live(http, {bot, guard, every: repeat});
  }

  #view(): BotView {
    return {
      version: '0.1.0',
      identity: {name: 'sim', mode: 'paper', simulated: true, speed: 60},
      symbols: [SYMBOL],
      timeframe: '1m',
      timeframes: ['1m', '5m'],
      journalDirectory: this.#journal,
      recent: this.#recent,
      state: () => this.state,
      marketTime: () => this.state.time,
      series: (symbol, timeframe) => ({symbol, timeframe, candles: [], indicators: []}),
      forming: () => [],
      feedAgeMs: () => ({[SYMBOL]: 5}),
      health: () => this.health,
      patterns: () => ({status: 'ready', shapes: 0, outcomes: 0, quarantined: 0}),
      config: () => [{path: 'server.port', value: 3010}],
      metrics: async () => 'ogz_journal_seq_lines 1\n',
      command: async (name, reason) => {
        if (this.refusal !== null) throw this.refusal;
        this.commands.push({name, reason});
        return {accepted: true, seq: this.state.seq + 1, orders: []};
      },
      writeOff: async (order, reason) => {
        if (this.refusal !== null) throw this.refusal;
        this.writtenOff.push({order, reason});
        return {accepted: true, seq: this.state.seq + 1, orders: []};
      },
    };
  }
}

export const HEALTHY: HealthReport = {
  status: 'ok',
  mode: 'paper',
  venue: 'sim',
  simulated: true,
  version: '0.1.0',
  uptimeMs: 1,
  seq: 1,
  checks: {
    feed: {ok: true, ageMs: 5},
    journal: {ok: true},
    broker: {ok: true, reconciled: true},
    loop: {ok: true, p99Ms: 1},
    memory: {ok: true, heapUsedBytes: 1},
    protection: {ok: true, nakedMs: 0},
    patternMemory: {ok: true, shapes: 0},
    worker: {ok: true, configured: false},
  },
};

const repeat = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms);

  return () => clearInterval(timer);
};
