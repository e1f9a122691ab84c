import type {BarSet} from './BarSet.ts';
import {dateText, type Finding} from './Finding.ts';
import {firstDifference} from './firstDifference.ts';
import {withPoisonedGlobals} from './poisonedGlobals.ts';
import type {Decided, Place, Subject} from './Subject.ts';

/** Decides once more in a world without clock, chance and outside: nothing of it may be asked for, and nothing may come out otherwise. */
export const checkAlone = (subject: Subject, set: BarSet, reference: Decided): readonly Finding[] => {
  const place: Place = {symbol: set.series[0]?.symbol ?? '', bar: 0, time: set.series[0]?.candles[0]?.time ?? 0};
  const touches = new Map<string, Place>();
  const onTouch = (name: string): void => {
    if (!touches.has(name)) touches.set(name, {...place});
  };
  const repeated = decideOrStop(() => withPoisonedGlobals(() => subject.decide(set, {place}), onTouch), touches);
  if (repeated === null || touches.size > 0) return [...touches].map(([name, at]) => touched(name, at));
  const difference = firstDifference(reference, repeated);
  if (difference === null) return [];
  const {row, expression, was, is} = difference;

  return [
    {
      check: 'repeatable',
      ...{symbol: row.symbol, bar: row.bar, time: row.time, expression},
      message: `Bar ${row.bar} of ${row.symbol} (${dateText(row.time)}): "${expression}" is ${was} the first time and ${is} the second. The same bars must give the same decisions.`,
    },
  ];
};

/** The error that a poisoned word throws is the finding; any other is not ours to keep. */
const decideOrStop = (decide: () => Decided, touches: ReadonlyMap<string, Place>): Decided | null => {
  try {
    return decide();
  } catch (error) {
    if (touches.size === 0) throw error;
    return null;
  }
};

const touched = (name: string, {symbol, bar, time}: Place): Finding => ({
  check: 'purity',
  symbol,
  bar,
  time,
  expression: name,
  message: `Bar ${bar} of ${symbol} (${dateText(time)}): "${name}" was used. A strategy may depend on its bars alone.`,
});
