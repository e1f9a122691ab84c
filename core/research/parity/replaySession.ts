import {PaperBroker} from '../../../brokers/paper/PaperBroker.ts';
import {decimal} from '../../domain/Decimal.ts';
import {Engine} from '../../kernel/Engine.ts';
import type {FillSettings} from '../../matching/FillSettings.ts';
import {Bot} from '../../runtime/Bot.ts';
import {loadTraiBrain} from '../../runtime/loadTraiBrain.ts';
import {makeMind} from '../../runtime/makeMind.ts';
import {NO_JOURNAL} from '../../runtime/TradingLoop.ts';
import type {Session} from './Session.ts';
import {SessionMarket} from './SessionMarket.ts';
import {TradeLedger} from './TradeLedger.ts';

/** Runs a session's bars as a backtest: its settings, markets, seed and commands, paper fills by bars alone. */
export const replaySession = async (session: Session, fill: FillSettings): Promise<TradeLedger> => {
  const {run, base, imported} = session;
  const {settings, markets} = run;
  const symbols = markets.map(({symbol}) => symbol);
  const engine = new Engine(makeMind(settings, symbols, loadTraiBrain(), {charts: false}).brain);
  const ledger = new TradeLedger();
  const end = Promise.withResolvers<void>();
  const source = new SessionMarket(session, async ({command}) => {
    await bot.command(command.name, command.reason, command.by);
  });
  const {accountCurrency, openingCash} = settings;
  const bot: Bot = new Bot({
    engine,
    settings,
    symbols,
    base,
    run: {...run, orderIdPrefix: 'ogzbt-'},
    journal: NO_JOURNAL,
    broker: new PaperBroker({source, fill, balances: [{asset: accountCurrency, total: decimal(openingCash)}]}),
    delivers: 'bars',
    historyBars: Number.MAX_SAFE_INTEGER,
    monotonic: () => 0,
    onTaken: step => ledger.add(step, engine.state),
    onEnd: () => end.resolve(),
    onFailure: error => end.reject(error),
  });
  await bot.start({imported});
  await end.promise;
  await bot.stop('session ended');

  return ledger;
};
