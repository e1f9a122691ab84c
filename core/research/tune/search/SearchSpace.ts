import type {Parameter} from '../../../../indicators/Indicator.ts';

export type Params = Readonly<Record<string, number>>;

/** A place in the search space: one coordinate from 0 to 1 for each dimension. */
export type Point = readonly number[];

/** One parameter that the search may change. */
export type Dimension = Omit<Parameter, 'default' | 'tunable'> & {readonly name: string};

/** Factor between two neighbours where factors count. */
const LOG_STEP = 1.1;
const DIGITS = 10;

/** What a search may change: the declared parameters of the strategy that are tunable, and nothing else. */
export const spaceOf = (parameters: Readonly<Record<string, Parameter>>): readonly Dimension[] =>
  Object.entries(parameters).flatMap(([name, {min, max, step, scale, tunable}]) =>
    tunable === false ? [] : [{name, min, max, step, ...(scale === undefined ? {} : {scale})}],
  );

/** The parameters at a place, on their declared steps. */
export const paramsAt = (space: readonly Dimension[], point: Point): Params =>
  Object.fromEntries(
    space.map((dimension, index) => [dimension.name, onStep(dimension, valueAt(dimension, point[index] ?? 0))]),
  );

/** The place of parameters; those that are not in the space are left out. */
export const pointOf = (space: readonly Dimension[], params: Params): Point =>
  space.map(dimension => coordinateOf(dimension, params[dimension.name] ?? dimension.min));

/** Parameters one step up (1) or down (-1) in each dimension; at a border the step goes back inside. */
export const stepFrom = (space: readonly Dimension[], params: Params, directions: readonly number[]): Params => {
  const stepped = space.map((dimension, index) => {
    const value = params[dimension.name] ?? dimension.min;
    const direction = directions[index] ?? 1;
    const next = neighbourOf(dimension, value, direction);
    const isOutside = next < dimension.min || next > dimension.max;

    return [dimension.name, onStep(dimension, isOutside ? neighbourOf(dimension, value, -direction) : next)] as const;
  });

  return {...params, ...Object.fromEntries(stepped)};
};

const neighbourOf = ({scale, step}: Dimension, value: number, direction: number): number => {
  if (scale !== 'log') return value + direction * step;
  const factor = direction > 0 ? LOG_STEP : 1 / LOG_STEP;

  return direction > 0 ? Math.max(value + step, value * factor) : Math.min(value - step, value * factor);
};

const valueAt = ({min, max, scale}: Dimension, coordinate: number): number =>
  scale === 'log' ? min * (max / min) ** coordinate : min + (max - min) * coordinate;

const coordinateOf = ({min, max, scale}: Dimension, value: number): number =>
  scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);

const onStep = ({min, max, step}: Dimension, value: number): number => {
  const stepped = min + Math.round((value - min) / step) * step;

  return Number(Math.min(max, Math.max(min, stepped)).toFixed(DIGITS));
};
