import {UsageError} from '../../config/problems.ts';
import type {VerifyReport} from '../../research/verify/verifyFiles.ts';
import {EXIT} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
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
    const manifest = await keepManifest(report, findPlace(flags, io).dataDir, io);
    if (flags.has(JSON_FLAG)) printJson(io, {...report, manifest});
    else for (const line of verifyLines(report, manifest)) printLine(io.stdout, line);

    return report.findings.length === 0 ? EXIT.ok : EXIT.gate;
  },
};

const filesOf = (flags: Flags, io: Io): readonly string[] => {
  flags.required(DATA);
  const files = flags
    .all(DATA)
    .flatMap(given => given.split(','))
    .filter(file => file !== '');
  if (files.length > 1 && flags.has(SYMBOL)) {
    throw new UsageError(`${SYMBOL.name} is for one file; several are told apart by their names.`);
  }

  return files.map(file => requireDataFile(file, io.cwd));
};

type Kept = {readonly path: string; readonly warmupBars: number};

/** A strategy that passed gets its warm-up written down, for backtests and bots to keep to. */
const keepManifest = async (report: VerifyReport, dataDir: string, io: Io): Promise<Kept | null> => {
  const {findings, warmup, strategy, params, timeframe, bars, datasets} = report;
  if (findings.length > 0 || warmup === null) return null;
  const {addMeasurement, manifestPath} = await import('../../runtime/strategyManifests.ts');
  const {sourceCommit} = await import('../../research/report/sourceCommit.ts');
  const {warmupBars} = await addMeasurement(
    dataDir,
    {name: strategy, params},
    {
      ...{warmupBars: warmup, timeframe, bars, commit: sourceCommit(), at: new Date(io.now()).toISOString()},
      datasets: datasets.map(({symbol, sha256}) => ({symbol, sha256})),
    },
  );

  return {path: manifestPath(dataDir, strategy), warmupBars};
};

const verifyLines = (report: VerifyReport, manifest: Kept | null): string[] => {
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
      ['warm-up', warmup === null ? unknownWarmUp(report) : `${count(warmup)} bars`],
      ['manifest', manifest === null ? 'not written' : `${count(manifest.warmupBars)} bars in ${manifest.path}`],
      ['took', duration(report.elapsedMs)],
    ]),
    ...findings.map(({check, message}) => `${check}: ${message}`),
  ];
};

const unknownWarmUp = ({memoryBars}: VerifyReport): string =>
  memoryBars === 0
    ? 'did not end within the data'
    : `did not end within the data: pattern memory goes back ${count(memoryBars)} bars`;
