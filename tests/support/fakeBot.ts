import {mkdtempSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {takeConfigFlags} from '../../core/config/flags.ts';
import {loadConfig} from '../../core/config/loadConfig.ts';
import {settingsOf} from '../../core/config/settingsOf.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {AnyEnvelope, InputDraft, VenueIdentity} from '../../core/domain/Event.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Settings} from '../../core/domain/Settings.ts';
import {Engine, type Step} from '../../core/kernel/Engine.ts';
import type {State} from '../../core/kernel/State.ts';
import {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {CandleStore} from '../../core/runtime/CandleStore.ts';
import {ChartValues} from '../../core/runtime/ChartValues.ts';
import {inputOf} from '../../core/runtime/ExecutionLayer.ts';
import {loadTraiBrain} from '../../core/runtime/loadTraiBrain.ts';
import {makeMind, type MindParts} from '../../core/runtime/makeMind.ts';
import type {BotView} from '../../core/server/BotView.ts';
import {Guard} from '../../core/server/guard.ts';
import {createHttp} from '../../core/server/http.ts';
import {Live} from '../../core/server/live.ts';
import {HttpProblem} from '../../core/server/errors.ts';
import type {CommandAnswer, CommandName, HealthReport} from '../../core/server/protocol.ts';
import {RecentLines} from '../../core/server/RecentLines.ts';
import {FakeMarket} from './fakeMarket.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OPENING = Date.UTC(2026, 2, 1, 9, 0);
const BAR_MS = 60_000;

export const FAKE_TOKEN = 'token-of-the-fake-bot';

/** The defaults, with room for many trades in one made-up day. */
const fakeSettings = (): Settings => {
  const {config} = loadConfig({flags: takeConfigFlags([]).assignments, env: {}, cwd: tmpdir()});
  const settings = settingsOf(config, {timeframe: '1m', currency: 'USD'});

  return {...settings, risk: {...settings.risk, maxDailyTurnover: 60}};
};

const IDENTITY: VenueIdentity = {name: 'sim', mode: 'paper', simulated: true, speed: 60};

/**
 * A bot for tests of the page: the real engine, brain, paper exchange and server over a made-up market,
 * without journal and clock, so that a test says when a bar closes and what goes wrong.
 */
export class FakeBot {
  readonly #markets: readonly FakeMarket[];
  readonly #settings = fakeSettings();
  readonly #mind: MindParts;
  readonly #engine: Engine;
  readonly #venue = new PaperVenue({balances: [{asset: 'USD', total: decimal(this.#settings.openingCash)}]});
  readonly #recent = new RecentLines();
  readonly #candles = new CandleStore('1m');
  readonly #chart: ChartValues;
  readonly #view: BotView;
  #http: Server | null = null;
  #live: Live | null = null;
  #port = 0;
  #bars = 0;
  #share = 0;
  /** Real age of the last data that the pulse reports, ms. */
  feedAgeMs = 40;

  constructor({symbols = ['BTC/USD', 'ETH/USD'], seed = 7}: {symbols?: readonly string[]; seed?: number} = {}) {
    this.#markets = symbols.map(
      (symbol, index) =>
        new FakeMarket({symbol, price: index === 0 ? 43_120.5 : 2_310.4, time: OPENING, seed: seed + index}),
    );
    this.#mind = makeMind(this.#settings, symbols, loadTraiBrain());
    this.#engine = new Engine(this.#mind.brain);
    this.#chart = new ChartValues(this.#mind.indicators, this.#settings, symbols);
    this.#view = this.#makeView(symbols);
    this.#venue.list(this.#markets.map(({spec}) => spec));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  get state(): Readonly<State> {
    return this.#engine.state;
  }

  /** Lines after `seq`, oldest first, as far as memory reaches. */
  linesAfter(seq: number): readonly AnyEnvelope[] {
    const wanted = this.state.seq - seq;

    return this.#recent.page(Number.MAX_SAFE_INTEGER, wanted, () => true).reverse();
  }

  /** Writes the run and its warm-up. */
  begin(historyBars = 300): void {
    const {version, commit, configHash} = {version: '0.1.0', commit: 'test', configHash: 'test'};
    this.#take({
      type: 'RunStarted',
      data: {
        epoch: 1,
        seed: 1,
        version,
        commit,
        configHash,
        venue: IDENTITY,
        markets: this.#markets.map(({spec}) => spec),
        settings: this.#settings,
        orderIdPrefix: 'fake-',
        patternMemory: 'ready',
        resumed: false,
      },
    });
    for (let bar = 0; bar < historyBars; bar += 1) this.#history();
    this.#take({type: 'Reconciled', data: {epoch: 1, openOrders: 0, differences: []}});
  }

  /** Closes the forming bar of every market, with all fills and decisions that come of it. */
  closeBars(count = 1): void {
    for (let bar = 0; bar < count; bar += 1) {
      this.#share = 0;
      for (const market of this.#markets) this.#closeBar(market);
      this.#bars += 1;
    }
  }

  /** Lets the forming bar grow to `share` of its time. */
  grow(share: number): void {
    this.#share = share;
  }

  /** Closes bars until `holds`; throws when it does not within `limit` bars. */
  runUntil(holds: (state: Readonly<State>) => boolean, limit = 2_000): void {
    for (let bar = 0; bar < limit; bar += 1) {
      if (holds(this.state)) return;
      this.closeBars();
    }
    throw new Error(`The wanted state did not come within ${limit} bars.`);
  }

  loseFeed(symbol: string): void {
    this.feedAgeMs = 21_000;
    this.#take({type: 'FeedLost', data: {symbol, reason: 'silent', ageMs: this.feedAgeMs}});
  }

  /** Forgets what waits to be sent, as a network does. */
  loseLines(count: number): void {
    const live = this.#live;
    this.#live = null;
    this.closeBars(count);
    this.#live = live;
  }

  command(name: CommandName, reason: string): CommandAnswer {
    const step = this.#take({type: 'OperatorCommanded', data: {name, reason, by: 'api'}});
    const touched = step.flatMap(({type, data}) => (type === 'CancelRequested' ? [data.clientOrderId] : []));

    return {accepted: true, seq: step[0]?.seq ?? 0, orders: touched};
  }

  /** As the bot itself refuses it. */
  writeOff(clientOrderId: string, reason: string): CommandAnswer {
    const status = this.state.orders.get(clientOrderId)?.status ?? 'not among the open orders';
    if (status !== 'UNKNOWN')
      throw new HttpProblem(409, {
        code: 'NOT_UNKNOWN',
        message: `Order "${clientOrderId}" is ${status}.`,
        hint: 'None.',
      });
    const step = this.#take({type: 'OrderWrittenOff', data: {clientOrderId, reason, by: 'api'}});

    return {accepted: true, seq: step[0]?.seq ?? 0, orders: []};
  }

  /** Serves page and API on a free port; `dashboard` is the folder of the built page. */
  async listen({dashboard = join(ROOT, 'dashboard/dist'), port = 0} = {}): Promise<string> {
    const guard = new Guard({
      host: '127.0.0.1',
      port: () => this.#port,
      operatorToken: FAKE_TOKEN,
      loginToken: null,
      now: Date.now,
    });
    const app = createHttp({bot: this.#view, guard, dashboard, report: console.error});
    const http = createServer(app);
    await new Promise<void>(done => http.listen(port, '127.0.0.1', done));
    this.#http = http;
    this.#port = (http.address() as AddressInfo).port;
    this.#live = new Live(http, {bot: this.#view, guard, every: repeat});

    return this.url;
  }

  async close(): Promise<void> {
    await this.#live?.close();
    this.#http?.closeAllConnections();
    this.#live = null;
    this.#http = null;
  }

  get #now(): number {
    return (this.#markets[0]?.forming(0).time ?? OPENING) + this.#share * BAR_MS;
  }

  #history(): void {
    for (const market of this.#markets) {
      const candle = market.close();
      const {symbol} = market.spec;
      this.#take({type: 'CandleClosed', data: {symbol, timeframe: '1m', candle, history: true}});
    }
  }

  #closeBar(market: FakeMarket): void {
    const {symbol} = market.spec;
    const bar = market.close();
    const end = bar.time + BAR_MS;
    this.#deliver(this.#venue.onBarOpen(symbol, bar), bar.time);
    this.#deliver(this.#venue.onBarRest(symbol, bar, end - 1), end - 1);
    this.#venue.onBarClose(symbol, bar);
    this.#take({type: 'CandleClosed', data: {symbol, timeframe: '1m', candle: bar}}, end);
  }

  #deliver(reports: readonly OrderReport[], time: number): void {
    for (const report of reports) this.#take(inputOf(report), time);
  }

  #take(input: InputDraft, time = this.#now): Step {
    const step = this.#engine.take(input, time);
    for (const envelope of step) this.#remember(envelope);
    this.#live?.publish(step, this.#chart.closed(step));
    for (const envelope of step) this.#perform(envelope, time);

    return step;
  }

  #remember(envelope: AnyEnvelope): void {
    this.#recent.add(envelope);
    if (envelope.type !== 'CandleClosed') return;
    const {symbol, timeframe, candle} = envelope.data;
    this.#candles.add(symbol, timeframe, candle);
  }

  #perform({type, data}: AnyEnvelope, time: number): void {
    if (type === 'OrderSubmitted') this.#deliver(this.#venue.accept(data, time), time);
    if (type === 'CancelRequested') this.#deliver(this.#venue.cancel(data.clientOrderId, time), time);
    if (type !== 'AmendRequested') return;
    const stop = data.stopPrice === undefined ? null : decimal(data.stopPrice);
    this.#deliver(this.#venue.amend(data.clientOrderId, decimal(data.quantity), stop, time), time);
  }

  #makeView(symbols: readonly string[]): BotView {
    return {
      version: '0.1.0',
      identity: IDENTITY,
      symbols,
      timeframe: '1m',
      timeframes: this.#candles.timeframes,
      journalDirectory: mkdtempSync(join(tmpdir(), 'ogz-fake-')),
      recent: this.#recent,
      state: () => this.state,
      marketTime: () => this.#now,
      series: (symbol, timeframe, limit) => this.#candles.series(symbol, timeframe, limit, this.#chart.specs),
      forming: () => this.#markets.map(market => this.#chart.forming(market.spec.symbol, this.#formingOf(market))),
      feedAgeMs: () => Object.fromEntries(symbols.map(symbol => [symbol, this.feedAgeMs])),
      health: () => this.#health(),
      patterns: () => ({status: 'ready', ...this.#mind.memory.status, quarantined: 2}),
      config: () => ({}),
      metrics: async () => '',
      command: async (name, reason) => this.command(name, reason),
      writeOff: async (order, reason) => this.writeOff(order, reason),
    };
  }

  #formingOf(market: FakeMarket): Candle {
    return market.forming(Math.max(0.05, this.#share));
  }

  #health(): HealthReport {
    return {
      status: 'ok',
      mode: IDENTITY.mode,
      venue: IDENTITY.name,
      simulated: IDENTITY.simulated,
      version: '0.1.0',
      uptimeMs: this.#bars,
      seq: this.state.seq,
      checks: {
        feed: {ok: true, ageMs: this.feedAgeMs},
        journal: {ok: true},
        broker: {ok: true, reconciled: true},
        loop: {ok: true, p99Ms: 1},
        memory: {ok: true, heapUsedBytes: 1},
        protection: {ok: true, nakedMs: 0},
        patternMemory: {ok: true, shapes: this.#mind.memory.status.shapes},
        worker: {ok: true, configured: false},
      },
    };
  }
}

const repeat = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms);

  return () => clearInterval(timer);
};
