import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {AnyEnvelope, VenueIdentity} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {RiskSettings, Settings} from '../../core/domain/Settings.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import type {State} from '../../core/kernel/State.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import {Bot} from '../../core/runtime/Bot.ts';
import {restorePaper} from '../../core/runtime/restorePaper.ts';
import {NO_JOURNAL, type StepJournal} from '../../core/runtime/TradingLoop.ts';
import {ScriptedMarket} from '../matching/ScriptedMarket.ts';
import {ofType} from './kernelWorld.ts';
import {accountSettings, marketSpec, START, SYMBOL, nextRun} from './accounts.ts';

type Options = {
  readonly mind: Mind;
  readonly settings?: Settings;
  readonly risk?: Partial<RiskSettings>;
  readonly spec?: Partial<MarketSpec>;
  readonly fill?: Partial<FillSettings>;
  /** What the test will deliver; bars unless told. */
  readonly delivers?: 'trades' | 'bars';
  /** Market time per real time; as fast as possible unless told. */
  readonly speed?: number;
  /** Lines of an earlier run to go on from. */
  readonly from?: readonly AnyEnvelope[];
  /** Candles that the market says have passed before `now`. */
  readonly history?: readonly Candle[];
  /** Market time at which it begins. */
  readonly now?: number;
  /** Where lines become durable; at once unless told. */
  readonly journal?: StepJournal;
  /** Stands between the bot and its exchange. */
  readonly tap?: (broker: IBrokerAdapter) => IBrokerAdapter;
};

/** A scripted market that says how fast it runs: silence counts only where the answer is not null. */
class PacedMarket extends ScriptedMarket {
  override readonly identity: VenueIdentity;

  constructor(speed: number | null, ...market: ConstructorParameters<typeof ScriptedMarket>) {
    super(...market);
    this.identity = {name: 'script', mode: 'paper', simulated: true, speed};
  }
}

/** The whole trading path over a market that the test writes: loop, kernel, execution and paper exchange, without a disk. */
export class EngineWorld {
  readonly market: ScriptedMarket;
  readonly lines: AnyEnvelope[];
  readonly bot: Bot;
  readonly failures: unknown[] = [];
  /** Real time of the feed watch, ms. */
  elapsed = 0;

  static async start(options: Options): Promise<EngineWorld> {
    const {mind, spec, fill = {}, from = [], history = [], now = START, speed = null} = options;
    const engine = new Engine(mind);
    for (const line of from) engine.recover(line);
    const market = new PacedMarket(speed, [marketSpec(spec)], history, now);
    const broker = new PaperBroker({source: market, balances: [{asset: 'USD', total: decimal('10000')}], fill});
    if (engine.state.run !== null) {
      await broker.markets([SYMBOL]);
      broker.restore(restorePaper(engine.state));
    }
    const world = new EngineWorld(options, {engine, market, broker});
    await world.bot.start();

    return world;
  }

  private constructor(
    {settings, risk = {}, from = [], delivers = 'bars', journal = NO_JOURNAL, tap = broker => broker}: Options,
    {engine, market, broker}: {engine: Engine; market: ScriptedMarket; broker: PaperBroker},
  ) {
    this.market = market;
    this.lines = [...from];
    this.bot = new Bot({
      engine,
      journal,
      broker: tap(broker),
      settings: settings ?? accountSettings(risk),
      symbols: [SYMBOL],
      base: '1m',
      delivers,
      historyBars: 0,
      recentCandles: () =>
        ofType(from, 'CandleClosed')
          .filter(({data}) => data.timeframe === '1m')
          .map(({data}) => data.candle),
      run: nextRun(engine.state),
      monotonic: () => this.elapsed,
      onStep: step => this.lines.push(...step),
      onEnd: () => undefined,
      onFailure: error => this.failures.push(error),
    });
  }

  get state(): Readonly<State> {
    return this.bot.state;
  }

  async bars(candles: Iterable<Candle>): Promise<void> {
    for (const candle of candles) await this.market.bar(SYMBOL, candle);
  }
}
