import {decimal, toText} from '../../core/domain/Decimal.ts';
import {type AnyEnvelope, type EnvelopeOf, type EventType, type InputDraft, isInput} from '../../core/domain/Event.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {ReconcileSettings, RiskSettings} from '../../core/domain/Settings.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {State} from '../../core/kernel/State.ts';
import {Bot} from '../../core/runtime/Bot.ts';
import {restoreOrders} from '../../core/runtime/restoreOrders.ts';
import {NO_JOURNAL} from '../../core/runtime/TradingLoop.ts';
import {type SimulatedKraken, SYMBOL} from '../kraken/SimulatedKraken.ts';
import {accountSettings, MINUTE, nextRun} from './accounts.ts';
import {ofType} from './kernelWorld.ts';
import {scriptedMind} from './scriptedMind.ts';
import {TappedBroker} from './TappedBroker.ts';

type Options = {
  readonly venue: SimulatedKraken;
  /** Lines of an earlier run to go on from. */
  readonly from?: readonly AnyEnvelope[];
  readonly risk?: Partial<RiskSettings>;
  readonly reconcile?: Partial<ReconcileSettings>;
  readonly sideAt?: (bar: number) => Side | null;
};

const TICK_MS = 10;

/** The real bot through the real Kraken adapter on the simulated exchange; the test closes the candles, and the disk is left out. */
export class KrakenBot {
  readonly venue: SimulatedKraken;
  readonly broker: TappedBroker;
  readonly bot: Bot;
  readonly lines: AnyEnvelope[];
  readonly failures: unknown[] = [];
  /** Market time from a first fill to the stop at the venue, ms. */
  readonly protectedAfterMs: number[] = [];
  #ticking: NodeJS.Timeout | undefined;
  #bars = 0;
  readonly #sideAt: (bar: number) => Side | null;

  static async start(options: Options): Promise<KrakenBot> {
    const bot = new KrakenBot(options);
    await bot.bot.start();
    // The trades since the minute began come in now: no decision of the test may be made between them.
    await options.venue.settled();
    bot.#ticking = setInterval(() => bot.bot.tick(), TICK_MS);

    return bot;
  }

  private constructor({venue, from = [], risk = {}, reconcile = {}, sideAt = () => null}: Options) {
    const settings = accountSettings({maxFeedAgeMs: 86_400_000, maxOrderShare: 0.1, priceCollarShare: 0.005, ...risk});
    const engine = new Engine(scriptedMind(sideAt));
    for (const line of from) engine.recover(line);
    const broker = venue.newBroker();
    if (engine.state.run !== null) broker.restore(restoreOrders(engine.state));
    this.venue = venue;
    this.#sideAt = sideAt;
    this.broker = new TappedBroker(broker);
    this.lines = [...from];
    const run = nextRun(engine.state);
    this.bot = new Bot({
      engine,
      journal: NO_JOURNAL,
      broker: this.broker,
      settings: {...settings, reconcile: {...settings.reconcile, ...reconcile}},
      symbols: [SYMBOL],
      base: '1m',
      delivers: 'bars',
      historyBars: 0,
      run: {...run, orderIdSalt: `${run.epoch}s-`},
      monotonic: () => venue.time.clock.monotonic(),
      onStep: step => this.lines.push(...step),
      onProtected: ms => this.protectedAfterMs.push(ms),
      onEnd: () => undefined,
      onFailure: error => this.failures.push(error),
    });
  }

  get state(): Readonly<State> {
    return this.bot.state;
  }

  all<Type extends EventType>(type: Type): readonly EnvelopeOf<Type>[] {
    return ofType(this.lines, type);
  }

  /** What the bot holds, as text. */
  get held(): string {
    return toText(this.state.positions.get(SYMBOL)?.quantity ?? decimal('0'));
  }

  /** The journal as an engine writes it that is given nothing but its inputs. */
  replayed(): readonly AnyEnvelope[] {
    const engine = new Engine(scriptedMind(this.#sideAt));

    return this.lines.filter(isInput).flatMap(input => engine.take(input as InputDraft, input.time));
  }

  /** The next minute bar closes at this price. */
  bar(price: number): void {
    this.broker.bar(SYMBOL, Math.floor(this.venue.now() / MINUTE) * MINUTE + this.#bars * MINUTE, price);
    this.#bars += 1;
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking);
    await this.bot.stop('test');
  }
}
