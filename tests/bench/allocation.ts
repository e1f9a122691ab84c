import {getHeapStatistics} from 'node:v8';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Indicator} from '../../indicators/Indicator.ts';
import {INDICATORS} from '../../indicators/index.ts';
import {type Bench, type Pair, summarize} from './BenchResult.ts';
import {randomWalk} from './randomWalk.ts';

const CANDLES = 20_000;
/** Rounds until the compiler is done; what it allocates itself is not the indicators'. */
const WARM_UP_ROUNDS = 8;
/** Two boxed numbers, where the compiler chose not to inline; an object with a few fields per call is beyond it. */
const BYTES_PER_CALL = 40;

type Run = (indicators: readonly Indicator[], candles: readonly Candle[]) => void;

/** What one call of `update` and of `peek` allocates, over all indicators. */
export const allocationBench: Bench = async rounds => {
  const indicators = INDICATORS.map(definition => definition.create({}));
  const candles = randomWalk(CANDLES);
  const measured = Array.from({length: WARM_UP_ROUNDS + rounds}, () => ({
    update: bytesPerCall(updateAll, indicators, candles),
    peek: bytesPerCall(peekAll, indicators, candles),
  })).slice(WARM_UP_ROUNDS);
  const title = {unit: 'bytes/call', goal: 1, against: `budget of ${BYTES_PER_CALL} bytes`};
  const pair = (ours: number): Pair => ({ours, theirs: BYTES_PER_CALL});

  return [
    summarize(
      {name: 'allocation: update', ...title},
      measured.map(({update}) => pair(update)),
    ),
    summarize(
      {name: 'allocation: peek', ...title},
      measured.map(({peek}) => pair(peek)),
    ),
  ];
};

/** By the count of bytes that this isolate has allocated since its start, collected or not. */
const bytesPerCall = (run: Run, indicators: readonly Indicator[], candles: readonly Candle[]): number => {
  const before = getHeapStatistics().total_allocated_bytes;
  run(indicators, candles);

  return (getHeapStatistics().total_allocated_bytes - before) / candles.length / indicators.length;
};

const updateAll: Run = (indicators, candles) => {
  for (const candle of candles) for (const indicator of indicators) indicator.update(candle);
};

const peekAll: Run = (indicators, candles) => {
  for (const candle of candles) for (const indicator of indicators) indicator.peek(candle);
};
