import type {FillSettings} from '../../matching/FillSettings.ts';
import {BarEvidence} from './BarEvidence.ts';
import {type Cause, type Difference, factsOf, unexplained} from './Difference.ts';
import {explainAbsence} from './explainAbsence.ts';
import {explainTrade} from './explainTrade.ts';
import type {Session} from './Session.ts';
import type {Trade, TradeLedger} from './TradeLedger.ts';

/** Lays a session and its backtest side by side, trade by trade in the order of their decisions. */
export const compareSessions = (session: Session, backtest: TradeLedger, fill: FillSettings): readonly Difference[] => {
  const evidence = new BarEvidence(session, fill);
  const keys = [...new Set([...session.ledger.trades.keys(), ...backtest.trades.keys()])];
  const differences = keys.map(key => compareTrade(key, {session, backtest, evidence}));

  return differences.filter(({causes}) => causes.length > 0).sort((a, b) => a.candleTime - b.candleTime);
};

type Scene = {readonly session: Session; readonly backtest: TradeLedger; readonly evidence: BarEvidence};

const compareTrade = (key: string, scene: Scene): Difference => {
  const [mine, others] = [scene.session.ledger.trades.get(key), scene.backtest.trades.get(key)];
  const [symbol = '', time = ''] = key.split(' ');

  return {
    symbol,
    candleTime: Number(time),
    session: factsOf(mine),
    backtest: factsOf(others),
    causes: [...problemsOf(mine, scene), ...causesOf(key, mine, others, scene)],
  };
};

/** What no difference between bars and finer data can excuse. */
const problemsOf = (trade: Trade | undefined, {session, evidence}: Scene): readonly Cause[] => {
  if (trade === undefined) return [];
  const decidedAt = session.ledger.decisions.get(trade.key)?.time ?? 0;
  const problems = [
    ...trade.entryFills.map(each => evidence.problemOf(each, decidedAt)),
    ...trade.exitFills.map(each => evidence.problemOf(each, trade.entryTime)),
  ];

  return problems.filter(problem => problem !== null).map(unexplained);
};

const causesOf = (
  key: string,
  mine: Trade | undefined,
  others: Trade | undefined,
  {session, backtest}: Scene,
): readonly Cause[] => {
  const [here, there] = [
    {name: 'session', ledger: session.ledger} as const,
    {name: 'backtest', ledger: backtest} as const,
  ];
  const {blind, base} = session;
  if (mine !== undefined && others === undefined) return [explainAbsence(mine, {own: here, other: there, blind})];
  if (mine === undefined && others !== undefined) return [explainAbsence(others, {own: there, other: here, blind})];
  if (mine === undefined || others === undefined) return [];
  const decisions = [session.ledger.decisions.get(key), backtest.decisions.get(key)] as const;

  return explainTrade({session: mine, backtest: others, decisions, base});
};
