import type {Indicator, IndicatorDefinition} from '../../indicators/Indicator.ts';
import type {Candle} from '../domain/Candle.ts';

type Values = readonly (number | null)[];

/** One indicator over a row of bars: a list, or a list by output name where it has several. Null before warm-up. */
export type Series = {
  readonly name: string;
  /** Complete: defaults are filled in. */
  readonly params: Readonly<Record<string, number>>;
  readonly firstIndex: number;
  readonly values: Values | Readonly<Record<string, Values>>;
};

/** Streams candles through a fresh indicator, as the engine does. Throws a RangeError on bad parameters. */
export const indicatorSeries = (
  definition: IndicatorDefinition,
  params: Readonly<Record<string, number>>,
  candles: Iterable<Candle>,
): Series => {
  const indicator = definition.create(params);
  const lists = collect(indicator, candles);
  const [only] = lists;
  const values =
    lists.length === 1 && only !== undefined
      ? only
      : Object.fromEntries(indicator.outputs.map((output, index) => [output, lists[index] ?? []]));

  return {name: definition.name, params, firstIndex: indicator.firstIndex, values};
};

const collect = (indicator: Indicator, candles: Iterable<Candle>): (number | null)[][] => {
  const lists = indicator.outputs.map((): (number | null)[] => []);
  for (const candle of candles) {
    indicator.update(candle);
    lists.forEach((list, index) => {
      const value = indicator.values[index] ?? Number.NaN;
      list.push(Number.isNaN(value) ? null : value);
    });
  }

  return lists;
};
