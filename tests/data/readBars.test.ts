import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, describe, expect, it} from 'vitest';
import {resample} from '../../core/domain/resample.ts';
import {BarFileRefused, type BarProblem, candlesOf} from '../../core/runtime/data/BarFile.ts';
import {diagnoseBars, readBars} from '../../core/runtime/data/readBars.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

const HEADER = 'time_ms,open,high,low,close,volume';
const T0 = 1_700_000_040_000;
const HOUR = 3_600_000;
const directory = mkdtempSync(join(tmpdir(), 'ogz-bars-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

const minutes = (count: number, from = T0, step = 60_000): string[] =>
  Array.from({length: count}, (_, index) => `${from + index * step},100.5,${102 + index},99,${101 + index},7.25`);

const write = (rows: readonly string[] | string | Buffer, name = 'test_BTCUSDT_1m.csv'): string => {
  const path = join(directory, name);
  const content = typeof rows === 'string' || Buffer.isBuffer(rows) ? rows : `${[HEADER, ...rows].join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') && typeof content === 'string' ? gzipSync(content) : content);

  return path;
};

const errorsOf = async (...input: Parameters<typeof write>): Promise<readonly BarProblem[]> => {
  const path = write(...input);
  await expect(readBars(path)).rejects.toThrow(BarFileRefused);

  return (await diagnoseBars(path)).report.problems.filter(problem => problem.severity === 'error');
};

describe('readBars', () => {
  it('reads a sound file whole, with its name, grid and finest digits', async () => {
    const file = await readBars(write(minutes(3), 'binance_BTCUSDT_1m_2021crash.csv.gz'));

    expect([...candlesOf(file.columns)][2]).toEqual({
      time: T0 + 120_000,
      open: 100.5,
      high: 104,
      low: 99,
      close: 103,
      volume: 7.25,
    });
    expect(file).toMatchObject({
      exchange: 'binance',
      symbol: 'BTC/USDT',
      timeframe: '1m',
      rows: 3,
      from: T0,
      to: T0 + 120_000,
    });
    expect(file).toMatchObject({
      priceDigits: 1,
      quantityDigits: 2,
      problems: [],
      gaps: {count: 0, missingBars: 0, longest: null},
    });
  });

  it('reads numbers as Number does, wherever chunks and line ends fall', async () => {
    const text = fc.oneof(
      fc.double({min: 1e-9, max: 1e15, noNaN: true}).map(String),
      fc.tuple(fc.nat(1e9), fc.nat(99_999_999)).map(([whole, fraction]) => `${whole}.${fraction}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, {minLength: 1, maxLength: 20}),
        fc.constantFrom('\n', '\r\n'),
        async (volumes, newline) => {
          const rows = volumes.map((volume, index) => `${T0 + index * 60_000},100,100,100,100,${volume}`);
          const path = write([HEADER, ...rows].join(newline));
          const {columns} = await readBars(path);
          expect([...candlesOf(columns)].map(candle => candle.volume)).toEqual(volumes.map(Number));
        },
      ),
      {numRuns: 100},
    );
  });

  it('counts gaps and fills none of them', async () => {
    const rows = minutes(10);
    rows.splice(3, 4);
    const file = await readBars(write(rows));

    expect(file.rows).toBe(6);
    expect(file.gaps).toEqual({count: 1, missingBars: 4, longest: {after: T0 + 120_000, bars: 4}});
  });

  it('names the first line that goes back in time', async () => {
    const rows = minutes(5);
    rows.splice(2, 0, minutes(1, T0 - 90_000)[0] ?? '');
    const [first] = await errorsOf(rows);

    expect(first).toMatchObject({code: 'order', line: 4});
    expect(first?.message).toMatch(/^line 4: time goes back from 2023-11-14T22:15:00Z to 2023-11-14T22:12:30Z/);
  });

  it('says that the rows run from newest to oldest', async () => {
    const [first] = await errorsOf(minutes(20).reverse());

    expect(first).toMatchObject({code: 'order', line: 3, count: 19});
    expect(first?.message).toContain('the rows run from newest to oldest');
  });

  it('names duplicates', async () => {
    const rows = minutes(5);
    rows.splice(2, 0, rows[1] ?? '');

    expect(await errorsOf(rows)).toMatchObject([{code: 'duplicate', line: 4, count: 1}]);
  });

  it.each([
    ['a null', 'null', 'open is "null"'],
    ['an empty field', '', 'open is ""'],
    ['NaN', 'NaN', 'open is "NaN"'],
    ['words', 'abc', 'open is "abc"'],
  ])('names %s with its line', async (_, value, text) => {
    const rows = minutes(5);
    rows[2] = `${T0 + 120_000},${value},102,99,101,1`;
    const [first] = await errorsOf(rows);

    expect(first).toMatchObject({code: 'unreadable', line: 4, count: 1});
    expect(first?.message).toContain(text);
  });

  it('names a blank line in the middle, and accepts them at the end', async () => {
    expect(await errorsOf([...minutes(2), '', ...minutes(2, T0 + 180_000)])).toMatchObject([
      {code: 'unreadable', line: 4},
    ]);
    expect((await readBars(write([...minutes(3), '', '']))).rows).toBe(3);
  });

  it.each([
    ['a price of zero', '0,102,0,101,1', 'price'],
    ['a negative price', '100,102,-1,101,1', 'price'],
    ['a low above the open', '100,102,101,101.5,1', 'range'],
    ['a high below the close', '100,102,99,103,1', 'range'],
    ['a negative volume', '100,102,99,101,-5', 'volume'],
  ])('refuses %s', async (_, values, code) => {
    const rows = minutes(200);
    rows[100] = `${T0 + 100 * 60_000},${values}`;

    expect(await errorsOf(rows)).toMatchObject([{code, line: 102, count: 1}]);
  });

  it('recognises columns in another order', async () => {
    const rows = Array.from({length: 100}, (_, index) => {
      const open = 100 + (index % 7);
      const close = 100 + ((index + 1) % 7);
      return `${T0 + index * 60_000},${Math.min(open, close) - 1},${Math.max(open, close) + 1},${open},${close},7`;
    });
    const [first] = await errorsOf(rows);

    expect(first).toMatchObject({code: 'columns', count: 100});
    expect(first?.message).toContain('columns look like time,low,high,open,close,volume');
  });

  it('refuses a header that names other columns', async () => {
    const [first] = await errorsOf(`time,low,high,open,close,volume\n${minutes(3).join('\n')}\n`);

    expect(first).toMatchObject({code: 'columns', line: 1});
    expect(first?.message).toContain(`should be "${HEADER}"`);
  });

  it.each([
    [12, 'unreadable', 'it has 12 columns and should have 6'],
    [5, 'unreadable', 'it has 5 columns and should have 6'],
  ])('refuses rows of %d columns', async (width, code, text) => {
    const [first] = await errorsOf([Array.from({length: width}, () => '1').join(',')]);

    expect(first).toMatchObject({code, line: 2});
    expect(first?.message).toContain(text);
  });

  it('recognises a zone by the offset that all times share', async () => {
    const [first] = await errorsOf(minutes(30, 1_700_006_400_000 + 8 * HOUR, 24 * HOUR), 'test_BTCUSDT_1d.csv');

    expect(first).toMatchObject({code: 'zone', count: 30});
    expect(first?.message).toMatch(/all rows are 8 h past the 1d grid, as local time would be; write UTC/);
  });

  it('recognises a zone that changes part-way', async () => {
    const rows = [
      ...minutes(10, 1_700_006_400_000, 24 * HOUR),
      ...minutes(10, 1_700_006_400_000 + 240 * HOUR - HOUR, 24 * HOUR),
    ];
    const [first] = await errorsOf(rows, 'test_BTCUSDT_1d.csv');

    expect(first).toMatchObject({code: 'zone', line: 12, count: 10});
    expect(first?.message).toContain('local time with summer time');
  });

  it('recognises the hour that summer time repeats', async () => {
    const [first] = await errorsOf([...minutes(120), ...minutes(120, T0 + HOUR)]);

    expect(first).toMatchObject({code: 'zone', line: 122});
    expect(first?.message).toContain('as local time does when summer time ends: write UTC');
  });

  it.each([
    ['seconds', 1 / 1_000],
    ['microseconds', 1_000],
  ])('recognises times in %s', async (unit, factor) => {
    const [first] = await errorsOf(minutes(3, T0 * factor, 60_000 * factor));

    expect(first).toMatchObject({code: 'timeUnit', line: 2});
    expect(first?.message).toContain(`looks like ${unit}`);
  });

  it('refuses times off the grid', async () => {
    expect(await errorsOf(minutes(3, T0 + 17))).toMatchObject([{code: 'zone', line: 2, count: 3}]);
  });

  it('takes the timeframe from the steps when the name says none, and refuses a name that contradicts them', async () => {
    expect((await readBars(write(minutes(20, 1_700_006_400_000, HOUR), 'mine.csv'))).timeframe).toBe('1h');
    expect(await errorsOf(minutes(20, 1_700_006_400_000, HOUR))).toMatchObject([{code: 'timeframe'}]);
    const [unknown] = await errorsOf(minutes(20), 'test_BTCUSDT_7m.csv');
    expect(unknown?.message).toBe(
      'unknown timeframe "7m". Known: 1m, 5m, 15m, 1h, 4h, 1d. Name it exchange_SYMBOL_timeframe.csv.gz or state the timeframe',
    );
  });

  it('refuses an empty file, a header alone and something else', async () => {
    expect(await errorsOf('')).toMatchObject([{code: 'empty'}]);
    expect(await errorsOf(Buffer.alloc(0), 'test_BTCUSDT_1m.csv.gz')).toMatchObject([{code: 'empty'}]);
    expect(await errorsOf([])).toMatchObject([{code: 'empty'}]);
    expect(await errorsOf('x'.repeat(100_000))).toMatchObject([{code: 'format'}]);
    expect(await errorsOf('{"bars": 1}', 'test_BTCUSDT_1m.json')).toMatchObject([{code: 'format'}]);
  });

  it('refuses a gzip that was cut or is none', async () => {
    const whole = gzipSync(`${[HEADER, ...minutes(500)].join('\n')}\n`);
    const [cut] = await errorsOf(whole.subarray(0, whole.length / 2), 'test_BTCUSDT_1m.csv.gz');
    expect(cut?.message).toMatch(/^the gzip data end early after \d+ rows/);
    const [plain] = await errorsOf(Buffer.from(minutes(3).join('\n')), 'test_BTCUSDT_1m.csv.gz');
    expect(plain).toMatchObject({code: 'cutOff'});
  });

  it('finds a clock that is hours late by a reference', async () => {
    const late = write(minutes(100, T0 + 8 * HOUR));
    const reference = [...candlesOf((await readBars(write(minutes(100), 'test_BTCUSDT_1m_right.csv'))).columns)];
    expect((await readBars(late)).problems).toEqual([]);

    await expect(readBars(late, {reference})).rejects.toThrow(
      'times are 8 h late against the reference in 100 of 100 bars',
    );
  });

  it('puts all errors into one message that an operator can act on', async () => {
    const rows = minutes(5);
    rows[1] = `${T0 + 60_000},null,1,1,1,1`;
    rows[3] = rows[2] ?? '';

    await expect(readBars(write(rows))).rejects.toThrow(
      /^Data file ".*" is refused:\n- 1 of 5 rows cannot be read.*\n- line 5: .*twice/,
    );
  });
});

describe.runIf(hasSharedData())('readBars on real files', () => {
  type Entry = {
    file: string;
    rows: number;
    sha256: string;
    timeframe: string;
    gaps: number;
    missing_bars: number;
    first_ms: number;
    last_ms: number;
  };
  const read = (name: string) => readBars(sharedFile('ohlcv', name));
  const candles = async (name: string) => [...candlesOf((await read(name)).columns)];

  it('agrees with the manifest about every file', async () => {
    const {ohlcv}: {ohlcv: Entry[]} = JSON.parse(readFileSync(sharedFile('manifest.json'), 'utf8'));
    const known = ohlcv.filter(entry => entry.timeframe !== '1s');
    expect(known).toHaveLength(readdirSync(sharedFile('ohlcv')).length - 1);

    for (const entry of known) {
      const {rows, sha256, gaps, from, to, problems} = await readBars(sharedFile(entry.file));
      expect({rows, sha256, from, to, problems, gaps: gaps.count, missing: gaps.missingBars}, entry.file).toEqual({
        rows: entry.rows,
        sha256: entry.sha256,
        from: entry.first_ms,
        to: entry.last_ms,
        problems: [],
        gaps: entry.gaps,
        missing: entry.missing_bars,
      });
    }
  });

  it('refuses one-second bars, a timeframe that it does not know', async () => {
    await expect(read('coinbase_BTCUSD_1s_20161007.csv.gz')).rejects.toThrow('unknown timeframe "1s"');
  });

  it('says what is wrong with dirty arrays: order of columns, order of rows, and a clock 8 h late', async () => {
    const reference = await candles('coinbase_BTCUSD_1h.csv.gz');
    const path = sharedFile('ohlcv-raw', 'coinbase_BTC_1h_dirty.json.gz');
    const {report} = await diagnoseBars(path, {reference});

    expect(report.problems.map(problem => problem.code)).toEqual(['columns', 'order', 'zone']);
    await expect(readBars(path, {reference})).rejects.toThrow(
      /columns look like time,low,high,open,close,volume: .* 46,480 of 48,060 rows[^]*newest to oldest[^]*8 h late/,
    );
  });

  it('names the rows of nulls, and the clock 8 h late', async () => {
    const reference = resample(await candles('coinbase_BTCUSD_1h.csv.gz'), '1h', '4h');
    const {report} = await diagnoseBars(sharedFile('ohlcv-raw', 'coinbase_BTC_4h_nulls.json.gz'), {reference});

    expect(report.problems.map(({code, line, count}) => ({code, line, count}))).toMatchObject([
      {code: 'unreadable', line: 2786, count: 3},
      {code: 'zone', line: null},
    ]);
  });

  it('notices a file cut anywhere', async () => {
    const bytes = readFileSync(sharedFile('ohlcv', 'coinbase_BTCUSD_1m_20171217.csv.gz'));
    for (let cut = 1; cut < bytes.length; cut += 997) {
      const path = write(bytes.subarray(0, cut), 'coinbase_BTCUSD_1m.csv.gz');
      await expect(readBars(path)).rejects.toThrow('end early');
    }
    expect(gunzipSync(bytes).at(-1)).toBe(10);
  });
});
