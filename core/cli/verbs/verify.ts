import {UsageError} from '../../config/problems.ts';
import type {VerifyReport} from '../../research/verify/verifyFiles.ts';
import {EXIT} from '../exitCodes.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {count, duration} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {requireDataFile} from '../requireDataFile.ts';
import {DATA, RUN_FLAGS, runOptionsOf, STRATEGY, SYMBOL} from '../runFlags.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

const DATA_FILES: Flag = {...DATA, value: 'FILE[,FILE…]', about: 'bars, a file per market; more than one by commas'};

/** Looks for what a strategy knows and cannot know. */
export const verify: Verb = {
  name: 'verify',
  summary: 'Looks for look-ahead, repainting, chance and unproven fills in one strategy.',
  usage: [
    'verify --strategy rsiReversal --data FILE.csv.gz',
    'verify --strategy macdTrend --data BTC.csv,ETH.csv --json',
  ],
  flags: [...RUN_FLAGS.map(flag => (flag === DATA ? DATA_FILES : flag)), JSON_FLAG],
  async run({flags, io}) {
    const strategy = flags.required(STRATEGY);
    const files = filesOf(flags, io);
    const {file: _, onProgress: __, ...options} = runOptionsOf(flags, io, files[0]);
    const progress = new Progress({label: 'Verifying', unit: 'runs', io});
    const {verifyFiles} = await import('../../research/verify/verifyFiles.ts');
    const report = await verifyFiles({
      ...options,
      strategy,
      files,
      onProgress: (done, total) => progress.update(done, total),
    });
    progress.finish();
    if (flags.has(JSON_FLAG)) printJson(io, report);
    else for (const line of verifyLines(report)) printLine(io.stdout, line);

    return report.findings.length === 0 ? EXIT.ok : EXIT.gate;
  },
};

const filesOf = (flags: Flags, io: Io): readonly string[] => {
  const files = flags
    .required(DATA)
    .split(',')
    .filter(file => file !== '');
  if (files.length > 1 && flags.has(SYMBOL)) {
    throw new UsageError(`${SYMBOL.name} is for one file; several are told apart by their names.`);
  }

  return files.map(file => requireDataFile(file, io.cwd));
};

const verifyLines = (report: VerifyReport): string[] => {
  const said = (holds: boolean): string => (holds ? 'yes' : 'NO');
  const {warmup, findings} = report;

  return [
    ...table([
      ['strategy', `${report.strategy}, ${count(report.signals)} signals on ${count(report.bars)} bars`],
      ['same when the data ends early', said(report.prefixInvariant)],
      ['same when the future is garbage', said(report.futurePoisonInvariant)],
      ['same twice, without clock or chance', said(report.repeatable)],
      ['long and short judged alike', said(report.mirrored)],
      ['fills proven by later bars', said(report.fillsAreProven)],
      ['warm-up', warmup === null ? 'did not end within the data' : `${count(warmup)} bars`],
      ['took', duration(report.elapsedMs)],
    ]),
    ...findings.map(({check, message}) => `${check}: ${message}`),
  ];
};
