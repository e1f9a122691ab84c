import {Ajv, type JSONSchemaType} from 'ajv';

/** Where a result comes from: without all of it there is no result. */
export type Provenance = {
  readonly data: {
    /** SHA-256 of the file of bars as it lies on disk. */
    readonly sha256: string;
    readonly file: string;
    readonly symbol: string;
    readonly timeframe: string;
    readonly rows: number;
    readonly from: number;
    readonly to: number;
    /** Bars that lack, as a share of all that should be there. */
    readonly gapShare: number;
  };
  /** The code that ran. */
  readonly commit: string;
  readonly configHash: string;
  readonly seed: number;
  readonly fillModel: string;
  readonly strategy: string;
  /** Trials ever made on this data when the result was judged, this study's among them. */
  readonly ledgerTrials: number;
};

const text = {type: 'string', minLength: 1} as const;
const sha256 = {type: 'string', pattern: '^[0-9a-f]{64}$'} as const;
const whole = {type: 'integer', minimum: 0} as const;

const SCHEMA: JSONSchemaType<Provenance> = {
  type: 'object',
  additionalProperties: false,
  required: ['data', 'commit', 'configHash', 'seed', 'fillModel', 'strategy', 'ledgerTrials'],
  properties: {
    data: {
      type: 'object',
      additionalProperties: false,
      required: ['sha256', 'file', 'symbol', 'timeframe', 'rows', 'from', 'to', 'gapShare'],
      properties: {
        sha256,
        file: text,
        symbol: text,
        timeframe: text,
        rows: {type: 'integer', minimum: 1},
        from: {type: 'integer'},
        to: {type: 'integer'},
        gapShare: {type: 'number', minimum: 0, maximum: 1},
      },
    },
    commit: text,
    configHash: sha256,
    seed: whole,
    fillModel: text,
    strategy: text,
    ledgerTrials: {type: 'integer', minimum: 1},
  },
};

const validate = new Ajv({allErrors: true}).compile(SCHEMA);

/** The provenance of a result. @throws Error that names what is missing. */
export const checkProvenance = (value: unknown): Provenance => {
  if (validate(value)) return value;
  const problems = (validate.errors ?? []).map(({instancePath, message}) => `${instancePath || '/'} ${message ?? ''}`);

  throw new Error(`No result without its provenance: ${problems.join('; ')}.`);
};
