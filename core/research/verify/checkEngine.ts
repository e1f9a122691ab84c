import {Random} from '../../../brokers/simulator/flow/Random.ts';
import {type Candle, TIMEFRAME_MS} from '../../domain/Candle.ts';
import {type BarRecording, changeBars} from '../changeBars.ts';
import {sliceRecording} from '../sliceRecording.ts';
import {type EnginePlay, type EngineTrace, type EntryFill, traceEngine, type TraceLine} from './EngineTrace.ts';
import {type Check, dateText, type Finding} from './Finding.ts';

type Options = {
  readonly recordings: readonly BarRecording[];
  readonly play: EnginePlay;
  /** How often the future is taken away, and spoilt. */
  readonly cuts: number;
  readonly seed: number;
  readonly onRun?: () => void;
};

type Unplaced = Omit<Finding, 'bar'>;

/** Share of the data before which nothing is cut: the warm-up taken from its beginning must be the same in every run. */
const EARLIEST_CUT = 0.5;
const WARM_UP_SHARE = 0.04;

/** How far costs and impact may carry a fill beyond its bar's range. */
const FILL_SLACK = 0.2;

/** After the cut all prices stand near this multiple: an old price cannot pass for a new one. */
const LEVEL_AFTER = 3;

/**
 * Holds the whole engine to the same promises as the strategy: orders, fills and positions on the first n bars are the same
 * whatever follows, and an entry fills only on a bar that came after the bar it was decided on, at a price of that bar.
 */
export const checkEngine = async ({recordings, play, cuts, seed, onRun}: Options): Promise<readonly Finding[]> => {
  const rows = Math.min(...recordings.map(({file}) => file.rows));
  const base = TIMEFRAME_MS[recordings[0]?.file.timeframe ?? play.settings.timeframe];
  const perBar = TIMEFRAME_MS[play.settings.timeframe] / base;
  const trial = {...play, historyBars: Math.floor((rows * WARM_UP_SHARE) / perBar)};
  const run = async (changed: readonly BarRecording[]): Promise<EngineTrace> => {
    const trace = await traceEngine(changed, trial);
    onRun?.();

    return trace;
  };
  const reference = await run(recordings);
  const findings: Unplaced[] = [...reference.fills.flatMap(fillFindings)];
  for (const cut of chooseEngineCuts({reference, recordings, count: cuts, seed})) {
    const random = new Random(`engine ${seed} ${cut}`);
    const short = await run(recordings.map(recording => cutRecording(recording, cut)));
    const spoilt = await run(recordings.map(recording => changeBars(recording, spoilAfter(cut, random))));
    const limit = short.lines.at(-1)?.seen ?? 0;
    findings.push(...lineFindings('prefix', reference, {other: short, limit, cut}));
    findings.push(...lineFindings('futurePoison', reference, {other: spoilt, limit, cut}));
    findings.push(...spoilt.fills.flatMap(fillFindings));
  }

  return findings.map(finding => ({...finding, bar: rowOf(recordings, finding)}));
};

/** Place in the file of the bar that a finding is about. */
const rowOf = (recordings: readonly BarRecording[], {symbol, time}: Pick<Finding, 'symbol' | 'time'>): number => {
  const file = (recordings.find(each => each.symbol === symbol) ?? recordings[0])?.file;
  const rows = file?.rows ?? 0;
  let row = 0;
  while (row + 1 < rows && (file?.columns.at(0, row + 1) ?? 0) <= time) row += 1;

  return row;
};

const cutRecording = (recording: BarRecording, cut: number): BarRecording => {
  const sliced = sliceRecording(recording, Number.NEGATIVE_INFINITY, cut + 1);
  if (sliced.kind !== 'bars') throw new Error('A recording of bars was cut into something else.');

  return sliced;
};

const spoilAfter =
  (cut: number, random: Random) =>
  (candle: Candle): Candle => {
    if (candle.time <= cut) return candle;
    const factor = LEVEL_AFTER * random.between(0.9, 1.1);
    const {open, high, low, close} = candle;

    return {...candle, open: open * factor, high: high * factor, low: low * factor, close: close * factor};
  };

type CutChoice = {
  readonly reference: EngineTrace;
  readonly recordings: readonly BarRecording[];
  readonly count: number;
  readonly seed: number;
};

/** Cuts right after bars on which an entry was decided, where there are enough of them. */
const chooseEngineCuts = ({reference, recordings, count, seed}: CutChoice): readonly number[] => {
  const random = new Random(`engine cuts ${seed}`);
  const [from, to] = [
    Math.min(...recordings.map(({file}) => file.from)),
    Math.max(...recordings.map(({file}) => file.to)),
  ];
  const earliest = from + (to - from) * EARLIEST_CUT;
  const entries = reference.fills.map(({decisionTime}) => decisionTime).filter(time => time >= earliest && time < to);
  const choose = (): number =>
    entries.length > 0
      ? (entries[Math.floor(random.uniform() * entries.length)] ?? earliest)
      : Math.floor(random.between(earliest, to));

  return [...new Set(Array.from({length: count}, choose))].sort((a, b) => a - b);
};

type Comparison = {readonly other: EngineTrace; readonly limit: number; readonly cut: number};

/** The first line up to the cut that is not the same. */
const lineFindings = (check: Check, reference: EngineTrace, {other, limit, cut}: Comparison): readonly Unplaced[] => {
  const [expected, found] = [upTo(reference, limit), upTo(other, limit)];
  for (let index = 0; index < Math.max(expected.length, found.length); index += 1) {
    const [was, is] = [expected[index], found[index]];
    const line = was ?? is;
    if (line === undefined || textOf(was) === textOf(is)) continue;
    const {envelope} = line;
    const symbol = 'symbol' in envelope.data ? String(envelope.data.symbol) : '';
    const message = `Line ${index + 1} of the run (${dateText(envelope.time)}) is ${shortOf(was)}, but ${shortOf(is)} when the bars after ${dateText(cut)} are ${check === 'prefix' ? 'left out' : 'spoilt'}. It depends on bars that come later.`;
    return [{check, symbol, time: envelope.time, expression: expressionOf(was, is), message}];
  }

  return [];
};

/** The innermost field that differs, such as `DecisionMade.signals.0.reason.value`. */
const expressionOf = (was: TraceLine | undefined, is: TraceLine | undefined): string => {
  const type = (was ?? is)?.envelope.type ?? '';
  if (was === undefined || is === undefined || was.envelope.type !== is.envelope.type) return type;

  return [type, ...pathOfDifference(was.envelope.data, is.envelope.data)].join('.');
};

const pathOfDifference = (was: unknown, is: unknown): readonly string[] => {
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) return [];
  const [a, b] = [new Map<string, unknown>(Object.entries(was)), new Map<string, unknown>(Object.entries(is))];
  const key = [...a.keys()].find(name => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)));

  return key === undefined ? [] : [key, ...pathOfDifference(a.get(key), b.get(key))];
};

const upTo = ({lines}: EngineTrace, limit: number): readonly TraceLine[] => lines.filter(({seen}) => seen <= limit);

const textOf = (line: TraceLine | undefined): string =>
  line === undefined ? '' : JSON.stringify([line.envelope.type, line.envelope.time, line.envelope.data]);

const SHOWN = 160;

const shortOf = (line: TraceLine | undefined): string =>
  line === undefined ? 'nothing' : textOf(line).slice(0, SHOWN);

const fillFindings = ({symbol, decidedAt, filledAt, decisionTime, price, evidence}: EntryFill): readonly Unplaced[] => {
  const place = {check: 'fills', symbol, time: decisionTime} as const;
  const what = `Bar ${dateText(decisionTime)} of ${symbol}: the entry decided on it filled at ${price}`;
  if (filledAt <= decidedAt) {
    const message = `${what} before any later bar was there: it filled on the bar of its own signal.`;
    return [{...place, expression: 'evidence of the fill', message}];
  }
  const isProven = price >= evidence.low * (1 - FILL_SLACK) && price <= evidence.high * (1 + FILL_SLACK);
  const message = `${what}, which the bar that is to prove it (${evidence.low} to ${evidence.high}) does not hold: the price is an older one.`;

  return isProven ? [] : [{...place, expression: 'price of the fill', message}];
};
