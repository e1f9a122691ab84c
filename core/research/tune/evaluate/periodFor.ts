import {TIMEFRAME_MS} from '../../../domain/Candle.ts';
import type {Span} from './SpanResult.ts';

/** Fewer periods cannot be cut into folds that each say something about their spread. */
const LEAST_PERIODS = 640;

const LENGTHS = (['1d', '4h', '1h', '15m', '5m', '1m'] as const).map(name => TIMEFRAME_MS[name]);

/** Length of the periods that returns are taken over: as long as a day, as short as it takes to have enough of them, never below a bar. */
export const periodFor = ({from, to}: Span, barMs: number): number => {
  const fitting = LENGTHS.filter(length => length >= barMs);

  return fitting.find(length => (to - from) / length >= LEAST_PERIODS) ?? fitting.at(-1) ?? barMs;
};
