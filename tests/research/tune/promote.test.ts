import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadConfig} from '../../../core/config/loadConfig.ts';
import {ConfigProblems} from '../../../core/config/problems.ts';
import {championPath, promote, rollBack} from '../../../core/research/tune/promote.ts';
import {RunFolder} from '../../../core/research/tune/records/RunFolder.ts';
import {runStudy} from '../../../core/research/tune/runStudy.ts';
import {driftMarket} from './cheapMarket.ts';
import {cheapRecord, cheapStudy, inFolder} from './studies.ts';

const market = driftMarket(1, 16_000);
const record = cheapRecord(market, {trials: 22, seed: 1});
const finished = inFolder(async folder => {
  const result = await runStudy(cheapStudy(folder, record, market));

  return {result, trials: new RunFolder(folder, record.run).trials()};
});

/** A finished study of a strategy that the bot knows, whose gates passed or not. */
const writeStudy = async (folder: string, run: string, period: number, passed = true): Promise<void> => {
  const {result} = await finished;
  const {candidate} = result;
  const folderOfRun = new RunFolder(folder, run);
  folderOfRun.begin({...record, run, strategy: 'rsiReversal'});
  folderOfRun.finish(
    {
      ...result,
      run,
      strategy: 'rsiReversal',
      passed,
      candidate: candidate === null ? null : {...candidate, params: {period, oversold: 25}},
      gates: result.gates.map(gate => (passed ? gate : {...gate, status: gate.name === 'pbo' ? 'FAIL' : gate.status})),
    },
    '',
  );
};

const configIn = (dataDir: string, ...more: {path: string; value: unknown; origin: string}[]) => {
  const flags = [{path: 'dataDir', value: dataDir, origin: '--data-dir'}, ...more];

  return loadConfig({flags, env: {}, cwd: dataDir});
};

const paramsIn = (dataDir: string): Readonly<Record<string, number>> | undefined =>
  configIn(dataDir).config.brain.strategies['rsiReversal']?.params;

describe('a promotion', () => {
  it('makes the candidate what the next bot trades with; what a person configures still wins', async () => {
    await inFolder(async folder => {
      await writeStudy(folder, 'a', 9);
      const before = configIn(folder);
      const promotion = promote({dataDir: folder, study: 'a', now: 1});
      const after = configIn(folder);
      const overridden = {path: 'brain.strategies.rsiReversal.params.period', value: '11', origin: '--set'};

      expect(promotion).toMatchObject({promoted: true, path: championPath(folder, 'rsiReversal')});
      expect(paramsIn(folder)).toMatchObject({period: 9, oversold: 25, stopAtr: 3});
      expect(after.origins.get('brain.strategies.rsiReversal.params.period')).toBe('champion of a');
      expect(after.configHash).not.toBe(before.configHash);
      expect(configIn(folder, overridden).config.brain.strategies['rsiReversal']?.params['period']).toBe(11);
    });
  });

  it('is refused where a gate failed, and changes nothing', async () => {
    await inFolder(async folder => {
      await writeStudy(folder, 'a', 9, false);

      expect(promote({dataDir: folder, study: 'a', now: 1})).toEqual({promoted: false, failed: ['pbo']});
      expect(existsSync(championPath(folder, 'rsiReversal'))).toBe(false);
      expect(paramsIn(folder)).toMatchObject({period: 14});
    });
  });

  it('needs a finished study', async () => {
    await inFolder(async folder => {
      new RunFolder(folder, 'begun').begin(record);

      expect(promote({dataDir: folder, study: 'begun', now: 1})).toBeNull();
      expect(promote({dataDir: folder, study: '../begun', now: 1})).toBeNull();
    });
  });

  it('is taken back step by step, down to what is configured', async () => {
    await inFolder(async folder => {
      await writeStudy(folder, 'a', 9);
      await writeStudy(folder, 'b', 17);
      for (const study of ['a', 'b', 'b']) promote({dataDir: folder, study, now: 1});
      const steps = [1, 2, 3].map(now => {
        const rollback = rollBack({dataDir: folder, strategy: 'rsiReversal', now});
        return [rollback?.left.study, rollback?.restored?.study, paramsIn(folder)?.['period']];
      });

      expect(steps).toEqual([
        ['b', 'a', 9],
        ['a', undefined, 14],
        [undefined, undefined, 14],
      ]);
      const history = readFileSync(join(folder, 'tuning', 'champions', 'history.jsonl'), 'utf8');
      expect(history.trim().split('\n')).toHaveLength(4);
    });
  });

  it('of parameters that the strategy no longer takes is named at the next start', async () => {
    await inFolder(async folder => {
      await writeStudy(folder, 'a', 900);
      promote({dataDir: folder, study: 'a', now: 1});

      expect(() => configIn(folder)).toThrow(ConfigProblems);
      expect(() => configIn(folder)).toThrow(
        /period: "900" must be a whole number from 5 to 30 \(from champion of a\)/,
      );
    });
  });
});
