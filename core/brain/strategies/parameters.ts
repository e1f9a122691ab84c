import type {Parameter} from '../../../indicators/Indicator.ts';

/** Values of a strategy's parameters by their names. */
export type Values<Name extends string> = Readonly<Record<Name, number>>;

/** A whole number of bars. */
export const bars = (byDefault: number, min: number, max: number): Parameter => ({
  default: byDefault,
  min,
  max,
  step: 1,
});

/** A number that a search changes in steps. */
export const number = (byDefault: number, min: number, max: number, step: number): Parameter => ({
  default: byDefault,
  min,
  max,
  step,
});

/** Parameters with defaults filled in. Throws a RangeError on what is unknown or out of range. */
export const completeParameters = <Name extends string>(
  strategy: string,
  parameters: Readonly<Record<Name, Parameter>>,
  given: Readonly<Record<string, number>>,
): Values<Name> => {
  const known = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;

    throw new RangeError(`Unknown parameter "${name}" of strategy "${strategy}". Known: ${known.join(', ')}.`);
  }
  const names = known as Name[];
  const pairs = names.map(name => [name, checked(strategy, name, parameters[name], given[name])]);

  return Object.fromEntries(pairs) as Values<Name>;
};

const checked = (strategy: string, name: string, parameter: Parameter, value = parameter.default): number => {
  const {min, max, step} = parameter;
  const isWhole = Number.isInteger(step);
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;

  const kind = isWhole ? 'a whole number' : 'a number';
  throw new RangeError(
    `Parameter "${name}" of strategy "${strategy}" is "${value}"; expected ${kind} from ${min} to ${max}.`,
  );
};
