import type {FillSettings} from '../../matching/FillSettings.ts';
import {type MindMaker, type ReplayReport, verifyReplay} from '../../runtime/replay.ts';
import {compareSessions} from './compareSessions.ts';
import {type CauseCode, type Difference, isExplained} from './Difference.ts';
import {replaySession} from './replaySession.ts';
import {readSession} from './Session.ts';
import type {TradeLedger} from './TradeLedger.ts';

type Sums = {readonly trades: number; readonly netPnl: number; readonly fees: number};

export type ParityReport = {
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly restarts: number;
  readonly session: Sums;
  readonly backtest: Sums;
  /** Whether the engine writes the session's journal again from its recorded inputs: then only those inputs can make a difference. */
  readonly replayEqual: boolean | null;
  /** Hash of the configuration that the session ran with; the fill model's is not in the journal and comes from the present one. */
  readonly configHash: string;
  readonly settingsChangedAt: number | null;
  /** Trades that are the same to the last digit. */
  readonly equal: number;
  readonly differences: readonly Difference[];
  /** How many differences each cause has a part in. */
  readonly causes: Readonly<Partial<Record<CauseCode, number>>>;
  readonly unexplained: number;
};

export type ParityOptions = {
  /** Folder of the journal's segments. */
  readonly directory: string;
  /** The fill model that the session had. */
  readonly fill: FillSettings;
  readonly makeMind: MindMaker;
  readonly onLine?: (line: {readonly seq: number}) => void;
};

/** Runs a paper session's bars again as a backtest and finds every trade that differs, with its cause. */
export const proveParity = async ({directory, fill, makeMind, onLine}: ParityOptions): Promise<ParityReport> => {
  const session = await readSession(directory, onLine);
  const replayed = await verifyReplay(directory, makeMind, onLine);
  const backtest = await replaySession(session, fill);
  const differences = compareSessions(session, backtest, fill);
  const bars = session.events.filter(({kind}) => kind === 'bar');
  const {ledger, run, restarts, settingsChangedAt} = session;

  return {
    from: bars[0]?.time ?? 0,
    to: bars.at(-1)?.time ?? 0,
    bars: bars.length,
    restarts,
    session: sumsOf(ledger),
    backtest: sumsOf(backtest),
    replayEqual: replayed.equal,
    configHash: run.configHash,
    settingsChangedAt,
    equal: [...ledger.trades.keys()].filter(key => backtest.trades.has(key)).length - pairedIn(differences),
    differences,
    causes: countCauses(differences),
    unexplained: differences.filter(difference => !isExplained(difference)).length + unequal(replayed),
  };
};

const pairedIn = (differences: readonly Difference[]): number =>
  differences.filter(({session, backtest}) => session !== null && backtest !== null).length;

const unequal = ({equal}: ReplayReport): number => (equal === true ? 0 : 1);

const sumsOf = ({trades}: TradeLedger): Sums => {
  const all = [...trades.values()];

  return {
    trades: all.length,
    netPnl: all.reduce((sum, {netPnl}) => sum + Number(netPnl), 0),
    fees: all.reduce((sum, {fees}) => sum + Number(fees), 0),
  };
};

const countCauses = (differences: readonly Difference[]): ParityReport['causes'] => {
  const counts: Partial<Record<CauseCode, number>> = {};
  for (const {causes} of differences)
    for (const code of new Set(causes.map(cause => cause.code))) counts[code] = (counts[code] ?? 0) + 1;

  return counts;
};
