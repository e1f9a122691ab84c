import type {IndicatorDefinition} from '../../indicators/Indicator.ts';
import {quote, UsageError} from '../config/problems.ts';

/** Reads `{"period":14}` and fills in every default. Throws a UsageError on what is no such JSON, or what the indicator refuses. */
export const indicatorParams = (definition: IndicatorDefinition, text: string): Record<string, number> => {
  const given = parseParams(text);
  try {
    definition.key(given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message);
  }
  const defaults = Object.entries(definition.parameters).map(([name, parameter]) => [name, parameter.default] as const);

  return {...Object.fromEntries(defaults), ...given};
};

const parseParams = (text: string): Record<string, number> => {
  const params = parseJson(text);
  if (typeof params !== 'object' || params === null || Array.isArray(params)) throw noParams(text);
  const entries = Object.entries(params).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'number')
      throw new UsageError(`--params: ${quote(name)} is ${quote(value)}; expected a number.`);
    return [name, value] as const;
  });

  return Object.fromEntries(entries);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw noParams(text);
    throw error;
  }
};

const noParams = (text: string): UsageError =>
  new UsageError(`--params is ${quote(text)}; expected a JSON object of numbers, such as '{"period":14}'.`);
