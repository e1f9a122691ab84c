import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import * as technical from 'technicalindicators';
import * as signals from 'trading-signals';
import type {Candle} from '../../core/domain/Candle.ts';
import {createIndicator} from '../../indicators/index.ts';
import {type Bench, summarize} from './BenchResult.ts';
import {randomWalk} from './randomWalk.ts';

/**
 * 40,000 candles per run, as laps back and forth over a stretch that fits the processor's cache: a bot's candle is fresh
 * when it comes, so waiting for memory is none of the indicators' cost.
 */
const STRETCH = 2_000;
const LAPS = 20;
/** Rounds that only let the compiler settle. */
const WARM_UP_ROUNDS = 3;
const GOALS = {technicalindicators: 15, 'trading-signals': 6};
/** A single indicator must at least not be slower than the rival's; the goals are for the eight together. */
const SINGLE_GOAL = 1;

type Rival = keyof typeof GOALS;
type Side = 'ours' | Rival;
/** So that each side is measured for about as long: a short run may slip through a busy machine, a long one can not. */
const REPEATS: Readonly<Record<Side, number>> = {ours: 10, technicalindicators: 1, 'trading-signals': 1};

type Run = (candles: readonly Candle[]) => void;

/**
 * Makes an indicator and gives a loop that streams candles through it. Every indicator has a loop of its own, so that no
 * side pays for a call that the harness made polymorphic; and it lives through all rounds, as in a bot: compiled code is
 * thrown away when the last object of its shape is collected.
 */
type Start = () => Run;

const RIVALS: readonly Rival[] = ['technicalindicators', 'trading-signals'];

const MACD_OF_TECHNICAL = {
  fastPeriod: 12,
  slowPeriod: 26,
  signalPeriod: 9,
  SimpleMAOscillator: false,
  SimpleMASignal: false,
};

/** Each indicator alone. */
const CORE: Readonly<Record<string, Readonly<Record<Side, Start>>>> = {
  sma: {
    ours: () => {
      const sma = createIndicator('sma', {period: 20});
      return candles => {
        for (const candle of candles) sma.update(candle);
      };
    },
    technicalindicators: () => {
      const sma = new technical.SMA({period: 20, values: []});
      return candles => {
        for (const candle of candles) sma.nextValue(candle.close);
      };
    },
    'trading-signals': () => {
      const sma = new signals.SMA(20);
      return candles => {
        for (const candle of candles) sma.update(candle.close, false);
      };
    },
  },
  ema: {
    ours: () => {
      const ema = createIndicator('ema', {period: 20});
      return candles => {
        for (const candle of candles) ema.update(candle);
      };
    },
    technicalindicators: () => {
      const ema = new technical.EMA({period: 20, values: []});
      return candles => {
        for (const candle of candles) ema.nextValue(candle.close);
      };
    },
    'trading-signals': () => {
      const ema = new signals.EMA(20);
      return candles => {
        for (const candle of candles) ema.update(candle.close, false);
      };
    },
  },
  rsi: {
    ours: () => {
      const rsi = createIndicator('rsi', {period: 14});
      return candles => {
        for (const candle of candles) rsi.update(candle);
      };
    },
    technicalindicators: () => {
      const rsi = new technical.RSI({period: 14, values: []});
      return candles => {
        for (const candle of candles) rsi.nextValue(candle.close);
      };
    },
    'trading-signals': () => {
      const rsi = new signals.RSI(14);
      return candles => {
        for (const candle of candles) rsi.update(candle.close, false);
      };
    },
  },
  macd: {
    ours: () => {
      const macd = createIndicator('macd', {fastPeriod: 12, slowPeriod: 26, signalPeriod: 9});
      return candles => {
        for (const candle of candles) macd.update(candle);
      };
    },
    technicalindicators: () => {
      const macd = new technical.MACD({...MACD_OF_TECHNICAL, values: []});
      return candles => {
        for (const candle of candles) macd.nextValue(candle.close);
      };
    },
    'trading-signals': () => {
      const macd = new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9));
      return candles => {
        for (const candle of candles) macd.update(candle.close, false);
      };
    },
  },
  bollinger: {
    ours: () => {
      const bands = createIndicator('bollinger', {period: 20, multiplier: 2});
      return candles => {
        for (const candle of candles) bands.update(candle);
      };
    },
    technicalindicators: () => {
      const bands = new technical.BollingerBands({period: 20, stdDev: 2, values: []});
      return candles => {
        for (const candle of candles) bands.nextValue(candle.close);
      };
    },
    'trading-signals': () => {
      const bands = new signals.BollingerBands(20, 2);
      return candles => {
        for (const candle of candles) bands.update(candle.close, false);
      };
    },
  },
  atr: {
    ours: () => {
      const atr = createIndicator('atr', {period: 14});
      return candles => {
        for (const candle of candles) atr.update(candle);
      };
    },
    technicalindicators: () => {
      const atr = new technical.ATR({period: 14, high: [], low: [], close: []});
      return candles => {
        for (const candle of candles) atr.nextValue(candle);
      };
    },
    'trading-signals': () => {
      const atr = new signals.ATR(14);
      return candles => {
        for (const candle of candles) atr.update(candle, false);
      };
    },
  },
  stochastic: {
    ours: () => {
      const stochastic = createIndicator('stochastic', {period: 14, smoothing: 1, signalPeriod: 3});
      return candles => {
        for (const candle of candles) stochastic.update(candle);
      };
    },
    technicalindicators: () => {
      const stochastic = new technical.Stochastic({period: 14, signalPeriod: 3, high: [], low: [], close: []});
      // The declared input type is wrong: at run time `nextValue` takes one candle.
      return candles => {
        for (const candle of candles) stochastic.nextValue(candle as never);
      };
    },
    'trading-signals': () => {
      const stochastic = new signals.StochasticOscillator({kPeriod: 14, kSlowingPeriod: 1, dPeriod: 3});
      return candles => {
        for (const candle of candles) stochastic.update(candle, false);
      };
    },
  },
  williamsR: {
    ours: () => {
      const williams = createIndicator('williamsR', {period: 14});
      return candles => {
        for (const candle of candles) williams.update(candle);
      };
    },
    technicalindicators: () => {
      const williams = new technical.WilliamsR({period: 14, high: [], low: [], close: []});
      // The declared input type is wrong: at run time `nextValue` takes one candle.
      return candles => {
        for (const candle of candles) williams.nextValue(candle as never);
      };
    },
    'trading-signals': () => {
      const williams = new signals.WilliamsR(14);
      return candles => {
        for (const candle of candles) williams.update(candle, false);
      };
    },
  },
};

/** All eight of one side in one loop, as a bot runs them: each candle is fetched once and given to each, called directly. */
const TOGETHER: Readonly<Record<Side, Start>> = {
  ours: () => {
    const sma = createIndicator('sma', {period: 20});
    const ema = createIndicator('ema', {period: 20});
    const rsi = createIndicator('rsi', {period: 14});
    const macd = createIndicator('macd', {fastPeriod: 12, slowPeriod: 26, signalPeriod: 9});
    const bands = createIndicator('bollinger', {period: 20, multiplier: 2});
    const atr = createIndicator('atr', {period: 14});
    const stochastic = createIndicator('stochastic', {period: 14, smoothing: 1, signalPeriod: 3});
    const williams = createIndicator('williamsR', {period: 14});
    return candles => {
      for (const candle of candles) {
        sma.update(candle);
        ema.update(candle);
        rsi.update(candle);
        macd.update(candle);
        bands.update(candle);
        atr.update(candle);
        stochastic.update(candle);
        williams.update(candle);
      }
    };
  },
  technicalindicators: () => {
    const bars = {high: [], low: [], close: []};
    const sma = new technical.SMA({period: 20, values: []});
    const ema = new technical.EMA({period: 20, values: []});
    const rsi = new technical.RSI({period: 14, values: []});
    const macd = new technical.MACD({...MACD_OF_TECHNICAL, values: []});
    const bands = new technical.BollingerBands({period: 20, stdDev: 2, values: []});
    const atr = new technical.ATR({period: 14, ...bars});
    const stochastic = new technical.Stochastic({period: 14, signalPeriod: 3, ...bars});
    const williams = new technical.WilliamsR({period: 14, ...bars});
    return candles => {
      for (const candle of candles) {
        sma.nextValue(candle.close);
        ema.nextValue(candle.close);
        rsi.nextValue(candle.close);
        macd.nextValue(candle.close);
        bands.nextValue(candle.close);
        atr.nextValue(candle);
        stochastic.nextValue(candle as never);
        williams.nextValue(candle as never);
      }
    };
  },
  'trading-signals': () => {
    const sma = new signals.SMA(20);
    const ema = new signals.EMA(20);
    const rsi = new signals.RSI(14);
    const macd = new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9));
    const bands = new signals.BollingerBands(20, 2);
    const atr = new signals.ATR(14);
    const stochastic = new signals.StochasticOscillator({kPeriod: 14, kSlowingPeriod: 1, dPeriod: 3});
    const williams = new signals.WilliamsR(14);
    return candles => {
      for (const candle of candles) {
        sma.update(candle.close, false);
        ema.update(candle.close, false);
        rsi.update(candle.close, false);
        macd.update(candle.close, false);
        bands.update(candle.close, false);
        atr.update(candle, false);
        stochastic.update(candle, false);
        williams.update(candle, false);
      }
    };
  },
};

const TOGETHER_NAME = 'all eight';

const STARTS: Readonly<Record<string, Readonly<Record<Side, Start>>>> = {...CORE, [TOGETHER_NAME]: TOGETHER};

setFlagsFromString('--expose-gc');

/** So that each side pays for its own garbage and not for that of the one before. */
const collectGarbage = runInNewContext('gc') as () => void;

/** Nanoseconds per candle, by the clock: the processor time that systems report comes in steps longer than a run. */
const costOf = (side: Side, run: Run, candles: readonly Candle[]): number => {
  const before = performance.now();
  for (let repeat = 0; repeat < REPEATS[side]; repeat += 1) run(candles);

  return ((performance.now() - before) * 1e6) / candles.length / REPEATS[side];
};

type Costs = Readonly<Record<Side, number>>;

type Runs = Readonly<Record<Side, ReadonlyMap<string, Run>>>;

const start = (side: Side): ReadonlyMap<string, Run> =>
  new Map(Object.entries(STARTS).map(([name, starts]) => [name, starts[side]()]));

/** One round of all sides; the order turns round by round, so that no side always goes first. */
const measureRound = (runs: Runs, candles: readonly Candle[], round: number): ReadonlyMap<string, Costs> => {
  const sides: readonly Side[] = round % 2 === 0 ? ['ours', ...RIVALS] : [...RIVALS.toReversed(), 'ours'];
  const costs = new Map<string, Record<Side, number>>();
  for (const side of sides) {
    collectGarbage();
    for (const [name, run] of runs[side]) {
      const known = costs.get(name) ?? {ours: 0, technicalindicators: 0, 'trading-signals': 0};
      costs.set(name, {...known, [side]: costOf(side, run, candles)});
    }
  }

  return costs;
};

/** The eight core indicators streaming over the same candles, together and one by one, against both libraries. */
export const indicatorsBench: Bench = async rounds => {
  const stretch = randomWalk(STRETCH);
  const lap = [...stretch, ...stretch.toReversed()];
  const candles = Array.from({length: LAPS / 2}, () => lap).flat();
  const runs: Runs = {
    ours: start('ours'),
    technicalindicators: start('technicalindicators'),
    'trading-signals': start('trading-signals'),
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) measureRound(runs, candles, round);
  const measured = Array.from({length: rounds}, (_, round) => measureRound(runs, candles, round));

  return RIVALS.flatMap(rival =>
    Object.keys(STARTS).map(name => {
      const goal = name === TOGETHER_NAME ? GOALS[rival] : SINGLE_GOAL;
      const costs = measured.flatMap(round => round.get(name) ?? []);
      const pairs = costs.map(cost => ({ours: cost.ours, theirs: cost[rival]}));

      return summarize({name: `indicators: ${name}`, unit: 'ns/candle', goal, against: rival}, pairs);
    }),
  );
};
