import * as technical from 'technicalindicators';
import type {Candle} from '../core/domain/Candle.ts';

type Params = Readonly<Record<string, number>>;
type Answer = number | object | undefined;
type Step = (candle: Candle) => Answer;

type Entry = {
  readonly outputs: readonly string[];
  readonly defaults: Params;
  /** A fresh streaming object of the library, behind one function. */
  readonly start: (params: Params) => Step;
};

const BARS = {high: [], low: [], close: [], volume: []};

/** An entry with one output. The library declares too narrow inputs for `nextValue`; at run time it takes a candle. */
const single = (defaults: Params, start: (params: never) => {nextValue: (candle: never) => Answer}): Entry => ({
  outputs: ['value'],
  defaults,
  start: params => {
    const indicator = start({...BARS, values: [], ...params} as never);

    return candle => indicator.nextValue(candle as never);
  },
});

const several = (
  outputs: readonly string[],
  defaults: Params,
  start: (params: never) => {nextValue: (candle: never) => Answer},
): Entry => ({...single(defaults, start), outputs});

/** An entry that looks at closes alone. */
const ofCloses = (entry: Entry): Entry => ({
  ...entry,
  start: params => {
    const step = entry.start(params);

    return candle => step(candle.close as never);
  },
});

const KST_PERIODS = {ROCPer1: 10, ROCPer2: 15, ROCPer3: 20, ROCPer4: 30};
const KST_SMOOTHING = {SMAROCPer1: 10, SMAROCPer2: 10, SMAROCPer3: 10, SMAROCPer4: 15, signalPeriod: 9};

const ENTRIES: Readonly<Record<string, Entry>> = {
  accumulationDistribution: single({}, params => new technical.ADL(params)),
  awesomeOscillator: single({fastPeriod: 5, slowPeriod: 34}, params => new technical.AwesomeOscillator(params)),
  chandelierExit: several(
    ['exitLong', 'exitShort'],
    {period: 22, multiplier: 3},
    params => new technical.ChandelierExit(params),
  ),
  forceIndex: single({period: 13}, params => new technical.ForceIndex(params)),
  ichimokuCloud: several(
    ['conversion', 'base', 'spanA', 'spanB'],
    {conversionPeriod: 9, basePeriod: 26, spanPeriod: 52, displacement: 26},
    params => new technical.IchimokuCloud(params),
  ),
  knowSureThing: ofCloses(
    several(['kst', 'signal'], {...KST_PERIODS, ...KST_SMOOTHING}, params => new technical.KST(params)),
  ),
  moneyFlowIndex: single({period: 14}, params => new technical.MFI(params)),
  parabolicSar: single({step: 0.02, max: 0.2}, params => new technical.PSAR(params)),
  trix: ofCloses(single({period: 15}, params => new technical.TRIX(params))),
  wilderAverage: ofCloses(single({period: 14}, params => new technical.WEMA(params))),
};

/** Names that `longTail` knows. */
export const LONG_TAIL: readonly string[] = Object.keys(ENTRIES);

/**
 * An indicator of technicalindicators over a whole list of candles: per output one number per candle, NaN where the
 * library has none. For indicators that we do not stream ourselves: its objects can neither peek nor be written down, so
 * they stay out of the engine and out of the hot path.
 *
 * Traps of the library: `accumulationDistribution` is rounded to whole numbers; `trix` has no value where it would be 0.
 * Throws a RangeError on unknown names and parameters, and on parameters that are not positive numbers.
 */
export const longTail = (
  name: string,
  candles: readonly Candle[],
  params: Params = {},
): Readonly<Record<string, Float64Array>> => {
  const entry = ENTRIES[name];
  if (entry === undefined)
    throw new RangeError(`Unknown long-tail indicator "${name}". Known: ${LONG_TAIL.join(', ')}.`);

  refuseBadParams(name, entry.defaults, params);
  const step = entry.start({...entry.defaults, ...params});
  const columns = entry.outputs.map(() => new Float64Array(candles.length).fill(Number.NaN));
  candles.forEach((candle, index) => {
    const answer = step(candle);
    columns.forEach((column, place) => {
      column[index] = outputOf(answer, entry.outputs[place] ?? '');
    });
  });

  return Object.fromEntries(entry.outputs.map((output, place) => [output, columns[place] ?? new Float64Array()]));
};

const outputOf = (answer: Answer, output: string): number => {
  const value: unknown = typeof answer === 'object' ? Reflect.get(answer, output) : answer;

  return typeof value === 'number' ? value : Number.NaN;
};

const refuseBadParams = (indicator: string, defaults: Params, params: Params): void => {
  for (const [name, value] of Object.entries(params)) {
    if (!(name in defaults)) {
      const known = Object.keys(defaults).join(', ') || 'none';
      throw new RangeError(`Unknown parameter "${name}" of indicator "${indicator}". Known: ${known}.`);
    }
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(
        `Parameter "${name}" of indicator "${indicator}" is "${value}"; expected a positive number.`,
      );
    }
  }
};
