import type {MarketListener} from '../../brokers/MarketSource.ts';
import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {Settings} from '../../core/domain/Settings.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {State} from '../../core/kernel/State.ts';
import {Bot} from '../../core/runtime/Bot.ts';
import {loadTraiBrain} from '../../core/runtime/loadTraiBrain.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {NO_JOURNAL} from '../../core/runtime/TradingLoop.ts';
import {accountSettings, MINUTE, marketSpec, SYMBOL} from '../support/accounts.ts';
import {randomWalk} from './randomWalk.ts';

/** Enough to fill pattern memory, so that its search costs what it costs in a bot that has run for days. */
const HISTORY_BARS = 4_200;
/** Market time between two looks at the clock, as in the bot's process. */
const CLOCK_MS = 250;

/** The whole bot as it trades on paper, every strategy and full pattern memory included, but for disk and network. */
export class TickBot {
  readonly #market: HandFedMarket;
  readonly #bot: Bot;
  #nextLook = 0;

  /** Warmed up to the minute before `first`. */
  static async start(first: Trade): Promise<TickBot> {
    const bot = new TickBot(first);
    await bot.#bot.start();

    return bot;
  }

  private constructor(first: Trade) {
    const settings: Settings = {...accountSettings(), brain: DEFAULT_BRAIN};
    const {brain} = makeMind(settings, [SYMBOL], loadTraiBrain());
    this.#market = new HandFedMarket(first);
    this.#bot = new Bot({
      engine: new Engine(brain),
      journal: NO_JOURNAL,
      broker: new PaperBroker({source: this.#market, balances: [{asset: 'USD', total: decimal('10000')}]}),
      settings,
      symbols: [SYMBOL],
      base: '1m',
      delivers: 'trades',
      historyBars: HISTORY_BARS,
      run: {
        epoch: 1,
        seed: 1,
        version: '0.0.0',
        commit: 'none',
        configHash: 'none',
        orderIdPrefix: 'B-',
        patternMemory: 'ready',
      },
      monotonic: () => 0,
      onEnd: () => undefined,
      onFailure: error => {
        throw error;
      },
    });
  }

  get state(): Readonly<State> {
    return this.#bot.state;
  }

  take(trade: Trade): void {
    this.#market.take(trade);
    if (trade.time < this.#nextLook) return;
    this.#nextLook = trade.time + CLOCK_MS;
    this.#bot.tick();
  }
}

/** A market that delivers exactly the trades that it is given. */
class HandFedMarket {
  readonly identity: VenueIdentity = {name: 'bench', mode: 'paper', simulated: true, speed: null};
  readonly #history: readonly Candle[];
  #now: number;
  #listener: MarketListener | null = null;

  constructor({time, price}: Trade) {
    const minute = Math.floor(time / MINUTE) * MINUTE;
    this.#now = time;
    this.#history = randomWalk(HISTORY_BARS, minute - HISTORY_BARS * MINUTE, price);
  }

  now(): number {
    return this.#now;
  }

  async markets(): Promise<readonly MarketSpec[]> {
    return [marketSpec({lot: '0.00001', minQuantity: '0.00001'})];
  }

  async history(): Promise<readonly Candle[]> {
    return this.#history;
  }

  async start(listener: MarketListener): Promise<void> {
    this.#listener = listener;
  }

  async stop(): Promise<void> {
    this.#listener = null;
  }

  take(trade: Trade): void {
    this.#now = trade.time;
    this.#listener?.onTrade(trade);
  }
}
