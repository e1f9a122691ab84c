import {loadConfig} from '../../config/loadConfig.ts';
import {takeConfigFlags} from '../../config/flags.ts';
import type {Difference} from '../../research/parity/Difference.ts';
import type {ParityReport} from '../../research/parity/proveParity.ts';
import {EXIT} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG} from '../Flags.ts';
import {count, counted, moment} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {openJournalFolder} from '../openJournalFolder.ts';
import {Progress} from '../Progress.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';
import {makeMinds} from '../makeMinds.ts';

/** Runs a paper session again as a backtest. */
export const parity: Verb = {
  name: 'parity',
  summary: 'Runs a paper session again as a backtest and lists every trade that differs, with its cause.',
  usage: ['parity', 'parity --data-dir data --json'],
  flags: [DATA_DIR, JSON_FLAG],
  async run({flags, io}) {
    const {dataDir} = findPlace(flags, io);
    const {directory, roughLines} = openJournalFolder(dataDir);
    const {config, configHash} = loadConfig({
      flags: takeConfigFlags(['--data-dir', dataDir]).assignments,
      env: io.env,
      cwd: io.cwd,
    });
    const progress = new Progress({label: 'Reading', unit: 'lines', io});
    const {proveParity} = await import('../../research/parity/proveParity.ts');
    const report = await proveParity({
      directory,
      fill: config.fillModel,
      makeMind: makeMinds(),
      onLine: ({seq}) => progress.update(seq, roughLines),
    });
    progress.finish();
    warn(report, configHash, io);
    if (flags.has(JSON_FLAG)) printJson(io, report);
    else for (const line of parityLines(report)) printLine(io.stdout, line);

    return report.unexplained === 0 ? EXIT.ok : EXIT.gate;
  },
};

const warn = (report: ParityReport, presentHash: string, io: Io): void => {
  if (report.configHash !== presentHash)
    printLine(
      io.stderr,
      'Note: the session ran with other flags or another configuration. Its settings come from the journal; the fill model is the one configured now.',
    );
  if (report.settingsChangedAt !== null)
    printLine(
      io.stderr,
      `Note: the settings change at line ${count(report.settingsChangedAt)}; what follows is left out.`,
    );
};

const parityLines = (report: ParityReport): string[] => {
  const {session, backtest, from, to, bars, restarts, equal, differences, causes, unexplained, replayEqual} = report;
  const sums = ({trades, netPnl, fees}: ParityReport['session']): string =>
    `${counted(trades, 'trade')}, net ${netPnl.toFixed(2)}, fees ${fees.toFixed(2)}`;

  return [
    ...differences.flatMap(differenceLines),
    ...table([
      ['span', `${counted(bars, 'bar')}, ${moment(from)} to ${moment(to)}, ${counted(restarts, 'restart')}`],
      ['session', sums(session)],
      ['backtest on bars', sums(backtest)],
      ['same trades', count(equal)],
      ['differences', count(differences.length)],
      ...Object.entries(causes).map(([code, times]) => [`  ${code}`, count(times ?? 0)]),
      ['decisions follow from the inputs', replayEqual === true ? 'yes, byte for byte' : 'NO: see ogz replay --verify'],
      ['unexplained', count(unexplained)],
    ]),
  ];
};

const differenceLines = ({symbol, candleTime, session, backtest, causes}: Difference): string[] => {
  const said = (facts: Difference['session']): string =>
    facts === null
      ? 'no trade'
      : `${facts.side} ${facts.quantity} by ${facts.strategy}, ${facts.entryPrice} to ${facts.exitPrice} (${facts.exitReason}), net ${Number(facts.netPnl).toFixed(2)}`;

  return [
    `${symbol}, decided on the bar of ${moment(candleTime)}`,
    `  session   ${said(session)}`,
    `  backtest  ${said(backtest)}`,
    ...causes.map(({code, text}) => `  ${code}: ${text}`),
  ];
};
