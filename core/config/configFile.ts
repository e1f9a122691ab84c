import {readFileSync} from 'node:fs';
import type {Assignment} from './flags.ts';
import {type Branch, isBranch} from './leaf.ts';
import {type Problem, quote} from './problems.ts';

const MAX_FILE_BYTES = 1_000_000;

type Reading = {readonly assignments: readonly Assignment[]; readonly problems: readonly Problem[]};

/** `ENOTDIR`: a file stands where a folder on the way should; the start itself says so. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);

/** The text of a file, or null when it is not there. Any other failure is a problem. */
export const readIfThere = (path: string): string | null | Problem => {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MAX_FILE_BYTES)
      return {path, text: `has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are read.`};
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return null;
    return {path, text: `cannot be read: ${error instanceof Error ? error.message : String(error)}.`};
  }
};

/** What `config.json` says, key by key. Sections are opened along the schema, so a list or an unknown section is one value. */
export const readConfigFile = (path: string, schema: Branch): Reading => {
  const text = readIfThere(path);
  if (text === null) return {assignments: [], problems: []};
  if (typeof text !== 'string') return {assignments: [], problems: [text]};

  try {
    const content: unknown = JSON.parse(text);
    if (!isObject(content)) return refuse(path, `must hold one JSON object, not ${quote(content)}.`);
    return {assignments: flatten(content, schema, '', path), problems: []};
  } catch (error) {
    return refuse(path, `is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

const refuse = (path: string, text: string): Reading => ({assignments: [], problems: [{path, text}]});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const flatten = (
  content: Readonly<Record<string, unknown>>,
  schema: Branch,
  prefix: string,
  origin: string,
): readonly Assignment[] =>
  Object.entries(content).flatMap(([key, value]) => {
    const node = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (node !== undefined && isBranch(node) && isObject(value))
      return flatten(value, node, `${prefix}${key}.`, origin);

    return [{path: prefix + key, value, origin}];
  });
