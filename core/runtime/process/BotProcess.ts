import {join} from 'node:path';
import type {Dataset} from '../../../brokers/Venue.ts';
import type {LoadedConfig} from '../../config/loadConfig.ts';
import type {Step} from '../../kernel/Engine.ts';
import {addProcessMetrics, createMetrics, type Metrics} from '../../observe/metrics.ts';
import {RunSummary, type Summary} from '../../research/RunSummary.ts';
import type {ClosedIndicators, CommandAnswer, CommandName} from '../../server/protocol.ts';
import {HttpProblem} from '../../server/errors.ts';
import {Bot} from '../Bot.ts';
import type {Checkpointer} from '../checkpoint/Checkpointer.ts';
import {nodeTimers} from '../clock.ts';
import {HaltFile} from '../HaltFile.ts';
import type {Disk} from '../journal/Disk.ts';
import type {Logger} from '../log.ts';
import {stepJournal} from '../openBooks.ts';
import {warmUpBars} from '../strategyManifests.ts';
import {botView} from './botView.ts';
import {buildParts, type Parts} from './buildParts.ts';
import {failed, refused} from './commandProblems.ts';
import {keepCheckpoints} from './keepCheckpoints.ts';
import {logLine} from './logLine.ts';
import {MemoryKeeper} from './MemoryKeeper.ts';
import {monitorFacts} from './monitorFacts.ts';
import {monitorProcess} from './ProcessMonitor.ts';
import {orderNames} from './orderNames.ts';
import {Vitals} from './Vitals.ts';
import {WebServer} from './WebServer.ts';

export type ProcessOptions = {
  readonly loaded: LoadedConfig;
  /** Folder of the checkout: the dashboard and TRAI's static brain are below it. */
  readonly root: string;
  readonly version: string;
  readonly commit: string;
  readonly operatorToken: string;
  readonly log: Logger;
  /** Of the journal, other than the machine's own. */
  readonly disk?: Disk;
};

/** How a run came to its end by itself. */
export type Ending = {readonly kind: 'market ended'} | {readonly kind: 'failed'; readonly error: unknown};

const TICK_MS = 100;
const HALT_FILE_MS = 500;
const SAVE_MEMORY_MS = 30_000;

/** Starts the parts of one bot in order and takes them down in the opposite order. */
export class BotProcess {
  readonly #options: ProcessOptions;
  readonly #parts: Parts;
  readonly #bot: Bot;
  readonly #web: WebServer;
  readonly #vitals: Vitals;
  readonly #keeper: MemoryKeeper;
  readonly #haltFile: HaltFile;
  #checkpointer: Checkpointer | null = null;
  readonly #summary: RunSummary;
  readonly #ending = Promise.withResolvers<Ending>();
  readonly #stops: (() => void)[] = [];
  /** Indicator values of steps that are not durable yet. */
  readonly #closed = new WeakMap<Step, readonly ClosedIndicators[]>();
  #failure: string | null = null;
  #wasPulled = false;

  static async create(options: ProcessOptions): Promise<BotProcess> {
    const metrics = createMetrics();
    addProcessMetrics(metrics);
    const parts = await buildParts({loaded: options.loaded, metrics, disk: options.disk});

    return new BotProcess(options, parts, metrics);
  }

  private constructor(options: ProcessOptions, parts: Parts, metrics: Metrics) {
    const {loaded, log, version} = options;
    const {config} = loaded;
    this.#options = options;
    this.#parts = parts;
    this.#summary = new RunSummary();
    this.#haltFile = new HaltFile(config.dataDir);
    this.#vitals = new Vitals(config, metrics, log);
    this.#keeper = new MemoryKeeper({
      path: join(config.dataDir, 'pattern-memory.json'),
      memory: parts.mind.memory,
      journalId: parts.books.recovery.journalId,
      log,
    });
    this.#keeper.open(parts.books.recovery.lastSeq, Date.now());
    this.#bot = this.#makeBot(metrics);
    const bot = botView({
      loaded,
      version,
      parts,
      bot: this.#bot,
      vitals: this.#vitals,
      keeper: this.#keeper,
      metrics,
      clients: () => this.#web.clients,
      journalError: () => this.#failure,
      command: (name, reason, by) => this.command(name, reason, by),
      writeOff: (order, reason, by) => this.writeOff(order, reason, by),
    });
    const {operatorToken, root} = options;
    const {loginToken} = loaded.secrets;
    this.#web = new WebServer({bot, server: config.server, root, operatorToken, loginToken, metrics, log});
  }

  get port(): number {
    return this.#web.port;
  }

  get url(): string {
    return this.#web.url;
  }

  /** What a recorded market was read from. */
  get dataset(): Dataset | null {
    return this.#parts.venue.dataset;
  }

  /** Resolves when the market ends or the journal fails. */
  get ending(): Promise<Ending> {
    return this.#ending.promise;
  }

  summary(): Summary {
    return this.#summary.result(this.#bot.state);
  }

  /** Takes down again what it has started when something of it fails; writes no line. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      await this.#parts.broker.stop();
      await this.#close();
      throw error;
    }
  }

  /** Serves first, so that a bot that cannot trade can still be looked at; then opens the feed. */
  async #open(): Promise<void> {
    const {log} = this.#options;
    const {mind, books, broker} = this.#parts;
    await this.#web.start();
    this.#vitals.start();
    const warning = books.recovery.torn;
    if (warning !== undefined)
      log.warn(warning, 'The journal ended in an interrupted write; it was cut and a copy kept.');
    await this.#bot.start({imported: this.#keeper.import(), beforeFeed: () => this.#checkHaltFile()});
    this.#tellOfLease();
    this.#checkpointer = keepCheckpoints(this.#parts, log);
    log.info({venue: broker.identity, seq: books.engine.state.seq}, mind.indicators.describe());
    await this.#keeper.save();
    this.#watch();
  }

  #tellOfLease(): void {
    const {lease} = this.#parts;
    const {log} = this.#options;
    lease?.onLost(reason =>
      log.error({reason}, 'The account is not ours any more: this bot only looks on until it is.'),
    );
    lease?.onRegained(epoch => log.warn({epoch}, 'The account is ours again: it is compared before anything is sent.'));
  }

  async command(name: CommandName, reason: string, by: string): Promise<CommandAnswer> {
    if (name === 'resume' && this.#haltFile.isPulled) {
      const message = `The file "${this.#haltFile.path}" keeps trading halted.`;
      throw new HttpProblem(409, {code: 'HALT_FILE', message, hint: 'Remove it, then resume.'});
    }

    return this.#obey(name, {reason, by}, () => this.#bot.command(name, reason, by));
  }

  /** Takes a person's word that an order of unknown outcome is gone. */
  writeOff(order: string, reason: string, by: string): Promise<CommandAnswer> {
    return this.#obey('write-off', {order, reason, by}, () => this.#bot.writeOff(order, reason, by));
  }

  async #obey(command: string, said: object, act: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
    if (this.#failure !== null) throw failed(this.#failure);
    const answer = await act().catch((error: unknown) => {
      throw error instanceof RangeError
        ? refused(error.message)
        : failed(error instanceof Error ? error.message : String(error));
    });
    this.#options.log.warn({command, ...said, seq: answer.seq}, `Command ${command} accepted.`);

    return answer;
  }

  /** Feed first, then the journal's last line, then what only looks. */
  async stop(reason: string): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    try {
      await this.#bot.stop(reason);
      await this.#keeper.save();
    } finally {
      await this.#close();
    }
  }

  async #close(): Promise<void> {
    this.#parts.lease?.stop();
    await this.#checkpointer?.stop();
    await this.#web.stop();
    this.#vitals.stop();
    if (this.#failure === null) await this.#parts.books.journal.close();
  }

  #makeBot(metrics: Metrics): Bot {
    const {loaded, version, commit} = this.#options;
    const {config, configHash} = loaded;
    const {books, broker, settings, venue} = this.#parts;
    const epoch = (books.engine.state.run?.epoch ?? 0) + 1;

    return new Bot({
      engine: books.engine,
      journal: stepJournal(books.journal, seconds => metrics.commitSeconds.observe(seconds)),
      broker,
      settings,
      symbols: venue.symbols,
      base: venue.base,
      delivers: venue.delivers,
      historyBars: warmUpBars(config.dataDir, settings.brain.strategies, config.market.historyBars).bars,
      recentCandles: symbol => this.#parts.candles.latest(symbol),
      run: {
        epoch,
        seed: config.seed,
        version,
        commit,
        configHash,
        ...orderNames(books.recovery.journalId, broker.capabilities),
        patternMemory: this.#keeper.status,
      },
      monotonic: () => performance.now(),
      onTaken: step => this.#onTaken(step),
      onTurn: seconds => metrics.turnSeconds.observe(seconds),
      onStep: step => this.#onStep(step),
      onProtected: ms => metrics.stopSeconds.observe(ms / 1_000),
      onEnd: () => this.#ending.resolve({kind: 'market ended'}),
      onFailure: error => this.#onFailure(error),
    });
  }

  #onTaken(step: Step): void {
    this.#summary.add(step, this.#parts.books.engine.state);
    const closed = this.#parts.chart.closed(step);
    if (closed.length > 0) this.#closed.set(step, closed);
  }

  #onStep(step: Step): void {
    for (const envelope of step) {
      this.#parts.show(envelope);
      logLine(this.#options.log, envelope);
    }
    this.#web.publish(step, this.#closed.get(step) ?? []);
  }

  /** The journal cannot be written: nothing more is decided; what rests is cancelled without a line, which is all that is left to do. */
  #onFailure(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#options.log.fatal({err: error}, 'No new order will be sent by this process: a line could not be kept.');
    for (const id of this.#bot.state.orders.keys()) this.#parts.broker.cancel(id);
    this.#ending.resolve({kind: 'failed', error});
  }

  #watch(): void {
    const {every} = nodeTimers;
    this.#stops.push(
      every(TICK_MS, () => this.#bot.tick()),
      every(HALT_FILE_MS, () => void this.#checkHaltFile()),
      every(SAVE_MEMORY_MS, () => void this.#keeper.save()),
    );
    monitorProcess({
      facts: () => monitorFacts(this.#parts, this.#bot),
      command: (name, reason) => this.command(name, reason, 'pm2'),
    });
  }

  async #checkHaltFile(): Promise<void> {
    const isPulled = this.#haltFile.isPulled;
    const isNew = isPulled && !this.#wasPulled;
    this.#wasPulled = isPulled;
    if (!isNew || this.#bot.hasFailed) return;
    try {
      await this.command('halt', `file ${this.#haltFile.path}`, 'file');
    } catch (error) {
      this.#options.log.error({err: error}, 'The halt file could not be obeyed.');
    }
  }
}
