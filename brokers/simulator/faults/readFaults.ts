import {Ajv, type ErrorObject, type ValidateFunction} from 'ajv';
import {nearest} from '../../../core/config/nearest.ts';
import type {Fault, FaultName} from './Fault.ts';
import {FAULT_RULES, TRIGGER_SCHEMA} from './faultRules.ts';

/** A script of faults that cannot be used; the message names every problem with its place. */
export class FaultScriptRefused extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'FaultScriptRefused';
  }
}

const NAMES = Object.keys(FAULT_RULES);
const validators = new Map<string, ValidateFunction<Fault>>();

/** Reads `{"faults": [{"name": "drop-ack", "call": "AddOrder", "occurrence": 2, "how": "reset"}]}`. Throws FaultScriptRefused. */
export const readFaults = (text: string): readonly Fault[] => {
  const script = parse(text);
  const list = typeof script === 'object' && script !== null && 'faults' in script ? script.faults : null;
  if (!Array.isArray(list))
    throw new FaultScriptRefused(['A fault script is {"faults": [...]}: "faults" must be a list.']);
  const problems = list.flatMap((candidate, index) =>
    problemsOf(candidate).map(problem => `faults[${index}]: ${problem}`),
  );
  if (problems.length > 0) throw new FaultScriptRefused(problems);

  return list as Fault[];
};

/** What is wrong with one fault; nothing is an empty list. */
export const problemsOf = (candidate: unknown): readonly string[] => {
  const name = typeof candidate === 'object' && candidate !== null && 'name' in candidate ? candidate.name : undefined;
  if (!isName(name)) {
    const guess = nearest(String(name), NAMES);
    const hint = guess === null ? `Known: ${NAMES.join(', ')}.` : `Did you mean "${guess}"?`;
    return [`unknown fault ${JSON.stringify(name)}. ${hint}`];
  }
  const validate = validatorOf(name);

  return validate(candidate) ? [] : (validate.errors ?? []).map(error => `"${name}" ${describe(error)}`);
};

const isName = (name: unknown): name is FaultName => typeof name === 'string' && Object.hasOwn(FAULT_RULES, name);

const validatorOf = (name: FaultName): ValidateFunction<Fault> => {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const {kind, needs} = FAULT_RULES[name];
  const validate = new Ajv({allErrors: true}).compile<Fault>({
    type: 'object',
    properties: {name: {const: name}, ...TRIGGER_SCHEMA, ...needs},
    required: ['name', ...Object.keys(needs), ...(kind === 'call' ? ['call'] : [])],
    additionalProperties: false,
  });
  validators.set(name, validate);

  return validate;
};

const describe = ({instancePath, keyword, params, message}: ErrorObject): string => {
  const place = instancePath === '' ? '' : `${instancePath.slice(1)} `;
  if (keyword === 'required') return `needs "${String(params['missingProperty'])}".`;
  if (keyword === 'additionalProperties') return `does not know "${String(params['additionalProperty'])}".`;
  if (keyword === 'enum') return `${place}must be one of ${JSON.stringify(params['allowedValues'])}.`;

  return `${place}${message ?? 'is wrong'}.`;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new FaultScriptRefused([`A fault script is JSON: ${error.message}.`]);
    throw error;
  }
};
