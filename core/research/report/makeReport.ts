import type {Recording} from '../../../brokers/replay/Recording.ts';
import {recordedSpec} from '../../../brokers/replay/recordedSpec.ts';
import type {LoadedConfig} from '../../config/loadConfig.ts';
import {TIMEFRAME_MS} from '../../domain/Candle.ts';
import type {Settings} from '../../domain/Settings.ts';
import {type AmbiguityPolicy, FILL_MODEL} from '../../matching/FillSettings.ts';
import {type BacktestOptions, type BacktestReport, datasetOf, readRecording} from '../backtest.ts';
import {configureRun, settingsForRun} from '../configureRun.ts';
import {playRecordings} from '../playRecordings.ts';
import {RunSummary, type Summary} from '../RunSummary.ts';
import {wrapSource} from '../wrapSource.ts';
import {withDearerFees, withDearerFills} from './costs.ts';
import {EquityBook, type EquityPoint} from './EquityBook.ts';
import {TradeBook, type TradeRecord} from './TradeBook.ts';

/** What the same run comes to when everything costs more. */
export type CostRow = Pick<Summary, 'trades' | 'fees' | 'netPnl' | 'maxDrawdown'> & {readonly factor: number};

export type Report = {
  readonly title: string;
  readonly currency: string;
  readonly opening: number;
  readonly takerFee: number;
  readonly timeframe: string;
  readonly summary: Summary;
  readonly points: readonly EquityPoint[];
  readonly trades: readonly TradeRecord[];
  readonly ambiguousBars: number;
  readonly pnlInterval: BacktestReport['pnlInterval'];
  readonly costs: readonly CostRow[];
  readonly provenance: {
    readonly file: string;
    readonly dataset: BacktestReport['dataset'];
    readonly commit: string;
    readonly configHash: string;
    readonly seed: number;
    readonly fillModel: string;
    readonly strategy: string;
    readonly hash: string;
  };
};

export type ReportOptions = BacktestOptions & {readonly commit: string};

/** Costs beyond the configured ones that a result should bear. */
const COST_FACTORS = [2, 3];

type Scene = {
  readonly recording: Recording;
  readonly loaded: LoadedConfig;
  readonly settings: Settings;
  readonly onBars: ((done: number) => void) | undefined;
};

type Run = {
  readonly summary: Summary;
  readonly ambiguousBars: number;
  readonly equity: EquityBook;
  readonly trades: TradeBook;
};

/** Runs a backtest with everything that a person should see of it: the interval, dearer costs, every trade and the whole curve. */
export const makeReport = async (options: ReportOptions): Promise<Report> => {
  const recording = await readRecording(options);
  const loaded = configureRun({...options, files: [options.file], symbols: [recording.symbol]});
  const base = recording.kind === 'bars' ? recording.file.timeframe : '1m';
  const settings = settingsForRun(loaded, {symbols: [recording.symbol], base, strategy: options.strategy});
  const dataset = datasetOf(recording);
  const scene = {recording, loaded, settings, onBars: progressOver(options, dataset.rows)};
  const run = await play(scene, {});
  const isCertain = run.ambiguousBars === 0;
  const worst = isCertain ? run : await play(scene, {policy: 'worst'});
  const best = isCertain ? run : await play(scene, {policy: 'best'});
  const costs = [costRow(1, run)];
  for (const factor of COST_FACTORS) costs.push(costRow(factor, await play(scene, {factor})));
  const {takerFee} = recordedSpec(recording, 'spot');

  return {
    title: `${recording.symbol} ${settings.timeframe}, ${options.strategy ?? 'all strategies'}`,
    currency: settings.accountCurrency,
    opening: Number(settings.openingCash),
    takerFee: Number(takerFee),
    timeframe: settings.timeframe,
    summary: run.summary,
    points: run.equity.points,
    trades: run.trades.trades,
    ambiguousBars: run.ambiguousBars,
    pnlInterval: {worst: worst.summary.netPnl, best: best.summary.netPnl},
    costs,
    provenance: {
      file: fileName(options.file),
      dataset,
      commit: options.commit,
      configHash: loaded.configHash,
      seed: loaded.config.seed,
      fillModel: FILL_MODEL,
      strategy: settings.brain.strategies.map(({name}) => name).join(', '),
      hash: run.summary.hash,
    },
  };
};

/** The progress of all runs together; how many there will be shows only once ambiguous bars are counted. */
const progressOver = ({onProgress}: BacktestOptions, rows: number): Scene['onBars'] =>
  onProgress === undefined ? undefined : done => onProgress(done, rows);

const play = async (
  {recording, loaded, settings, onBars}: Scene,
  {policy = 'stop', factor = 1}: {policy?: AmbiguityPolicy; factor?: number},
): Promise<Run> => {
  const summary = new RunSummary(TIMEFRAME_MS[settings.timeframe]);
  const [equity, trades] = [new EquityBook(), new TradeBook()];
  const {state, ambiguousBars} = await playRecordings({
    recordings: [recording],
    loaded,
    settings,
    fill: {policy, ...(factor === 1 ? {} : withDearerFills(loaded.config.fillModel, factor))},
    wrapSource: source => (factor === 1 ? source : wrapSource(source, {changeSpec: withDearerFees(factor)})),
    onTaken: (step, now) => {
      summary.add(step, now);
      equity.add(step, now);
      trades.add(step);
      if (now.funnel.bars % 1_000 === 0) onBars?.(now.funnel.bars);
    },
  });

  return {summary: summary.result(state), ambiguousBars, equity, trades};
};

const costRow = (factor: number, {summary: {trades, fees, netPnl, maxDrawdown}}: Run): CostRow => ({
  factor,
  trades,
  fees,
  netPnl,
  maxDrawdown,
});

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
