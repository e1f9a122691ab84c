import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runBacktest} from '../../core/research/backtest.ts';
import {type MemoryTrial, trialMemory} from '../../core/research/memoryTrial/trialMemory.ts';
import {livelyMarket} from '../brain/market.ts';
import {ogz} from '../cli/ogz.ts';

const folder = mkdtempSync(join(tmpdir(), 'ogz-memory-'));
const file = join(folder, 'kraken_BTCUSD_1m.csv');
const dataDir = join(folder, 'data');
const FREE_OF_BREAKERS = ['risk.maxDailyLossShare=1', 'risk.maxDrawdownShare=1'];

let trial: MemoryTrial;

beforeAll(async () => {
  const rows = livelyMarket(21, 2_400).map(({time, volume, ...prices}) => {
    const {open, high, low, close} = prices;
    return [time, ...[open, high, low, close].map(price => price.toFixed(2)), volume.toFixed(4)].join(',');
  });
  writeFileSync(file, ['time_ms,open,high,low,close,volume', ...rows, ''].join('\n'));
  trial = await trialMemory({files: [file], folds: 3, dataDir});
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe('pattern memory on trial', () => {
  it('compares the very runs that ogz backtest makes with and without it', async () => {
    const backtest = (useMemory: boolean) => runBacktest({files: [file], dataDir, useMemory, sets: FREE_OF_BREAKERS});
    const [on, off] = [await backtest(true), await backtest(false)];
    const [tried] = trial.files;

    expect([tried?.with.hash, tried?.without.hash]).toEqual([on.hash, off.hash]);
    expect(on.hash).not.toBe(off.hash);
    expect(tried?.dataset.sha256).toBe(on.dataset.sha256);
  });

  it('has spans that add up to the whole', () => {
    const [tried] = trial.files;
    const sum = (side: 'with' | 'without') => tried?.folds.reduce((total, fold) => total + fold[side].netPnl, 0);

    expect(tried?.folds).toHaveLength(3);
    expect(sum('with')).toBeCloseTo(tried?.with.netPnl ?? Number.NaN, 6);
    expect(sum('without')).toBeCloseTo(tried?.without.netPnl ?? Number.NaN, 6);
    expect(trial.better + trial.worse + trial.equal).toBe(3);
  });

  it('says nothing of chance below the sample that it needs', () => {
    expect(trial.days).toBeLessThan(30);
    expect(trial.pValue).toBeNull();
  });

  it('is printed as it is', async () => {
    const {code, stdout} = await ogz(['patterns', 'trial', '--data', file, '--folds', '3', '--data-dir', dataDir]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/span +trades +fees +net +without +fees +net +difference/);
    expect(stdout).toMatch(/spans +3: memory better in \d, worse in \d, the same in \d/);
    expect(stdout).toMatch(/if memory were worth nothing +not available/);
  });

  it.each([
    [['patterns', 'trail'], 'Unknown word after patterns "trail". Did you mean trial?'],
    [['patterns', 'trial'], '--data FILE is needed'],
    [['patterns', 'trial', '--data', file, '--folds', '0'], '--folds is "0"; expected a whole number from 1 to 100.'],
    [['backtest', '--data', file, '--set', 'risk.maxOrdr=1'], 'risk.maxOrdr'],
  ])('%j is a mistake of the caller', async (args, text) => {
    const {code, stderr} = await ogz(args);

    expect(code).not.toBe(0);
    expect(stderr).toContain(text);
  });
});
