import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {Ajv} from 'ajv';
import type {TraiBrain} from '../brain/TraiBrain.ts';

const share = {type: 'number', minimum: 0, maximum: 1};
const weight = {type: 'number', minimum: 0, maximum: 100};

const recordOf = (names: readonly string[], each: object): object => ({
  type: 'object',
  additionalProperties: false,
  required: names,
  properties: Object.fromEntries(names.map(name => [name, each])),
});

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'priors', 'unknownPrior', 'weights', 'fullPatternMove', 'minimumTargetToFees', 'promoteAt'],
  properties: {
    version: {const: 1},
    priors: {
      type: 'object',
      additionalProperties: recordOf(['withTrend', 'againstTrend', 'ranging', 'volatile', 'unknown'], share),
    },
    unknownPrior: share,
    weights: recordOf(['prior', 'confidence', 'agreement', 'patterns', 'record'], weight),
    fullPatternMove: {type: 'number', exclusiveMinimum: 0},
    minimumTargetToFees: weight,
    promoteAt: share,
  },
};

const STATIC_BRAIN = resolve(import.meta.dirname, '../../ops/config/trai-brain.json');

let loads = 0;

/** How often this process has loaded a static brain; 1 is right. */
export const traiBrainLoads = (): number => loads;

/** Reads TRAI's static brain, the shipped one unless told otherwise; the composition root does it once and hands it down. Throws an Error that names all that is wrong. */
export const loadTraiBrain = (path: string = STATIC_BRAIN): TraiBrain => {
  loads += 1;
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const ajv = new Ajv({allErrors: true});
  const validate = ajv.compile<TraiBrain>(SCHEMA);
  if (validate(value)) return value;

  const problems = (validate.errors ?? []).map(({instancePath, message, params}) =>
    [instancePath || '/', message, JSON.stringify(params)].join(' '),
  );
  throw new Error(`TRAI's static brain "${path}" is not usable: ${problems.join('; ')}.`);
};
