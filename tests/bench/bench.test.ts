import {execFileSync, spawnSync} from 'node:child_process';
import {resolve} from 'node:path';
import {describe, expect, test} from 'vitest';

const MAIN = resolve(import.meta.dirname, 'main.ts');

describe('npm run bench', () => {
  test('prints the machine and each comparison as JSON', () => {
    const text = execFileSync(process.execPath, [MAIN, '--json', '--only', 'ticks', '--rounds', '1'], {
      stdio: 'pipe',
    }).toString();
    const {machine, results} = JSON.parse(text) as {machine: object; results: Record<string, unknown>[]};

    expect(machine).toMatchObject({node: process.version, cores: expect.any(Number)});
    expect(results.map(({name}) => name)).toEqual([
      'tick to intent: p50',
      'tick to intent: p99',
      'tick to intent: closing a candle',
    ]);
    for (const {ours, theirs, ratio, goal, passed} of results) {
      expect(ours).toBeGreaterThan(0);
      expect(theirs).toBeGreaterThan(0);
      expect(passed).toBe(Number(ratio) >= Number(goal));
    }
  });

  test('refuses a bench that does not exist and names those that do', () => {
    const {status, stderr} = spawnSync(process.execPath, [MAIN, '--only', 'journals'], {encoding: 'utf8'});

    expect(status).toBe(2);
    expect(stderr).toContain('Unknown bench "journals". Known: indicators, journal, ticks, allocation');
  });
});
