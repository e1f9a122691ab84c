import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {ogz, temporaryFolder, wanderingBars} from './ogz.ts';

const cwd = temporaryFolder();
const inSeconds = wanderingBars(60)
  .replace(/^(\d+)000,/gm, '$1,')
  .replace('time_ms', 'unix');
writeFileSync(join(cwd, 'download.csv'), inSeconds);

const data = (...args: readonly string[]) => ogz(['data', ...args, '--data-dir', 'home'], {cwd});

describe('ogz data import', () => {
  it('keeps the bars in the house format with a report beside them, and lists them', async () => {
    expect((await data('list')).stdout).toContain('There are no bars in');

    const {code, stdout} = await data('import', 'download.csv', '--symbol', 'BTC/USD', '--exchange', 'kraken');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^kept {2}.*home\/candles\/kraken_BTCUSD_1m\.csv\.gz\n/);
    expect(stdout).toContain('changed   times turned to ms, from seconds');

    const kept = join(cwd, 'home/candles/kraken_BTCUSD_1m.csv.gz');
    expect(gunzipSync(readFileSync(kept)).toString()).toBe(
      wanderingBars(60)
        .replace(/(\.\d*?)0+(?=,)/g, '$1')
        .replace(/\.(?=,)/g, ''),
    );
    const report: unknown = JSON.parse(readFileSync(join(cwd, 'home/candles/kraken_BTCUSD_1m.report.json'), 'utf8'));
    expect(report).toMatchObject({source: {rows: 60}, shape: {timeUnit: 's'}, isSound: true});

    const listed = await data('list');
    expect(listed.stdout).toMatch(/kraken_BTCUSD_1m\.csv\.gz +BTC\/USD +1m +60 .* 0 +0 +sound$/m);
    expect((await data('list', '--json')).json).toMatchObject({files: [{sound: true, symbol: 'BTC/USD', rows: 60}]});
  });

  it('writes over nothing', async () => {
    const args = ['import', 'download.csv', '--symbol', 'ETH/USD', '--out', 'mine_ETHUSD_1m.csv'];
    expect((await data(...args)).code).toBe(0);

    expect(await data(...args)).toMatchObject({code: 1, stderr: expect.stringContaining('is there already')});
  });

  it.each([
    [['import'], 2, 'ogz data import needs a file.'],
    [['import', 'download.csv'], 2, '--symbol is needed: the name of the file names no market'],
    [
      ['import', 'download.csv', '--symbol', 'BTC/USD', '--utc-offset', '8'],
      2,
      '--utc-offset is "8"; expected hours and minutes such as +08:00',
    ],
    [
      ['import', 'download.csv', '--symbol', 'BTC/USD', '--drop', 'bad'],
      2,
      '--drop is "bad"; expected nulls, duplicates',
    ],
    [['import', 'download.csv', '--symbol', 'BTC/USD', '--columns', 'time,open'], 1, 'lack high, low, close, volume'],
  ])('%j ends in %i', async (args, code, text) => {
    const outcome = await data(...args);

    expect(outcome).toMatchObject({code, stdout: ''});
    expect(outcome.stderr).toContain(text);
  });
});

describe.runIf(hasSharedData())('importing dirty files as people keep them', () => {
  const reference = sharedFile('ohlcv', 'coinbase_BTCUSD_1h.csv.gz');
  const dirty = [
    'import',
    sharedFile('ohlcv-raw', 'coinbase_BTC_1h_dirty.json.gz'),
    '--symbol',
    'BTC/USD',
    '--exchange',
    'coinbase',
    '--reference',
    reference,
  ];

  it('refuses a clock that is eight hours off, and names it', async () => {
    const {code, stdout} = await data(...dirty);

    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^refused .*\n {2}read +48,060 rows as time,low,high,open,close,volume, times in ms, newest first/,
    );
    expect(stdout).toMatch(/error: times are 8 h late against the reference in 40936 of 40936 bars/);
  });

  it('once told of the clock it gives the very bars that the clean file has', async () => {
    const {code, stdout} = await data(...dirty, '--utc-offset', '+08:00');
    expect({code, problems: stdout.includes('error')}).toEqual({code: 0, problems: false});

    const clean = gunzipSync(readFileSync(reference)).toString().split('\n');
    const ours = new Set(
      gunzipSync(readFileSync(join(cwd, 'home/candles/coinbase_BTCUSD_1h.csv.gz')))
        .toString()
        .split('\n'),
    );
    const known = clean.filter(line => ours.has(line));
    expect(known.length).toBeGreaterThan(40_900);
  });

  it('names the rows of nulls', async () => {
    const {code, stdout} = await data(
      'import',
      sharedFile('ohlcv-raw', 'coinbase_BTC_4h_nulls.json.gz'),
      '--symbol',
      'BTC/USD',
    );

    expect(code).toBe(1);
    expect(stdout).toContain('error: line 2786 lacks a value (3 such rows); nothing is filled in');
  });
});
