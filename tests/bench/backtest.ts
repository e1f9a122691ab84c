import type {BarRecording} from '../../core/research/changeBars.ts';
import {barsOf} from './backtest/columns.ts';
import {liveHeap} from './backtest/liveHeap.ts';
import {type Outcome, runEngine} from './backtest/runEngine.ts';
import {plainBars, readyBars, runBareGrademark, runGrademark} from './backtest/runGrademark.ts';
import {runVectorised, termsOf} from './backtest/runVectorised.ts';
import {firstBars, openBars, twoStrategies, wholeBrain} from './backtest/scene.ts';
import {signalsOf} from './backtest/signals.ts';
import {type Bench, type BenchResult, type Pair, summarize} from './BenchResult.ts';

const BARS = 500_000;
/** As documented, grademark needs minutes for all of them; its cost per candle does not depend on how many there are. */
const DOCUMENTED_BARS = 10_000;
const WHOLE_BRAIN_BARS = 20_000;
const FEW_BARS = 10_000;
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
    const vectorised = time(() => runVectorised(columns, terms));
    const engine = await runEngine(bars, settings);
    assertEqual(engine, vectorised.result);
    const bare = time(() => runBareGrademark(ready));
    const documented = time(() => runGrademark(plain));

    return {
      engine: perCandle(engine.ms, rows),
      vectorised: perCandle(vectorised.ms, rows),
      bare: perCandle(bare.ms, rows),
      documented: perCandle(documented.ms, DOCUMENTED_BARS),
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

/** What a candle costs, and what the run holds on to, at the end of a long run beside its beginning. */
const grow = async (recording: BarRecording, source: string, count: number): Promise<BenchResult[]> => {
  const few = firstBars(recording, FEW_BARS);
  const settings = twoStrategies();
  const costs: Pair[] = [];
  for (let round = 0; round < count; round += 1) {
    const start = await runEngine(few, settings);
    const all = await runEngine(recording, settings);
    costs.push({ours: perCandle(all.ms, recording.file.rows), theirs: perCandle(start.ms, FEW_BARS)});
  }
  const [early, late] = await heapOf(recording);
  const against = `the first ${FEW_BARS} of them; ${source}`;
  const {rows} = recording.file;

  return [
    summarize({name: `backtest: a candle of ${rows}`, unit: UNIT, goal: FLAT, against}, costs),
    summarize({name: `backtest: memory after ${rows}`, unit: 'MB of live heap', goal: FLAT, against}, [
      {ours: late, theirs: early},
    ]),
  ];
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
  const perBar = (ms: number): number => perCandle(ms, WHOLE_BRAIN_BARS);
  const simple = await runEngine(bars, twoStrategies());
  const whole = await runEngine(bars, wholeBrain());
  const against = `two strategies alone; ${source}`;

  return withRate(
    summarize({name: 'backtest: nine strategies, memory, TRAI', unit: UNIT, goal: 0, against}, [
      {ours: perBar(whole.ms), theirs: perBar(simple.ms)},
    ]),
  );
};

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;

const perCandle = (ms: number, candles: number): number => (ms * NS_PER_MS) / candles;

const withRate = (result: BenchResult): BenchResult => ({
  ...result,
  candlesPerSecond: Math.round(NS_PER_SECOND / result.ours),
});

const time = <T>(run: () => T): {readonly result: T; readonly ms: number} => {
  const from = performance.now();
  const result = run();

  return {result, ms: performance.now() - from};
};
