import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {resample} from '../../core/domain/resample.ts';
import {candlesOf} from '../../core/runtime/data/BarFile.ts';
import {readBars} from '../../core/runtime/data/readBars.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {ogz, temporaryFolder, wanderingBars} from './ogz.ts';

const cwd = temporaryFolder();
const FILE = 'test_BTCUSDT_1m.csv.gz';
writeFileSync(join(cwd, FILE), gzipSync(wanderingBars(600)));
writeFileSync(join(cwd, 'test_BTCUSDT_1m_twice.csv'), wanderingBars(5).replace(/(1704067260000.*\n)/, '$1$1'));

describe('ogz data', () => {
  it('calls a sound file sound, with what is in it', async () => {
    const {code, stdout, stderr} = await ogz(['data', 'verify', FILE], {cwd});

    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toBe(
      `sound  ${join(cwd, FILE)}\n  600 1m bars, 2024-01-01 00:00:00 UTC to 2024-01-01 09:59:00 UTC, no gaps\n`,
    );
  });

  it('refuses a file with a bar twice: exit 1, and JSON with the line', async () => {
    const {code, json} = await ogz(['data', 'verify', FILE, 'test_BTCUSDT_1m_twice.csv', '--json'], {cwd});

    expect(code).toBe(1);
    expect(json).toMatchObject({
      files: [
        {sound: true, rows: 600},
        {sound: false, problems: [{code: 'duplicate', severity: 'error', line: 4}]},
      ],
    });
  });

  it('tells what is in a file', async () => {
    const {code, json} = await ogz(['data', 'info', FILE, '--json'], {cwd});

    expect(code).toBe(0);
    expect(json).toMatchObject({
      files: [
        {symbol: 'BTC/USDT', exchange: 'test', timeframe: '1m', rows: 600, low: expect.any(Number), problems: []},
      ],
    });
    expect((await ogz(['data', 'info', FILE], {cwd})).stdout).toContain('BTC/USDT on test, 1m');
  });

  it('makes coarser bars that can be read again, and writes over nothing', async () => {
    const out = 'test_BTCUSDT_5m.csv.gz';
    const made = await ogz(['data', 'resample', FILE, '--timeframe', '5m', '--out', out], {cwd});
    const again = await ogz(['data', 'resample', FILE, '--timeframe', '5m', '--out', out], {cwd});
    const printed = await ogz(['data', 'resample', FILE, '--timeframe', '5m'], {cwd});

    expect(made).toMatchObject({code: 0, stdout: '', stderr: '120 5m bars of 600 1m bars.\n'});
    expect(again).toMatchObject({code: 1, stderr: `"${join(cwd, out)}" is there already, and is not overwritten.\n`});
    expect(printed.stdout).toBe(gunzipSync(readFileSync(join(cwd, out))).toString());
    const fine = await readBars(join(cwd, FILE));
    expect([...candlesOf((await readBars(join(cwd, out))).columns)]).toEqual(
      resample(candlesOf(fine.columns), '1m', '5m'),
    );
  });

  it.each([
    [['data'], 2, 'ogz data needs a word after it: import, fetch, list, verify, info, resample.'],
    [['data', 'verfy', FILE], 2, 'Unknown word after data "verfy". Did you mean verify?'],
    [['data', 'verify'], 2, 'ogz data verify needs a file.'],
    [['data', 'verify', 'missing.csv'], 1, 'Data file "missing.csv" is not there.'],
    [['data', 'info', '.'], 1, '"." is a folder. Name one file of bars in it.'],
    [['data', 'resample', FILE], 2, '--timeframe is needed: one of 5m, 15m, 1h, 4h, 1d.'],
    [
      ['data', 'resample', FILE, '--timeframe', '2m'],
      2,
      '--timeframe is "2m"; expected one of 1m, 5m, 15m, 1h, 4h, 1d.',
    ],
    [['data', 'resample', FILE, '--timeframe', '1m'], 2, 'Cannot make "1m" bars of "1m" bars'],
  ])('%j ends in %i', async (args, code, text) => {
    const outcome = await ogz(args, {cwd});

    expect(outcome).toMatchObject({code, stdout: ''});
    expect(outcome.stderr).toContain(text);
  });
});

describe('ogz indicators', () => {
  it('lists the register with every parameter', async () => {
    const {code, stdout} = await ogz(['indicators']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^macd +fastPeriod 12 \(1 to 1000\), slowPeriod 26 /m);
    expect((await ogz(['indicators', '--json'])).json).toMatchObject({
      indicators: expect.arrayContaining([{name: 'rsi', parameters: {period: expect.objectContaining({default: 14})}}]),
    });
  });

  it('prints one array with null before warm-up, and every parameter', async () => {
    const args = ['indicators', '--data', FILE, '--indicator', 'sma', '--params', '{"period":3}', '--json'];
    const {code, json} = await ogz(args, {cwd});
    const closes = [...candlesOf((await readBars(join(cwd, FILE))).columns)].map(candle => candle.close);
    const [a = 0, b = 0, c = 0] = closes;

    expect(code).toBe(0);
    expect(json).toMatchObject({name: 'sma', params: {period: 3}, firstIndex: 2});
    const {values} = json as {values: (number | null)[]};
    expect(values).toHaveLength(600);
    expect(values.slice(0, 3)).toEqual([null, null, expect.closeTo((a + b + c) / 3, 9)]);
  });

  it('prints one array per output where there are several', async () => {
    const {json} = await ogz(['indicators', '--data', FILE, '--indicator', 'macd', '--json'], {cwd});
    const {values, params, firstIndex} = json as {
      values: Record<string, unknown[]>;
      params: object;
      firstIndex: number;
    };

    expect(params).toEqual({fastPeriod: 12, slowPeriod: 26, signalPeriod: 9});
    expect(Object.values(values).map(list => list.length)).toEqual([600, 600, 600]);
    for (const list of Object.values(values)) expect(list[firstIndex]).toEqual(expect.any(Number));
  });

  it('shows people the last bars', async () => {
    const {stdout, stderr} = await ogz(['indicators', '--data', FILE, '--indicator', 'rsi'], {cwd});

    expect(stdout.trim().split('\n')).toHaveLength(21);
    expect(stdout).toMatch(/^time +rsi$/m);
    expect(stderr).toBe('The last 20 of 600 bars; --json prints all. The first value is at bar 14 (from 0).\n');
  });

  it.each([
    ['rsy', '{}', 'Unknown indicator "rsy". Did you mean rsi?'],
    ['rsi', '{"period":14', '--params is "{"period":14"; expected a JSON object of numbers'],
    ['rsi', '[14]', '--params is "[14]"; expected a JSON object of numbers'],
    ['rsi', '{"period":"14"}', '--params: "period" is "14"; expected a number.'],
    ['rsi', '{"period":0}', 'Parameter "period" of indicator "rsi" is "0"; expected a whole number from 1 to 1000.'],
    ['rsi', '{"perod":14}', 'Unknown parameter "perod" of indicator "rsi". Known: period.'],
  ])('%s with %s is a mistake of the caller', async (name, params, text) => {
    const {code, stdout, stderr} = await ogz(['indicators', '--data', FILE, '--indicator', name, '--params', params], {
      cwd,
    });

    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain(text);
  });

  it.each([
    ['--indicator', 'rsi', '--data FILE is needed'],
    ['--data', FILE, '--indicator NAME is needed'],
  ])('wants more than %s %s', async (flag, value, text) => {
    expect(await ogz(['indicators', flag, value], {cwd})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(text),
    });
  });

  it('computes nothing on a file that is refused', async () => {
    const args = ['indicators', '--data', 'test_BTCUSDT_1m_twice.csv', '--indicator', 'rsi'];

    expect(await ogz(args, {cwd})).toMatchObject({code: 1, stdout: '', stderr: expect.stringContaining('is refused:')});
  });
});

describe('ogz backtest', () => {
  const run = (...more: string[]) => ogz(['backtest', '--data', FILE, '--data-dir', cwd, ...more], {cwd});

  it('prints what DESIGN promises, and the same hash for the same input', async () => {
    const [first, second] = [await run('--symbol', 'BTC/USDT', '--json'), await run('--json')];

    expect(first).toMatchObject({code: 0, stderr: ''});
    expect(Object.keys(first.json as object)).toEqual(
      expect.arrayContaining(
        `dataset configHash strategy trades fills fees netPnl pnlInterval ambiguousBars
        maxDrawdown sharpe exposure hash elapsedMs candlesPerSecond`.split(/\s+/),
      ),
    );
    expect(first.json).toMatchObject({dataset: {rows: 600, gaps: 0}, pnlInterval: {worst: expect.any(String)}});
    expect((second.json as {hash: string}).hash).toBe((first.json as {hash: string}).hash);
  });

  it('runs one strategy over a part of the file', async () => {
    const {code, json} = await run(
      '--strategy',
      'macdTrend',
      '--from',
      '2024-01-01T02:00',
      '--to',
      '2024-01-01T04:00',
      '--json',
    );

    expect(code).toBe(0);
    expect(json).toMatchObject({
      strategy: 'macdTrend',
      dataset: {rows: 120, from: Date.UTC(2024, 0, 1, 2), to: Date.UTC(2024, 0, 1, 3, 59)},
    });
  });

  it('says when the file is by its name of another market', async () => {
    expect(await run('--symbol', 'ETH/USDT')).toMatchObject({
      code: 0,
      stderr: 'Note: by its name the file holds BTC/USDT; it is traded as ETH/USDT.\n',
      stdout: expect.stringMatching(/^data +600 rows/m),
    });
  });

  it.each([
    [['--strategy', 'macdTrnd'], 2, 'Unknown strategy "macdTrnd". Did you mean macdTrend?'],
    [['--symbol', 'bitcoin'], 2, 'Unknown symbol "bitcoin"; expected base and quote in capitals, such as BTC/USD.'],
    [['--from', 'monday'], 2, '--from is "monday"; expected a time such as'],
    [['--from', '2024-01-02', '--to', '2024-01-01'], 2, '--from must be before --to.'],
    [['--seed', '-1'], 2, '--seed is "-1"; expected a whole number from 0 to 4294967295.'],
    [['--data', 'missing.csv'], 1, 'Data file "missing.csv" is not there.'],
    [['--data', '.'], 1, '"." is a folder.'],
    [['--data', 'test_BTCUSDT_1m_twice.csv'], 1, 'is refused:'],
  ])('%j ends in %i', async (more, code, text) => {
    const outcome = await run(...more);

    expect(outcome).toMatchObject({code, stdout: ''});
    expect(outcome.stderr).toContain(text);
  });

  it('needs a file', async () => {
    expect(await ogz(['backtest'], {cwd})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--data FILE is needed'),
    });
  });
});

describe.runIf(hasSharedData())('dirty files as people keep them', () => {
  it.each([
    [
      'coinbase_BTC_1h_dirty.json.gz',
      ['columns look like time,low,high,open,close,volume', 'the rows run from newest to oldest'],
    ],
    ['coinbase_BTC_4h_nulls.json.gz', ['3 of 12,005 rows cannot be read, the first on line 2786']],
  ])('%s is refused with what is wrong', async (name, texts) => {
    const file = sharedFile('ohlcv-raw', name);
    for (const args of [
      ['data', 'verify', file],
      ['indicators', '--data', file, '--indicator', 'rsi'],
      ['backtest', '--data', file],
    ]) {
      const {code, stdout, stderr} = await ogz(args, {cwd});
      expect(code).toBe(1);
      for (const text of texts) expect(stdout + stderr).toContain(text);
    }
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });

  it('finds a clock that is hours off, beside a file that is right', async () => {
    const right = sharedFile('ohlcv', 'coinbase_BTCUSD_1h.csv.gz');
    const rows = gunzipSync(readFileSync(right)).toString().split('\n').slice(0, 500);
    const late = rows.map(row => row.replace(/^\d+/, time => String(Number(time) + 3_600_000))).join('\n');
    writeFileSync(join(cwd, 'coinbase_BTCUSD_1h_late.csv'), `${late}\n`);

    const {code, stdout} = await ogz(['data', 'verify', 'coinbase_BTCUSD_1h_late.csv', '--reference', right], {cwd});
    expect(code).toBe(1);
    expect(stdout).toContain('times are 1 h late against the reference in 499 of 499 bars');
  });
});
