import type {Indicator, IndicatorDefinition, Parameter} from './Indicator.ts';

type Plan<Name extends string> = {
  readonly name: string;
  readonly parameters: Readonly<Record<Name, Parameter>>;
  readonly create: (params: Readonly<Record<Name, number>>) => Indicator;
};

/** Longest look-back of any indicator: bounds memory and warm-up. */
const MAX_PERIOD = 1000;

/** A whole number of bars. */
export const bars = (byDefault: number, min = 1, max = MAX_PERIOD): Parameter => ({
  default: byDefault,
  min,
  max,
  step: 1,
});

/** How many deviations or ranges a band is away. */
export const multiplier = (byDefault: number): Parameter => ({default: byDefault, min: 0.1, max: 10, step: 0.1});

/** Makes an indicator's entry for the register: its `create` fills in defaults and throws on what is unknown or out of range. */
export const defineIndicator = <Name extends string>(plan: Plan<Name>): IndicatorDefinition => {
  const names = Object.keys(plan.parameters) as Name[];
  const complete = (params: Readonly<Record<string, number>>): Record<Name, number> => {
    refuseUnknown(plan.name, params, names);
    const pairs = names.map(name => [name, checked(plan.name, name, plan.parameters[name], params[name])] as const);

    return Object.fromEntries(pairs) as Record<Name, number>;
  };

  return {
    name: plan.name,
    parameters: plan.parameters,
    create: params => plan.create(complete(params)),
    key: params => {
      const completed = complete(params);

      return `${plan.name}(${names.map(name => `${name}=${completed[name]}`).join(',')})`;
    },
  };
};

const refuseUnknown = (indicator: string, params: object, known: readonly string[]): void => {
  for (const name of Object.keys(params)) {
    if (known.includes(name)) continue;

    throw new RangeError(
      `Unknown parameter "${name}" of indicator "${indicator}". Known: ${known.join(', ') || 'none'}.`,
    );
  }
};

const checked = (indicator: string, name: string, parameter: Parameter, value = parameter.default): number => {
  const {min, max, step} = parameter;
  const isWhole = Number.isInteger(step);
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;

  const kind = isWhole ? 'a whole number' : 'a number';
  throw new RangeError(
    `Parameter "${name}" of indicator "${indicator}" is "${value}"; expected ${kind} from ${min} to ${max}.`,
  );
};
