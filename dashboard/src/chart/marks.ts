import type {SeriesMarker, UTCTimestamp} from 'lightweight-charts';
import {bucketStart} from '../../../core/domain/Candle.ts';
import {toNumber} from '../../../core/domain/Decimal.ts';
import type {State} from '../../../core/kernel/evolve.ts';
import type {ChartTokens} from './tokens.ts';

type Mark = SeriesMarker<UTCTimestamp>;
type Place = {readonly symbol: string; readonly lengthMs: number; readonly firstTime: number};

const SIGNAL_SIZE = 0.4;
const FILL_SIZE = 0.8;

const at = (time: number, lengthMs: number): UTCTimestamp => (bucketStart(time, lengthMs) / 1000) as UTCTimestamp;

/** Small dots where a strategy wanted to trade, arrows where an order filled. Oldest first, as the chart demands. */
export const marksOf = (state: Readonly<State>, place: Place, tokens: ChartTokens): Mark[] =>
  onePerPlace([...signalMarks(state, place, tokens), ...fillMarks(state, place, tokens)]).sort(
    (a, b) => a.time - b.time,
  );

/** Several fills in one coarse bar are one arrow. */
const onePerPlace = (marks: readonly Mark[]): Mark[] => [
  ...new Map(marks.map(mark => [`${mark.time} ${mark.shape} ${mark.position}`, mark])).values(),
];

const signalMarks = (state: Readonly<State>, {symbol, lengthMs, firstTime}: Place, {muted}: ChartTokens): Mark[] =>
  state.decisions.flatMap(({data}) => {
    if (data.symbol !== symbol || data.winner === null || data.candleTime < firstTime) return [];
    const position = data.winner.action === 'sell' ? 'aboveBar' : 'belowBar';

    return [{time: at(data.candleTime, lengthMs), position, shape: 'circle', color: muted, size: SIGNAL_SIZE}];
  });

const fillMarks = (state: Readonly<State>, {symbol, lengthMs, firstTime}: Place, {up, down}: ChartTokens): Mark[] =>
  state.fills.flatMap(({time, fill}): Mark[] => {
    if (fill.symbol !== symbol || time < firstTime) return [];
    const isBuy = fill.side === 'buy';

    return [
      {
        time: at(time, lengthMs),
        position: isBuy ? 'belowBar' : 'aboveBar',
        shape: isBuy ? 'arrowUp' : 'arrowDown',
        color: isBuy ? up : down,
        size: FILL_SIZE,
      },
    ];
  });

export type Level = {readonly title: string; readonly price: number; readonly kind: 'stop' | 'target' | 'entry'};

/** Entry, stop and target of the open position. */
export const levelsOfPosition = (state: Readonly<State>, symbol: string): readonly Level[] => {
  const position = state.positions.get(symbol);
  if (position === undefined || position.quantity === 0n) return [];
  const entry = toNumber(position.cost) / toNumber(position.quantity);
  const levels: Level[] = [{title: 'entry', price: entry, kind: 'entry'}];
  if (position.levels === null) return levels;

  return [
    ...levels,
    {title: 'stop', price: toNumber(position.levels.stop), kind: 'stop'},
    {title: 'target', price: toNumber(position.levels.target), kind: 'target'},
  ];
};
