import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {resample} from '../../core/domain/resample.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {runBacktest} from '../../core/research/backtest.ts';
import {makeReport} from '../../core/research/report/makeReport.ts';
import {statisticsOf} from '../../core/research/report/statisticsOf.ts';
import {addMeasurement, manifestPath, type Measurement, readManifest} from '../../core/runtime/strategyManifests.ts';
import {livelyMarket} from '../brain/market.ts';
import {ogz} from '../cli/ogz.ts';

const folder = mkdtempSync(join(tmpdir(), 'ogz-several-'));
const [btc, eth] = [join(folder, 'kraken_BTCUSD_1m.csv'), join(folder, 'kraken_ETHUSD_5m.csv')];
const dataDir = join(folder, 'data');
const options = {useMemory: false, dataDir};

const write = (path: string, candles: readonly Candle[]): void => {
  const rows = candles.map(({time, volume, ...prices}) => {
    const {open, high, low, close} = prices;
    return [time, ...[open, high, low, close].map(price => price.toFixed(2)), volume.toFixed(4)].join(',');
  });
  writeFileSync(path, ['time_ms,open,high,low,close,volume', ...rows, ''].join('\n'));
};

beforeAll(() => {
  write(btc, livelyMarket(21, 3_000));
  write(eth, resample(livelyMarket(22, 3_000), '1m', '5m'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe('a backtest over several markets', () => {
  it('brings them to the coarsest timeframe and trades them on one account', async () => {
    const {datasets, dataset, bars, hash} = await runBacktest({...options, files: [btc, eth]});
    const {trades, summary} = await makeReport({...options, files: [btc, eth], commit: 'test'});

    expect(datasets.map(({symbol, rows}) => [symbol, rows])).toEqual([
      ['BTC/USD', 3_000],
      ['ETH/USD', 601],
    ]);
    expect(dataset).toMatchObject({rows: 3_601});
    expect(dataset.sha256).not.toBe(datasets[0]?.sha256);
    expect(bars).toBe(599 - 59 + (601 - 60));
    expect(new Set(trades.map(({symbol}) => symbol))).toEqual(new Set(['BTC/USD', 'ETH/USD']));
    expect(summary.hash).toBe(hash);
  });

  it('can be told the name of each', async () => {
    const {datasets} = await runBacktest({...options, files: [btc, eth], symbols: ['SOL/USD', 'ADA/USD']});

    expect(datasets.map(({symbol}) => symbol)).toEqual(['SOL/USD', 'ADA/USD']);
  });

  it("pays the fees of the account's tier", async () => {
    const first = await runBacktest({...options, files: [btc]});
    const free = await runBacktest({...options, files: [btc], fees: {maker: '0', taker: '0'}});

    expect(Number(first.fees)).toBeGreaterThan(0);
    expect(free).toMatchObject({fees: '0'});
  });

  it('says of the Sharpe ratio what the report says: daily returns, and nothing below thirty of them', async () => {
    const hourly = join(folder, 'kraken_BTCUSD_1h.csv');
    write(
      hourly,
      livelyMarket(23, 1_200).map((candle, index) => ({...candle, time: Date.UTC(2024, 0, 1) + index * 3_600_000})),
    );
    const long = await makeReport({...options, files: [hourly], commit: 'test'});
    const short = await runBacktest({...options, files: [btc], timeframe: '5m'});

    expect(long.summary.sharpe).not.toBeNull();
    expect(long.summary.sharpe).toBeCloseTo(statisticsOf(long).sharpe ?? Number.NaN, 9);
    expect(short.sharpe).toBeNull();
  });

  it.each([
    [['--data', btc, '--data', eth, '--symbol', 'BTC/USD'], '--symbol is given 1 times for 2 files'],
    [['--data', btc, '--fees', '0.26'], '--fees is "0.26"; expected shares for maker and taker such as 0.0016,0.0026.'],
    [['--data', btc, '--fees', '26,40'], '--fees is "26,40"'],
  ])('%j is a mistake of the caller', async (args, text) => {
    const {code, stderr} = await ogz(['backtest', ...args, '--data-dir', dataDir]);

    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});

describe('the warm-up', () => {
  const strategy = {name: 'emaCross', params: {fastPeriod: 9}};
  const trial: Measurement = {
    ...{warmupBars: 70, timeframe: '1m', bars: 3_000, commit: 'test', at: '2026-01-01T00:00:00.000Z'},
    datasets: [{symbol: 'BTC/USD', sha256: 'a'}],
  };

  it('is the most that any trial showed, for exactly these parameters', async () => {
    const place = join(folder, 'manifests');
    await addMeasurement(place, strategy, trial);
    await addMeasurement(place, strategy, {...trial, warmupBars: 120, datasets: [{symbol: 'ETH/USD', sha256: 'b'}]});
    const {warmupBars, measurements} = await addMeasurement(place, strategy, {...trial, warmupBars: 60});

    expect(warmupBars).toBe(120);
    expect(measurements.map(each => each.warmupBars)).toEqual([120, 60]);
    expect(readManifest(place, {...strategy, params: {fastPeriod: 10}})).toBeNull();
  });

  it('refuses a file that is no manifest, and says how to get one', () => {
    const place = join(folder, 'manifests');
    writeFileSync(manifestPath(place, 'emaCross'), '{"warmupBars":"many"}');

    expect(() => readManifest(place, strategy)).toThrow(
      'is no strategy manifest. Delete it; ogz verify writes it anew.',
    );
  });

  it('is measured by ogz verify, written down, and left out of every backtest from then on', async () => {
    const place = ['--data-dir', join(folder, 'verified')];
    const verified = await ogz([
      'verify',
      '--strategy',
      'donchianTrend',
      '--data',
      btc,
      '--no-memory',
      '--json',
      ...place,
    ]);
    expect(verified.code).toBe(0);
    const {warmup, manifest} = verified.json as {warmup: number; manifest: {path: string; warmupBars: number}};
    expect(warmup).toBeGreaterThan(20);
    expect(manifest.warmupBars).toBe(warmup);
    const written: unknown = JSON.parse(readFileSync(manifest.path, 'utf8'));
    expect(written).toMatchObject({strategy: 'donchianTrend', warmupBars: warmup, measurements: [{bars: 3_000}]});

    const short = ['--from', '1970-01-01', '--to', '2030-01-01'];
    const run = async (...args: readonly string[]) =>
      (
        await ogz([
          'backtest',
          '--strategy',
          'donchianTrend',
          '--data',
          btc,
          '--no-memory',
          '--json',
          ...place,
          ...args,
        ])
      ).json;
    expect(await run(...short)).toMatchObject({warmup: {bars: 300, wanted: 500, measured: warmup}});
  });

  it('goes beyond a tenth of the data where so much was measured, and needs data beyond it', async () => {
    const place = join(folder, 'long');
    const {configureRun, settingsForRun} = await import('../../core/research/configureRun.ts');
    const loaded = configureRun({files: [btc], symbols: ['BTC/USD'], useMemory: false, dataDir: place});
    const [donchian] = settingsForRun(loaded, {symbols: ['BTC/USD'], base: '1m', strategy: 'donchianTrend'}).brain
      .strategies;
    const run = () => runBacktest({files: [btc], useMemory: false, dataDir: place, strategy: 'donchianTrend'});
    await addMeasurement(place, donchian ?? expect.fail(), {...trial, warmupBars: 900});
    expect(await run()).toMatchObject({warmup: {bars: 900, wanted: 900, measured: 900}, bars: 2_100});

    await addMeasurement(place, donchian ?? expect.fail(), {...trial, warmupBars: 9_000});
    await expect(run()).rejects.toThrow(
      'BTC/USD has 3000 bars, and ogz verify measured that 9000 are needed to warm up.',
    );
  });
});
