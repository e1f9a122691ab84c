import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import {expect, test} from 'vitest';

const BENCH = resolve(import.meta.dirname, '../bench/main.ts');

test('update and peek of the indicators allocate nothing to speak of', () => {
  const text = execFileSync(process.execPath, [BENCH, '--only', 'allocation', '--rounds', '5', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const {results} = JSON.parse(text) as {results: {name: string; passed: boolean}[]};

  expect(results).toMatchObject([
    {name: 'allocation: update', passed: true},
    {name: 'allocation: peek', passed: true},
  ]);
});
