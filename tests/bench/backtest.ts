import type {Settings} from '../../core/domain/Settings.ts';
import type {BarRecording} from '../../core/research/changeBars.ts';
import {barsOf} from './backtest/columns.ts';
import {liveHeap} from './backtest/liveHeap.ts';
import {type Outcome, runEngine} from './backtest/runEngine.ts';
import {plainBars, readyBars, runBareGrademark, runGrademark} from './backtest/runGrademark.ts';
import {runVectorised, termsOf} from './backtest/runVectorised.ts';
import {firstBars, lastBars, openBars, twoStrategies, WARM_UP_BARS, wholeBrain} from './backtest/scene.ts';
import {signalsOf} from './backtest/signals.ts';
import {type Bench, type BenchResult, type Pair, summarize} from './BenchResult.ts';

const BARS = 500_000;
/** As documented, grademark needs minutes for all of them; its cost per candle does not depend on how many there are. */
const DOCUMENTED_BARS = 10_000;
const WHOLE_BRAIN_BARS = 20_000;
const FEW_BARS = 10_000;
const TAIL_BARS = 100_000;
/** Each round runs over millions of candles. */
const MOST_ROUNDS = 3;
const GOAL = 5;
const VECTORISED_GOAL = 1 / 6;
/** A tenth is left to the noise of the machine. */
const FLAT = 1 / 1.1;
const UNIT = 'ns/candle';

type Round = {
  readonly engine: number;
  readonly vectorised: number;
  readonly bare: number;
  readonly documented: number;
};

/**
 * A backtest of two strategies through the whole bot, on the same candles as grademark and a hand-written loop over
 * columns; the loop must come to the same trades and to the same result within 1e-9.
 */
export const backtestBench: Bench = async rounds => {
  const {recording, source} = await openBars();
  const count = Math.min(rounds, MOST_ROUNDS);
  const results = [...(await compare(recording, source, count)), ...(await grow(recording, source, count))];

  return [...results, await everything(recording, source)];
};

const compare = async (recording: BarRecording, source: string, count: number): Promise<BenchResult[]> => {
  const lap = prepare(firstBars(recording, BARS));
  await lap();
  const measured: Round[] = [];
  for (let round = 0; round < count; round += 1) measured.push(await lap());
  const pairs = (rival: Exclude<keyof Round, 'engine'>): Pair[] =>
    measured.map(each => ({ours: each.engine, theirs: each[rival]}));
  const line = (name: string, goal: number, against: string, rival: Exclude<keyof Round, 'engine'>): BenchResult =>
    withRate(summarize({name: `backtest: ${name}`, unit: UNIT, goal, against: `${against}; ${source}`}, pairs(rival)));

  return [
    line('two strategies', GOAL, DOCUMENTED, 'documented'),
    line('two strategies, signals given', GOAL, BARE, 'bare'),
    line('two strategies, columns', VECTORISED_GOAL, VECTORISED, 'vectorised'),
  ];
};

const DOCUMENTED =
  'grademark 0.3.0 as documented: averages and RSI by data-forge-indicators 0.2.7, ADX and ATR given; no fees, spread, sizes, account, risk rules or reasons';
const BARE =
  'the loop of grademark 0.3.0 alone: indicators and signals are given to it and not to us; it leaves out the same';
const VECTORISED =
  'a typed-array loop written for these two strategies: equal trades and result within 1e-9; no orders, events, risk rules or reasons';

/** One interleaved round over the same bars; ours and the loop's results must agree. */
const prepare = (bars: BarRecording): (() => Promise<Round>) => {
  const {columns, rows} = bars.file;
  const terms = termsOf(bars);
  const ready = readyBars(columns, signalsOf(barsOf(columns)));
  const plain = plainBars(firstBars(bars, DOCUMENTED_BARS).file.columns);
  const settings = twoStrategies();

  return async () => {
    const loop = stopwatch(rows);
    const vectorised = runVectorised(columns, terms);
    const vectorisedCost = loop();
    const ours = stopwatch(rows);
    const engine = await runEngine(bars, settings);
    const engineCost = ours();
    assertEqual(engine, vectorised);

    return {
      engine: engineCost,
      vectorised: vectorisedCost,
      bare: costOf(() => runBareGrademark(ready), rows),
      documented: costOf(() => runGrademark(plain), DOCUMENTED_BARS),
    };
  };
};

const TOLERANCE = 1e-9;

const assertEqual = (ours: Outcome, theirs: Outcome): void => {
  const difference = Math.abs(ours.netPnl - theirs.netPnl);
  if (ours.trades === theirs.trades && difference <= TOLERANCE * Math.max(1, Math.abs(ours.netPnl))) return;
  throw new Error(
    `The bot made ${ours.trades} trades and ${ours.netPnl}, the vectorised loop ${theirs.trades} and ${theirs.netPnl}.`,
  );
};

/** What a candle costs, and what the run holds on to, at the end of a long run. */
const grow = async (recording: BarRecording, source: string, count: number): Promise<BenchResult[]> => {
  const costs: Pair[] = [];
  for (let round = 0; round < count; round += 1) costs.push(await tailCosts(recording));
  const [early, late] = await heapOf(recording);
  const {rows} = recording.file;
  const title = {unit: UNIT, goal: FLAT, against: `the same candles in a run of ${TAIL_BARS}; ${source}`};

  return [
    summarize({...title, name: `backtest: a candle after ${rows}`}, costs),
    summarize(
      {
        name: `backtest: memory after ${rows}`,
        unit: 'MB of live heap',
        goal: FLAT,
        against: `after the first ${FEW_BARS}; ${source}`,
      },
      [{ours: late, theirs: early}],
    ),
  ];
};

/** The last candles at the end of all of them, and alone. */
const tailCosts = async (recording: BarRecording): Promise<Pair> => {
  const settings = twoStrategies();
  const tail = lastBars(recording, TAIL_BARS + WARM_UP_BARS);
  const alone = await costOfLast(TAIL_BARS, tail, settings);
  const aged = await costOfLast(TAIL_BARS, recording, settings);

  return {ours: aged, theirs: alone};
};

/** What each of the last candles of a run costs. */
const costOfLast = async (candles: number, recording: BarRecording, settings: Settings): Promise<number> => {
  const begin = recording.file.rows - WARM_UP_BARS - candles;
  let stop = stopwatch(candles);
  await runEngine(recording, settings, bars => {
    if (bars === begin) stop = stopwatch(candles);
  });

  return stop();
};

const MB = 1_000_000;

/** Live heap after the first bars and after the last. */
const heapOf = async (recording: BarRecording): Promise<readonly [number, number]> => {
  const marks: number[] = [];
  const last = recording.file.rows - 1_000;
  await runEngine(recording, twoStrategies(), bars => {
    if ((marks.length === 0 && bars >= FEW_BARS) || (marks.length === 1 && bars >= last)) marks.push(liveHeap() / MB);
  });

  return [marks[0] ?? Number.NaN, marks[1] ?? Number.NaN];
};

/** The product as it is delivered, beside the two strategies alone. */
const everything = async (recording: BarRecording, source: string): Promise<BenchResult> => {
  const bars = firstBars(recording, WHOLE_BRAIN_BARS);
  const title = {name: 'backtest: nine strategies, memory, TRAI', unit: UNIT, goal: 0};
  const candles = WHOLE_BRAIN_BARS / 2;
  const theirs = await costOfLast(candles, bars, twoStrategies());
  const ours = await costOfLast(candles, bars, wholeBrain());

  return withRate(summarize({...title, against: `two strategies alone; ${source}`}, [{ours, theirs}]));
};

const NS_PER_US = 1_000;
const NS_PER_SECOND = 1_000_000_000;

/** Begins to measure; the answer ends it and gives ns of this thread's own time per candle, whatever else the machine does. */
const stopwatch = (candles: number): (() => number) => {
  const begin = process.threadCpuUsage();

  return () => {
    const {user, system} = process.threadCpuUsage(begin);

    return ((user + system) * NS_PER_US) / candles;
  };
};

const costOf = (run: () => unknown, candles: number): number => {
  const stop = stopwatch(candles);
  run();

  return stop();
};

const withRate = (result: BenchResult): BenchResult => ({
  ...result,
  candlesPerSecond: Math.round(NS_PER_SECOND / result.ours),
});
