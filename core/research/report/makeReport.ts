import {recordedSpec} from '../../../brokers/replay/recordedSpec.ts';
import {FILL_MODEL} from '../../matching/FillSettings.ts';
import type {BacktestReport, WarmUp} from '../backtest.ts';
import type {Dataset, NamedDataset} from '../Dataset.ts';
import {type PlayOptions, playScene, type SceneRun} from '../playScene.ts';
import type {RunOptions} from '../RunOptions.ts';
import {openRunScene, type RunScene} from '../RunScene.ts';
import type {Summary} from '../RunSummary.ts';
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
    readonly dataset: Dataset;
    /** One for each market. */
    readonly datasets: readonly NamedDataset[];
    readonly warmup: WarmUp;
    /** Shares of the notional in the first market. */
    readonly fees: {readonly maker: string; readonly taker: string};
    readonly commit: string;
    readonly configHash: string;
    readonly seed: number;
    readonly fillModel: string;
    readonly strategy: string;
    readonly hash: string;
  };
};

export type ReportOptions = RunOptions & {readonly commit: string};

/** Costs beyond the configured ones that a result should bear. */
const COST_FACTORS = [2, 3];

type Run = SceneRun & {readonly equity: EquityBook; readonly trades: TradeBook};

/** Runs a backtest with everything that a person should see of it: the interval, dearer costs, every trade and the whole curve. */
export const makeReport = async (options: ReportOptions): Promise<Report> => {
  const scene = await openRunScene(options);
  const {loaded, settings, dataset, datasets, warmup} = scene;
  const onBars = progressOver(options, dataset.rows);
  const run = await play(scene, {onBars});
  const isCertain = run.ambiguousBars === 0;
  const worst = isCertain ? run : await play(scene, {policy: 'worst', onBars});
  const best = isCertain ? run : await play(scene, {policy: 'best', onBars});
  const costs = [costRow(1, run)];
  for (const factor of COST_FACTORS) costs.push(costRow(factor, await play(scene, {costs: factor, onBars})));
  const fees = feesOf(scene);

  return {
    title: `${datasets.map(({symbol}) => symbol).join(', ')} ${settings.timeframe}, ${options.strategy ?? 'all strategies'}`,
    currency: settings.accountCurrency,
    opening: Number(settings.openingCash),
    takerFee: Number(fees.taker),
    timeframe: settings.timeframe,
    summary: run.summary,
    points: run.equity.points,
    trades: run.trades.trades,
    ambiguousBars: run.ambiguousBars,
    pnlInterval: {worst: worst.summary.netPnl, best: best.summary.netPnl},
    costs,
    provenance: {
      dataset,
      datasets,
      warmup: {bars: run.warmedUpOn, wanted: warmup.bars, measured: warmup.measured},
      fees,
      commit: options.commit,
      configHash: loaded.configHash,
      seed: loaded.config.seed,
      fillModel: FILL_MODEL,
      strategy: settings.brain.strategies.map(({name}) => name).join(', '),
      hash: run.summary.hash,
    },
  };
};

const feesOf = ({fees, recordings}: RunScene): {readonly maker: string; readonly taker: string} => {
  const [recording] = recordings;
  if (fees !== null || recording === undefined) return fees ?? {maker: '0', taker: '0'};
  const {makerFee, takerFee} = recordedSpec(recording, 'spot');

  return {maker: makerFee, taker: takerFee};
};

/** The progress of all runs together; how many there will be shows only once ambiguous bars are counted. */
const progressOver = ({onProgress}: RunOptions, rows: number): PlayOptions['onBars'] =>
  onProgress === undefined ? undefined : done => onProgress(done, rows);

const play = async (scene: RunScene, options: PlayOptions): Promise<Run> => {
  const [equity, trades] = [new EquityBook(scene.recordings.map(({symbol}) => symbol)), new TradeBook()];
  const run = await playScene(scene, {
    ...options,
    onTaken: (step, now) => {
      equity.add(step, now);
      trades.add(step);
    },
  });

  return {...run, equity, trades};
};

const costRow = (factor: number, {summary: {trades, fees, netPnl, maxDrawdown}}: Run): CostRow => ({
  factor,
  trades,
  fees,
  netPnl,
  maxDrawdown,
});
