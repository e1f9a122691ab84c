import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf, EventType} from '../../core/domain/Event.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {RiskSettings} from '../../core/domain/Settings.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {State} from '../../core/kernel/State.ts';
import {Bot} from '../../core/runtime/Bot.ts';
import {restoreOrders} from '../../core/runtime/restoreOrders.ts';
import {NO_JOURNAL} from '../../core/runtime/TradingLoop.ts';
import {type SimulatedKraken, SYMBOL} from '../kraken/SimulatedKraken.ts';
import {accountSettings} from './accounts.ts';
import {ofType} from './kernelWorld.ts';
import {scriptedMind} from './scriptedMind.ts';

type Options = {
  readonly venue: SimulatedKraken;
  /** Lines of an earlier run to go on from. */
  readonly from?: readonly AnyEnvelope[];
  readonly risk?: Partial<RiskSettings>;
  readonly sideAt?: (bar: number) => Side | null;
};

/** The real bot through the real Kraken adapter on the simulated exchange; only the disk is left out. */
export class KrakenBot {
  readonly venue: SimulatedKraken;
  readonly broker: IBrokerAdapter;
  readonly bot: Bot;
  readonly lines: AnyEnvelope[];
  readonly failures: unknown[] = [];

  static async start(options: Options): Promise<KrakenBot> {
    const bot = new KrakenBot(options);
    await bot.bot.start();

    return bot;
  }

  private constructor({venue, from = [], risk = {}, sideAt = () => null}: Options) {
    const engine = new Engine(scriptedMind(sideAt));
    for (const line of from) engine.recover(line);
    const broker = venue.newBroker();
    if (engine.state.run !== null) broker.restore(restoreOrders(engine.state));
    this.venue = venue;
    this.broker = broker;
    this.lines = [...from];
    this.bot = new Bot({
      engine,
      journal: NO_JOURNAL,
      broker,
      settings: accountSettings({maxFeedAgeMs: 86_400_000, ...risk}),
      symbols: [SYMBOL],
      base: '1m',
      delivers: 'trades',
      historyBars: 0,
      run: {
        epoch: (engine.state.run?.epoch ?? 0) + 1,
        seed: 1,
        version: '0.0.0',
        commit: 'none',
        configHash: 'none',
        orderIdPrefix: 'T-',
        patternMemory: 'disabled',
      },
      monotonic: () => venue.time.clock.monotonic(),
      onStep: step => this.lines.push(...step),
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
}
