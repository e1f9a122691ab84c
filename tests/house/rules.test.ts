import {expect, test} from 'vitest';
import {floorFindings} from './floors.ts';
import {habitFindings, silencerFindings} from './habits.ts';
import {importFindings} from './importable.ts';
import {gitDangerFindings, machinePathFindings, topLevelFindings} from './layout.ts';
import {purityFindings} from './purity.ts';
import {commandsIn, readmeFindings, troubleFindings} from './readme.ts';
import {registerFindings} from './registers.ts';
import {longFunctions, medianLines, sizeFindings} from './sizes.ts';
import {ROOT, type SourceFile} from './sources.ts';

const file = (path: string, text: string): SourceFile => ({path, text});

test.each([
  ['core/domain/X.ts', "import type {A} from '../kernel/State.ts';", 'reaches up to core/kernel/State.ts'],
  ['core/kernel/x.ts', "export {b} from '../runtime/log.ts';", 'reaches up to core/runtime/log.ts'],
  ['core/server/x.ts', "import '../main.ts';", 'reaches up to core/main.ts'],
  ['core/kernel/x.ts', "import {readFileSync} from 'node:fs';", 'imports no node:fs'],
  ['indicators/x.ts', "import {RSI} from 'technicalindicators';", 'imports no technicalindicators'],
  ['core/runtime/x.ts', "const a = await import('./log');", 'needs the ending'],
  ['core/kernel/x.ts', "type A = import('../server/live.ts').B;", 'reaches up to core/server/live.ts'],
  ['dashboard/src/x.ts', "import {decide} from '../../core/kernel/decide.ts';", 'the page must not know'],
  ['core/newroom/x.ts', '', 'stands on no floor'],
])('floors: %s with %s', (path, text, finding) => {
  expect(floorFindings(file(path, text))).toEqual([expect.stringContaining(finding)]);
});

test('floors: what is allowed', () => {
  expect(
    floorFindings(
      file('core/server/x.ts', "import '../kernel/State.ts'; import 'node:fs'; import 'express'; import './y.ts';"),
    ),
  ).toEqual([]);
  expect(
    floorFindings(
      file('dashboard/src/x.ts', "import '../../core/kernel/evolve.ts'; import 'react'; import './y.tsx';"),
    ),
  ).toEqual([]);
  expect(floorFindings(file('indicators/longTail.ts', "import {RSI} from 'technicalindicators';"))).toEqual([]);
});

test.each([
  ['const a = Date.now();', 'Date.now'],
  ['const a = new Date();', 'new Date()'],
  ['const a = Math.random();', 'Math.random'],
  ['const a = Math.log(2);', 'Math.log'],
  ['const a = b ** 2;', '** on floats'],
  ['setTimeout(f, 1);', 'setTimeout'],
  ['console.log(1);', 'console'],
  ['const {env} = process;', 'process'],
  ['const f = async () => 1;', 'an async function'],
  ['const a = date.getHours();', 'getHours'],
  ['const a = names.sort((x, y) => x.localeCompare(y));', 'localeCompare'],
  ["const a = import('./x.ts');", 'import()'],
])('purity: %s', (text, name) => {
  expect(purityFindings(file('core/kernel/x.ts', text))).toEqual([`core/kernel/x.ts:1: ${name} on a pure floor`]);
});

test('purity: what is allowed, and where', () => {
  const pure =
    '// Date.now()\nconst a = {process: 1, console: "Math.random()"}; a.process; Math.sqrt(2); 10n ** 12n; 2 ** 52; new Date(0).getUTCHours();';

  expect(purityFindings(file('core/kernel/x.ts', pure))).toEqual([]);
  expect(purityFindings(file('core/runtime/x.ts', 'const a = Date.now();'))).toEqual([]);
});

test('habits: any, !, enum and an empty catch, wherever they hide', () => {
  const text =
    'const a = (b: any) => b!.c;\nenum D {}\ntry {a();} catch {\n// nothing\n}\nconst fine = "any"; if (!a) throw a;';

  expect(habitFindings(file('x.ts', text))).toEqual([
    'x.ts:1: any',
    'x.ts:1: ! instead of a check',
    'x.ts:2: enum',
    'x.ts:3: an empty catch',
  ]);
});

test.each(['// @ts-ignore', '/* oxlint-disable */', "test.skip('x')", "describe.only('x')", '// biome-ignore format'])(
  'silencers: %s',
  text => {
    expect(silencerFindings(file('x.ts', text))).toEqual([`x.ts:1: ${text}`]);
  },
);

test('silencers: one named rule on one line is allowed', () => {
  expect(silencerFindings(file('x.ts', '// oxlint-disable-next-line react-hooks/exhaustive-deps'))).toEqual([]);
});

test('registers: a forgotten member, a missing and an unrecognised register', () => {
  const register = {index: 'a/index.ts', isMember: ({path}: SourceFile) => path.endsWith('Rule.ts')};
  const index = file('a/index.ts', "import {one} from './oneRule.ts';");
  const [one, two] = [file('a/oneRule.ts', ''), file('a/twoRule.ts', '')];

  expect(registerFindings([index, one, two], register)).toEqual(['a/twoRule.ts: twoRule.ts is not in a/index.ts']);
  expect(registerFindings([index, one], register)).toEqual([]);
  expect(registerFindings([one], register)).toEqual(['a/index.ts: is missing']);
  expect(registerFindings([index], register)).toEqual(['a/index.ts: no member was recognised in its folder']);
});

test('importable: what only a bundler would resolve', () => {
  expect(importFindings(['tests/house/nothing.ts', 'core/domain/Candle.ts'], ROOT)).toEqual([
    expect.stringMatching(/^tests\/house\/nothing\.ts: Cannot find module/),
  ]);
});

test('layout: strangers, gaps, machine paths and forced pushes', () => {
  expect(topLevelFindings(['src/x.ts', 'core/x.ts'])).toContain('src: does not belong at the top level');
  expect(topLevelFindings(['core/x.ts'])).toContain('README.md: is missing');
  for (const place of ['work/main', 'root/x', 'home/jane/x', 'Users/jane/x']) {
    expect(machinePathFindings(file('x.md', `see /${place}`))).toEqual([`x.md:1: see /${place}`]);
  }
  expect(machinePathFindings(file('x.md', 'see ../shared/data and http://x/work/y and ./work/z'))).toEqual([]);
  expect(gitDangerFindings(file('x.sh', ['git reset', '--hard'].join(' ')))).toEqual(['x.sh: rewrites history']);
  expect(gitDangerFindings(file('x.sh', 'git push'))).toEqual([]);
});

test('sizes: a long file and a long function', () => {
  const long = `const f = () => {\n${'a();\n'.repeat(300)}};\n`;

  expect(sizeFindings(file('x.ts', long))).toEqual(['x.ts: 302 lines; split it below 300']);
  expect(longFunctions(file('x.ts', long))).toEqual(['x.ts:1: a function of 302 lines']);
  expect(medianLines([file('a', '1'), file('b', '1\n2'), file('c', '1\n2\n3')])).toBe(2);
});

test('readme: a command without a runner, and a runner without its test', () => {
  const readme = '# x\n\n```sh\n$ npm start   # go\nnpm run \\\n  other\n```\n\n```json\n{}\n```\n';
  const runners = {'npm start': {file: 'a.test.ts', test: 'starts'}};

  expect(commandsIn(readme)).toEqual(['npm start', 'npm run other']);
  expect(readmeFindings(readme, runners, () => "test('starts')")).toEqual([
    expect.stringContaining('"npm run other" has no runner'),
  ]);
  expect(readmeFindings(readme, runners, () => null)).toHaveLength(2);
  expect(readmeFindings('# empty', {}, () => null)).toEqual(['README.md: has no sh block']);
});

test('readme: a promise without a test, one whose test is gone, and a test without its promise', () => {
  const readme =
    '## What happens when…\n\n| trouble | what |\n|---|---|\n| it rains | Wet. |\n| it snows | Cold. |\n\n## Next\n';
  const held = {file: 'a.test.ts', test: 'wet'};

  expect(troubleFindings(readme, {'it rains': held}, () => "test('wet')")).toEqual([
    expect.stringContaining('"it snows" has no test'),
  ]);
  expect(troubleFindings(readme, {'it rains': held, 'it snows': held}, () => null)).toHaveLength(2);
  expect(troubleFindings('', {'it rains': held}, () => 'wet')).toHaveLength(2);
});
