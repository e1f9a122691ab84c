import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {makeMinds} from '../../core/cli/makeMinds.ts';
import {decimal, multiply, toText} from '../../core/domain/Decimal.ts';
import {DEFAULT_FILL_SETTINGS} from '../../core/matching/FillSettings.ts';
import {compareSessions} from '../../core/research/parity/compareSessions.ts';
import {type Difference, isExplained} from '../../core/research/parity/Difference.ts';
import {proveParity} from '../../core/research/parity/proveParity.ts';
import {replaySession} from '../../core/research/parity/replaySession.ts';
import {type Session, readSession} from '../../core/research/parity/Session.ts';
import {type Trade, TradeLedger} from '../../core/research/parity/TradeLedger.ts';
import {ogz, wanderingBars} from '../cli/ogz.ts';
import {BotChild, cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

const FILL = DEFAULT_FILL_SETTINGS;

let dataDir = '';
let session: Session;
let backtest: TradeLedger;

/** A price that is exact, and that no bar around it holds. */
const beyond = (price: string): string => toText(multiply(decimal(price), decimal('1.05'), 'down'));

const closedTrades = async (bot: BotChild): Promise<number> => ofType(await bot.journal(), 'PositionClosed').length;

/** A real bot on the simulated market, halted and resumed on its way. */
beforeAll(async () => {
  const bot = await BotChild.healthy({args: ['--speed', '3000']});
  ({dataDir} = bot);
  await until('six trades', async () => (await closedTrades(bot)) >= 6);
  await bot.command('halt');
  await bot.command('resume');
  await until('fifteen trades', async () => (await closedTrades(bot)) >= 15);
  await bot.stop();
  session = await readSession(join(dataDir, 'journal'));
  backtest = await replaySession(session, FILL);
});

afterAll(cleanUp);

/** The trade of the first decision that both made: nothing had come between them yet. */
const firstTrade = (): Trade => {
  const both = [...session.ledger.trades.values()].filter(({key}) => backtest.trades.has(key));

  return both.sort((a, b) => a.decision - b.decision)[0] ?? expect.fail('They have no trade in common.');
};

/** What stays unexplained when the session tells its first trade otherwise. */
const liesWhere = (change: (trade: Trade) => Trade): readonly string[] => {
  const trade = firstTrade();
  session.ledger.trades.set(trade.key, change(trade));
  const found = lies(session);
  session.ledger.trades.set(trade.key, trade);

  return found;
};

const lies = (of: Session, ledger: TradeLedger = backtest): readonly string[] =>
  compareSessions(of, ledger, FILL)
    .filter((difference: Difference) => !isExplained(difference))
    .flatMap(({causes}) => causes.filter(({code}) => code === 'UNEXPLAINED').map(({text}) => text));

describe('a simulated session and its backtest', () => {
  it('differ in nothing that is not explained, and every difference has its cause', async () => {
    const report = await proveParity({directory: join(dataDir, 'journal'), fill: FILL, makeMind: makeMinds()});

    expect(report.differences.filter(difference => !isExplained(difference))).toEqual([]);
    expect(report).toMatchObject({unexplained: 0, replayEqual: true, restarts: 0});
    expect(report.session.trades).toBeGreaterThanOrEqual(15);
    expect(report.backtest.trades).toBeGreaterThan(3);
    expect(report.differences.length).toBeGreaterThan(0);
    for (const {causes} of report.differences) expect(causes).not.toEqual([]);
  });

  it('come out of the command line, trade by trade', async () => {
    const {code, stdout} = await ogz(['parity', '--data-dir', dataDir]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/decided on the bar of 2025-01-01/);
    expect(stdout).toMatch(/^ {2}[A-Z]+(?:_[A-Z]+)*: \w/m);
    expect(stdout).toMatch(/unexplained +0/);
  });

  it('agree whole when the backtest is held against itself', () => {
    expect(compareSessions({...session, ledger: backtest}, backtest, FILL)).toEqual([]);
  });
});

it('a session on bars and its backtest are the same, trade by trade', async () => {
  const folder = temporaryDirectory();
  const file = join(folder, 'kraken_BTCUSD_1m.csv');
  writeFileSync(file, wanderingBars(1_200));
  const bot = await BotChild.start({args: ['--market', 'replay', '--data', file, '--speed', 'max']});
  await bot.exited;
  const directory = join(bot.dataDir, 'journal');
  const report = await proveParity({directory, fill: FILL, makeMind: makeMinds()});

  expect(report.session.trades).toBeGreaterThan(1);
  expect(report).toMatchObject({equal: report.session.trades, differences: [], unexplained: 0});
});

describe('what no finer evidence can excuse stays unexplained', () => {
  it('a fill at a price that the market did not have', () => {
    const price = beyond(firstTrade().entryPrice);
    const entryFills = firstTrade().entryFills.map(fill => ({...fill, price}));

    expect(liesWhere(trade => ({...trade, entryPrice: price, entryFills})).join()).toMatch(/lies outside its bars/);
  });

  it('but not one whose bar never closed, as at the end of a session', () => {
    const trade = firstTrade();
    const bar = trade.entryTime - (trade.entryTime % 60_000);
    const isItsBar = (event: Session['events'][number]): boolean =>
      event.kind === 'bar' && event.symbol === trade.symbol && event.candle.time === bar;
    const entryFills = trade.entryFills.map(fill => ({...fill, price: beyond(fill.price)}));
    const ledger = new TradeLedger();
    ledger.trades.set(trade.key, {...trade, entryFills});
    const outside = (events: Session['events']): string => lies({...session, ledger, events}).join();

    expect(session.events.filter(isItsBar)).toHaveLength(1);
    expect(outside(session.events)).toMatch(/lies outside its bars/);
    expect(outside(session.events.filter(event => !isItsBar(event)))).not.toMatch(/lies outside its bars/);
  });

  it('a fill before the latency was over', () => {
    const time = (session.ledger.decisions.get(firstTrade().key)?.time ?? 0) + 100;
    const entryFills = firstTrade().entryFills.map(fill => ({...fill, time}));

    expect(liesWhere(trade => ({...trade, entryFills})).join()).toMatch(/150 ms before decision and latency allow it/);
  });

  it('a fee that nobody charges', () => {
    const exitFills = firstTrade().exitFills.map(fill => ({...fill, fee: '0.01'}));

    expect(liesWhere(trade => ({...trade, exitFills})).join()).toMatch(/paid a fee of 0.01, due was/);
  });

  it('another size on the same account', () => {
    const {key} = firstTrade();
    const decision = backtest.decisions.get(key) ?? expect.fail('The backtest decided on no such bar.');
    session.ledger.decisions.set(key, decision);

    expect(liesWhere(trade => ({...trade, quantity: '99'}))).toEqual([
      `size 99 against ${backtest.trades.get(key)?.quantity} on the same account`,
    ]);
  });

  it('a trade that the backtest decided on and lost', () => {
    const without = new TradeLedger();
    for (const [key, decision] of backtest.decisions) without.decisions.set(key, decision);
    for (const [key, trade] of backtest.trades) if (key !== firstTrade().key) without.trades.set(key, trade);

    expect(lies(session, without)).toContain('the backtest sent the order too, and nothing came of it');
  });

  it('a bar on which nobody decided, unless the bot was down', () => {
    const deaf = new TradeLedger();
    for (const [key, decision] of session.ledger.decisions)
      if (key !== firstTrade().key) deaf.decisions.set(key, decision);
    const without = {...session, ledger: deaf};
    const only = new TradeLedger();
    const traded = backtest.trades.get(firstTrade().key);
    if (traded !== undefined) only.trades.set(firstTrade().key, traded);

    expect(lies(without, only)).toEqual(['the session has no decision on this bar']);
    const blind = new Map([[firstTrade().key, 'restart' as const]]);
    expect(compareSessions({...without, blind}, only, FILL)).toMatchObject([{causes: [{code: 'RESTART_GAP'}]}]);
  });
});
