import type {Server} from 'node:http';
import {join} from 'node:path';
import type {Config} from '../../config/Config.ts';
import type {Step} from '../../kernel/Engine.ts';
import type {Metrics} from '../../observe/metrics.ts';
import type {BotView} from '../../server/BotView.ts';
import {inUrl} from '../../server/addresses.ts';
import {createServer} from '../../server/createServer.ts';
import {Guard} from '../../server/guard.ts';
import {createHttp} from '../../server/http.ts';
import {Live} from '../../server/live.ts';
import type {ClosedIndicators} from '../../server/protocol.ts';
import {nodeTimers} from '../clock.ts';
import type {Logger} from '../log.ts';
import {listen} from './listen.ts';

type Options = {
  readonly bot: BotView;
  readonly server: Config['server'];
  readonly root: string;
  readonly operatorToken: string;
  readonly loginToken: string | null;
  readonly metrics: Metrics;
  readonly log: Logger;
};

/** Bound to these, every address of the machine leads here, its own one too. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
/** Time that open connections get when the bot stops. */
const CLOSE_MS = 1_000;

/** The HTTP server with the live socket on it. */
export class WebServer {
  readonly #options: Options;
  readonly #http: Server;
  readonly #live: Live;
  #port = 0;

  constructor(options: Options) {
    const {bot, server, root, operatorToken, loginToken, metrics, log} = options;
    const guard = new Guard({
      host: server.host,
      port: () => this.#port,
      operatorToken,
      loginToken,
      now: () => performance.now(),
    });
    const app = createHttp({
      bot,
      guard,
      dashboard: join(root, 'dashboard', 'dist'),
      onAnswer: (route, status) => metrics.httpRequests.inc({route, status: String(status)}),
      report: (error, correlationId) => {
        metrics.errors.inc({room: 'server'});
        log.error({err: error, correlationId}, 'A request failed.');
      },
    });
    this.#options = options;
    this.#http = createServer(app);
    this.#live = new Live(this.#http, {bot, guard, every: nodeTimers.every});
  }

  async start(): Promise<void> {
    const {host, port} = this.#options.server;
    this.#port = await listen(this.#http, host, port);
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    const {host} = this.#options.server;
    const name = ANY_ADDRESS.has(host) ? '127.0.0.1' : inUrl(host);

    return `http://${name}:${this.#port}/`;
  }

  /** Dashboards that look on now. */
  get clients(): number {
    return this.#live.clients;
  }

  publish(step: Step, closed: readonly ClosedIndicators[]): void {
    this.#live.publish(step, closed);
  }

  async stop(): Promise<void> {
    const closed = this.#live.close();
    const stop = nodeTimers.after(CLOSE_MS, () => this.#http.closeAllConnections());
    await closed;
    stop();
  }
}
