import {getHeapStatistics} from 'node:v8';
import type {Candle} from '../../core/domain/Candle.ts';
import type {Indicator} from '../../indicators/Indicator.ts';
import {INDICATORS} from '../../indicators/index.ts';
import {randomWalk} from '../bench/randomWalk.ts';

const CANDLES = 20_000;
/** Rounds until the compiler is done; what it allocates itself is not the indicators'. */
const WARM_UP_ROUNDS = 8;
const ROUNDS = 5;

/** Bytes allocated per call of each method, over all indicators, in the best of some rounds; printed as JSON. */
const measure = (): {readonly update: number; readonly peek: number} => {
  const indicators = INDICATORS.map(definition => definition.create({}));
  const candles = randomWalk(CANDLES);
  const rounds = Array.from({length: WARM_UP_ROUNDS + ROUNDS}, () => ({
    update: bytesPerCall(indicators, () => updateAll(indicators, candles)),
    peek: bytesPerCall(indicators, () => peekAll(indicators, candles)),
  })).slice(WARM_UP_ROUNDS);

  return {
    update: Math.min(...rounds.map(({update}) => update)),
    peek: Math.min(...rounds.map(({peek}) => peek)),
  };
};

const bytesPerCall = (indicators: readonly Indicator[], run: () => void): number => {
  const before = allocated();
  run();

  return (allocated() - before) / CANDLES / indicators.length;
};

const updateAll = (indicators: readonly Indicator[], candles: readonly Candle[]): void => {
  for (const candle of candles) for (const indicator of indicators) indicator.update(candle);
};

const peekAll = (indicators: readonly Indicator[], candles: readonly Candle[]): void => {
  for (const candle of candles) for (const indicator of indicators) indicator.peek(candle);
};

/** Bytes that this isolate has allocated since its start, collected or not. */
const allocated = (): number => getHeapStatistics().total_allocated_bytes;

process.stdout.write(JSON.stringify(measure()));
