import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {evolve} from '../../core/kernel/evolve.ts';
import {emptyState} from '../../core/kernel/State.ts';
import {loadTraiBrain} from '../../core/runtime/loadTraiBrain.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {verifyReplay} from '../../core/runtime/replay.ts';
import {randomFrom} from '../brain/market.ts';
import {BotChild, journalOf} from '../support/botProcess.ts';
import {ExchangeDoor, type Truth} from '../support/exchange.ts';
import {pause, until} from '../support/until.ts';
import {busySettings} from './busySettings.ts';
import {compareBooks} from './compareBooks.ts';
import {JournalTail} from './JournalTail.ts';
import {type Judgement, judge} from './judge.ts';

export type KillLoopOptions = {
  readonly count: number;
  readonly seed: number;
  readonly dataDir: string;
  /** How long the books may differ from the exchange's after a restart. */
  readonly booksWithinMs: number;
  readonly onKill?: (kill: number) => void;
};

type Percentiles = {readonly p50: number; readonly p99: number; readonly max: number};

export type KillLoopResult = {
  readonly kills: number;
  /** Times that the bot was frozen for a while. */
  readonly stops: number;
  /** Kills that took the exchange's process with them, as a reset of the machine does. */
  readonly exchangeKills: number;
  readonly orders: number;
  readonly fills: number;
  /** Kills while an order or a cancel had left or was about to, and its answer was not in the journal. */
  readonly inFlightKills: number;
  readonly lost: number;
  readonly duplicate: number;
  readonly positionMismatches: number;
  /** From the kill to the durable line that says that the books agree. */
  readonly reconciledMs: Percentiles;
  /** From then on until cash, positions and open orders are the exchange's, as the bot shows them. */
  readonly agreedMs: Percentiles;
  /** The whole journal, run again from its inputs, is the same. */
  readonly replayIsEqual: boolean;
  readonly violations: readonly string[];
  readonly elapsedMs: number;
  readonly seed: number;
};

/** Market seconds per second: five bars every two seconds in each market. */
const SPEED = 150;
const TRIGGERS = /"type":"(OrderSubmitted|CancelRequested|AmendRequested|OrderAccepted|OrderFilled|OrderCanceled)"/;
const LONGEST_WAIT_MS = 6_000;
const LOOK_MS = 2;
/** Requests to come after each start that travel slowly. */
const SLOW_CALLS = 12;

/**
 * Kills the real bot again and again while it trades through its real adapter on an exchange in another process, and
 * holds its books against the exchange's ledger each time that it is back.
 */
export class KillLoop {
  readonly #options: KillLoopOptions;
  readonly #random: () => number;
  readonly #door: ExchangeDoor;
  readonly #tail: JournalTail;
  readonly #reconciledMs: number[] = [];
  readonly #agreedMs: number[] = [];
  readonly #mismatches: string[] = [];
  #kills = 0;
  #stops = 0;
  #exchangeKills = 0;
  #inFlightKills = 0;

  constructor(options: KillLoopOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#door = new ExchangeDoor(options.dataDir);
    this.#tail = new JournalTail(options.dataDir);
  }

  async run(): Promise<KillLoopResult> {
    const {count, seed, dataDir, onKill} = this.#options;
    const begin = performance.now();
    mkdirSync(dataDir, {recursive: true});
    writeFileSync(join(dataDir, 'config.json'), JSON.stringify(busySettings()));
    let bot = await this.#start(null);
    let heard = await this.#compare(bot);
    while (this.#kills < count) {
      const killedAt = await this.#die(bot);
      onKill?.(this.#kills);
      bot = await this.#start(killedAt);
      heard = await this.#compare(bot);
    }
    await bot.stop();

    return this.#result(heard, {seed, elapsedMs: Math.round(performance.now() - begin)});
  }

  /** Waits until the bot agrees with the exchange, and gives what the exchange had then. */
  async #compare(bot: BotChild): Promise<Truth> {
    const begin = performance.now();
    const {truth, differences} = await compareBooks(bot, this.#door, this.#options.booksWithinMs);
    this.#agreedMs.push(performance.now() - begin);
    this.#mismatches.push(...differences);

    return truth;
  }

  /** Starts the bot; some starts are killed themselves before they are done. */
  async #start(killedAt: number | null): Promise<BotChild> {
    const {dataDir, count} = this.#options;
    const args = ['--market', 'kraken-sim', '--speed', String(SPEED)];
    const bot = await BotChild.start({dataDir, args});
    if (killedAt !== null && this.#kills < count && this.#random() < 0.15) {
      await pause(this.#between(50, 1_200));
      return this.#start(await this.#kill(bot));
    }
    await until('the bot agrees with the exchange', () => {
      if (bot.hasExited) throw new Error(`The bot ended with ${bot.child.exitCode}: ${bot.stderr}`);
      return this.#tail.grown().includes('"type":"Reconciled"');
    });
    if (killedAt !== null) this.#reconciledMs.push(performance.now() - killedAt);
    await bot.isHealthy();
    await this.#slowDown();

    return bot;
  }

  /** Lets it trade until something happens, and kills it a moment later; now and then it freezes first. */
  async #die(bot: BotChild): Promise<number> {
    this.#tail.grown();
    for (const end = performance.now() + LONGEST_WAIT_MS; performance.now() < end; await pause(LOOK_MS))
      if (TRIGGERS.test(this.#tail.grown())) break;
    await pause(this.#random() < 0.7 ? this.#between(0, 60) : this.#between(60, 500));
    if (this.#random() < 0.15) await this.#freeze(bot);
    if (this.#random() < 0.08) this.#killExchange();

    return this.#kill(bot);
  }

  #killExchange(): void {
    this.#exchangeKills += 1;
    this.#door.signal('SIGKILL');
  }

  async #freeze(bot: BotChild): Promise<void> {
    this.#stops += 1;
    bot.child.kill('SIGSTOP');
    await pause(this.#between(100, 3_000));
    bot.child.kill('SIGCONT');
    await pause(this.#between(0, 300));
  }

  async #kill(bot: BotChild): Promise<number> {
    const killedAt = performance.now();
    await bot.kill();
    this.#kills += 1;
    this.#tail.grown();
    if (hasInFlight(await journalOf(this.#options.dataDir))) this.#inFlightKills += 1;

    return killedAt;
  }

  /** A network with a way to go: the next requests about orders take some tenths of a second, before the exchange or after it, and a few answers are lost. */
  async #slowDown(): Promise<void> {
    const faults = Array.from({length: SLOW_CALLS}, (_, index): Fault => {
      const call = this.#random() < 0.75 ? 'add_order' : 'cancel_order';
      const occurrence = index + 1;
      if (this.#random() < 0.08) return {name: 'drop-ack', how: 'reset', call, occurrence};
      const forMs = Math.round(this.#between(20, 400)) * SPEED;

      return {name: 'delay', where: this.#random() < 0.5 ? 'before' : 'after', forMs, call, occurrence};
    });
    await this.#door.trouble(...faults);
  }

  async #result(heard: Truth, {seed, elapsedMs}: Pick<KillLoopResult, 'seed' | 'elapsedMs'>): Promise<KillLoopResult> {
    const truth = await this.#door.truth();
    const lines = await journalOf(this.#options.dataDir);
    const {lost, duplicate}: Judgement = judge(lines, truth, heard);
    const replayed = await verifyReplay(join(this.#options.dataDir, 'journal'), run => {
      const symbols = run.markets.map(({symbol}) => symbol);
      return makeMind(run.settings, symbols, loadTraiBrain()).brain;
    });
    const replay = replayed.equal ? [] : [`the journal does not replay: ${JSON.stringify(replayed.difference)}`];

    return {
      kills: this.#kills,
      stops: this.#stops,
      exchangeKills: this.#exchangeKills,
      orders: truth.orders.length,
      fills: truth.executions.length,
      inFlightKills: this.#inFlightKills,
      lost: lost.length,
      duplicate: duplicate.length,
      positionMismatches: this.#mismatches.length,
      reconciledMs: percentiles(this.#reconciledMs),
      agreedMs: percentiles(this.#agreedMs),
      replayIsEqual: replayed.equal === true,
      violations: [...lost, ...duplicate, ...this.#mismatches, ...replay],
      elapsedMs,
      seed,
    };
  }

  #between(least: number, most: number): number {
    return least + (most - least) * this.#random();
  }
}

const hasInFlight = (lines: readonly AnyEnvelope[]): boolean => {
  const state = emptyState();
  for (const line of lines) evolve(state, line);

  return [...state.orders.values()].some(
    ({status, isCancelRequested}) => status === 'INTENT' || status === 'UNKNOWN' || isCancelRequested,
  );
};

const percentiles = (values: readonly number[]): Percentiles => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);

  return {p50: at(0.5), p99: at(0.99), max: at(1)};
};
