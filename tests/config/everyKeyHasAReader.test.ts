import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {leavesOf} from '../../core/config/paths.ts';
import {configSchema} from '../../core/config/schema.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The files that say which keys there are, and the types in them that hold keys. */
const KEY_FILES = ['core/config/Config.ts', 'core/domain/Settings.ts', 'core/matching/FillSettings.ts'];

/** Keys of sections that are read as a whole, by names that their register gives them. */
const READ_BY_NAME = /^brain\.strategies\./;

mkdirSync(join(ROOT, 'node_modules/.cache'), {recursive: true});
const copy = mkdtempSync(join(ROOT, 'node_modules/.cache/readers-'));
afterAll(() => rmSync(copy, {recursive: true, force: true}));

const SECTIONS = new Set([...leavesOf(configSchema).keys()].flatMap(path => path.split('.').slice(0, -1)));

/** Renames every key but the sections, so that whoever reads one by its name no longer compiles. */
const renameKeys = (text: string): string =>
  text.replace(/(readonly )(\w+)(\??: )/g, (whole, before: string, key: string, after: string) =>
    SECTIONS.has(key) ? whole : `${before}renamed_${key}${after}`,
  );

/** What the configuration hands on to the kernel under another name. */
const HANDED_ON = ['accountCurrency'];

/** Names that code beyond the configuration's own checks reads from a type that has them no more, as the compiler reports it. */
const brokenReaders = (): ReadonlySet<string> => {
  for (const folder of ['core', 'brokers', 'indicators'])
    cpSync(join(ROOT, folder), join(copy, folder), {recursive: true});
  for (const file of KEY_FILES) writeFileSync(join(copy, file), renameKeys(readFileSync(join(copy, file), 'utf8')));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const options = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {types: ['node']},
    include: ['core', 'brokers', 'indicators'],
    exclude: [],
  };
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(options));

  const broken = new Set<string>();
  let path = '';
  for (const line of compile().split('\n')) {
    path = /^([\w./]+)\(\d/.exec(line)?.[1] ?? path;
    if (isReader(path)) for (const name of missingIn(line)) broken.add(name);
  }

  return broken;
};

/** Names that one line of the compiler's says are not there: read by name, or wanted by what a whole section is handed to. */
const missingIn = (line: string): readonly string[] => {
  const list = /missing the following properties from type .*?: ([\w, ]+)/.exec(line)?.[1];
  const single = /[Pp]roperty '(\w+)' (does not exist on|is missing in) type/.exec(line)?.[1];

  return list?.split(', ') ?? (single === undefined ? [] : [single]);
};

const isReader = (path: string): boolean => !path.startsWith('core/config/') || path.endsWith('/settingsOf.ts');

const compile = (): string => {
  try {
    return execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit', '--pretty', 'false'], {
      cwd: copy,
      encoding: 'utf8',
    });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'stdout' in error) return String(error.stdout);
    throw error;
  }
};

test('every key of the configuration is read by some code: renaming it breaks the reader', () => {
  const readers = brokenReaders();
  const keys = [...leavesOf(configSchema).keys()].filter(path => !READ_BY_NAME.test(path));
  const unread = [...keys, ...HANDED_ON].filter(path => !readers.has(path.slice(path.lastIndexOf('.') + 1)));

  expect(readers.has('maxOrderShare')).toBe(true);
  expect(readers.has('maxOrderShar')).toBe(false);
  expect(unread).toEqual([]);
});
