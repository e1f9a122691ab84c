import {variableOf} from './environment.ts';
import type {LoadedConfig} from './loadConfig.ts';
import {leavesOf} from './paths.ts';
import {configSchema} from './schema.ts';

/** One key of the configuration with its value and where that came from. */
export type ConfigRow = {
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
  readonly default: unknown;
  readonly expected: string;
  readonly description: string;
  /** The environment variable that sets it. */
  readonly variable: string;
};

/** Every key in the schema's order, for `ogz config` and `GET /api/config`. Holds no secret. */
export const explainConfig = ({config, origins}: LoadedConfig): readonly ConfigRow[] => {
  const rows: ConfigRow[] = [];
  for (const [path, leaf] of leavesOf(configSchema)) {
    const {expected, description} = leaf;
    const origin = origins.get(path) ?? 'default';
    rows.push({
      path,
      value: valueAt(config, path),
      origin,
      default: leaf.default,
      expected,
      description,
      variable: variableOf(path),
    });
  }

  return rows;
};

const valueAt = (config: unknown, path: string): unknown => {
  let value = config;
  for (const key of path.split('.')) value = (value as Readonly<Record<string, unknown>>)[key];

  return value;
};
