import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, describe, expect, it} from 'vitest';
import {importBars, type ImportOptions} from '../../core/runtime/data/import/importBars.ts';

const folder = mkdtempSync(join(tmpdir(), 'ogz-import-test-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const T0 = Date.UTC(2021, 4, 19, 12);
const HOUR = 3_600_000;

type Bar = readonly [time: number, open: string, high: string, low: string, close: string, volume: string];

/** Thirty hours that wander; closes go on as opens, so that an order of columns can be told. */
const BARS: readonly Bar[] = Array.from({length: 30}, (_, index) => {
  const [open, close] = [40_000 + 37 * ((index * 7) % 11), 40_000 + 37 * (((index + 1) * 7) % 11)];
  return [
    T0 + index * HOUR,
    String(open),
    `${Math.max(open, close) + 12}.5`,
    `${Math.min(open, close) - 9}.25`,
    String(close),
    `${index + 1}.125`,
  ];
});

const HOUSE = ['time_ms,open,high,low,close,volume', ...BARS.map(bar => bar.join(',')), ''].join('\n');

let files = 0;

const imported = (content: string | Buffer, ending: string, options: Partial<ImportOptions> = {}) => {
  files += 1;
  const path = join(folder, `file-${files}${ending}`);
  writeFileSync(path, content);

  return importBars({path, symbol: 'BTC/USD', offsetMs: 0, drop: new Set(), ...options});
};

const csv = (row: (bar: Bar) => readonly unknown[], header?: string, sign = ','): string =>
  [...(header === undefined ? [] : [header]), ...BARS.map(bar => row(bar).join(sign)), ''].join('\n');

const iso = (time: number): string => new Date(time).toISOString();

/** What exchanges and sites really hand out, each the same thirty bars. */
const SHAPES: readonly (readonly [what: string, content: string, ending: string, options?: Partial<ImportOptions>])[] =
  [
    ['the house format', HOUSE, '.csv'],
    ['bare rows in ms', csv(bar => bar), '.csv'],
    ['seconds', csv(([time, ...rest]) => [time / 1_000, ...rest]), '.csv'],
    ['microseconds', csv(([time, ...rest]) => [time * 1_000, ...rest]), '.csv'],
    ['nanoseconds', csv(([time, ...rest]) => [`${time}000000`, ...rest]), '.csv'],
    ['ISO with Z', csv(([time, ...rest]) => [iso(time), ...rest], 'Date,Open,High,Low,Close,Volume'), '.csv'],
    [
      'ISO with a blank and no zone, taken as UTC',
      csv(([time, ...rest]) => [iso(time).slice(0, 19).replace('T', ' '), ...rest]),
      '.csv',
    ],
    [
      'ISO with an offset of its own',
      csv(([time, ...rest]) => [iso(time + 2 * HOUR).replace('.000Z', '+02:00'), ...rest]),
      '.csv',
    ],
    [
      'a clock that is stated to be eight hours ahead',
      csv(([time, ...rest]) => [time + 8 * HOUR, ...rest]),
      '.csv',
      {offsetMs: 8 * HOUR},
    ],
    ['newest first', ['t,o,h,l,c,v', ...BARS.toReversed().map(bar => bar.join(','))].join('\n'), '.csv'],
    [
      "Coinbase's order: time, low, high, open, close, volume",
      csv(([t, o, h, l, c, v]) => [t / 1_000, l, h, o, c, v]),
      '.csv',
    ],
    ["Bitfinex's order: mts, open, close, high, low, volume", csv(([t, o, h, l, c, v]) => [t, o, c, h, l, v]), '.csv'],
    [
      'columns named in any order',
      csv(([t, o, h, l, c, v]) => [v, c, l, h, o, t], 'volume,close,low,high,open,timestamp'),
      '.csv',
    ],
    [
      "Binance's kline archive",
      csv(([t, o, h, l, c, v]) => [t, o, h, l, c, v, t + HOUR - 1, '1.5', 10, '0.5', '0.5', 0]),
      '.csv',
    ],
    ["Kraken's OHLCVT archive", csv(([t, ...rest]) => [t / 1_000, ...rest, 17]), '.csv'],
    [
      "Kraken's OHLC answer",
      JSON.stringify({
        error: [],
        result: {XXBTZUSD: BARS.map(([t, o, h, l, c, v]) => [t / 1_000, o, h, l, c, c, v, 3]), last: 0},
      }),
      '.json',
    ],
    ["ccxt's arrays of numbers", JSON.stringify(BARS.map(bar => bar.map(Number))), '.json'],
    [
      'objects in JSON',
      JSON.stringify(
        BARS.map(([time, open, high, low, close, volume]) => ({volume, close, low, high, open, time: iso(time)})),
      ),
      '.json',
    ],
    [
      'a JSON object a line',
      BARS.map(([t, o, h, l, c, v]) => JSON.stringify({t, o, h, l, c, v})).join('\n'),
      '.ndjson',
    ],
    [
      'a site that puts its address above the header, and two volumes',
      `https://www.example.com\n${csv(([t, ...rest]) => [t / 1_000, iso(t).slice(0, 19).replace('T', ' '), 'BTC/USD', ...rest, '999'], 'unix,date,symbol,open,high,low,close,Volume BTC,Volume USD')}`,
      '.csv',
    ],
    ['semicolons', csv(bar => bar, 'time;open;high;low;close;volume', ';'), '.csv'],
    [
      'tabs, quotes and a byte order mark',
      `\uFEFF${csv(bar => bar.map(cell => `"${cell}"`), undefined, '\t')}`,
      '.tsv',
    ],
    [
      'trailing zeros and exponents',
      csv(([t, ...rest]) => [t, ...rest.map(text => (text.includes('.') ? `${text}000` : `${text}.00`))]),
      '.csv',
    ],
    [
      'an order that the caller states',
      csv(([t, o, h, l, c, v]) => ['x', l, c, o, v, h, t]),
      '.csv',
      {columns: 'what,low,close,open,volume,high,time'},
    ],
  ];

describe('importing bars', () => {
  it.each(SHAPES.map(([what, ...rest]) => [what, rest] as const))('reads %s', async (_, [content, ending, options]) => {
    const {report, text} = await imported(content, ending, options);

    expect(text).toBe(HOUSE);
    expect(report).toMatchObject({isSound: true, problems: [], bars: {rows: 30, timeframe: '1h', from: T0}});
  });

  it('reads every one of them packed', async () => {
    const {text} = await imported(gzipSync(csv(([time, ...rest]) => [time / 1_000, ...rest])), '.csv.gz');

    expect(text).toBe(HOUSE);
  });

  it('says what it changed', async () => {
    const seconds = [
      'time,low,high,open,close,volume',
      ...BARS.toReversed().map(([t, o, h, l, c, v]) => [t / 1_000, l, h, o, c, v].join(',')),
    ];
    const {report} = await imported(seconds.join('\n'), '.csv');

    expect(report.shape).toEqual({
      columns: 'time,low,high,open,close,volume',
      timeUnit: 's',
      order: 'newest first',
      hasHeader: true,
    });
    expect(report.changes).toEqual([
      'columns put in order, from time,low,high,open,close,volume',
      'times turned to ms, from seconds',
      'rows turned round, from newest first',
    ]);
  });

  it('keeps every digit of any price and volume', async () => {
    const digits = fc.bigInt({min: 1n, max: 10n ** 14n}).map(value => {
      const text = value.toString().padStart(9, '0');
      return `${text.slice(0, -8)}.${text.slice(-8)}`.replace(/\.?0+$/, '');
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(digits, digits), {minLength: 12, maxLength: 40}), async pairs => {
        const rows = pairs.map(([price, volume], index) =>
          [T0 + index * HOUR, price, price, price, price, volume].join(','),
        );
        const {text} = await imported(rows.join('\n'), '.csv');
        expect(text.split('\n').slice(1, -1)).toEqual(rows);
      }),
      {numRuns: 30},
    );
  });
});

const spoilt = (at: number, change: (bar: Bar) => readonly unknown[]): string =>
  csv(bar => (bar === BARS[at] ? change(bar) : bar), 'time,open,high,low,close,volume');

const codesOf = ({problems}: {readonly problems: readonly {readonly code: string; readonly line: number | null}[]}) =>
  problems.map(({code, line}) => [code, line]);

describe('an import mends nothing by itself', () => {
  const nulls = spoilt(4, ([t]) => [t, 'null', 'null', 'null', 'null', 'null']);
  const twice = csv(bar => bar, 'time,open,high,low,close,volume').replace(/^(.*\n.*\n)(.*\n)/, '$1$2$2');

  it('names rows without values, and leaves them out as gaps only when told so', async () => {
    const {report} = await imported(nulls, '.csv');
    expect(report.isSound).toBe(false);
    expect(codesOf(report)).toEqual([['unreadable', 6]]);

    const allowed = await imported(nulls, '.csv', {drop: new Set(['nulls'])});
    expect(allowed.report).toMatchObject({
      isSound: true,
      dropped: {nulls: 1},
      bars: {rows: 29, gaps: {count: 1, missingBars: 1}},
    });
  });

  it('names a bar that stands twice, and leaves the second out only when told so', async () => {
    const {report} = await imported(twice, '.csv');
    expect(codesOf(report)).toEqual([['duplicate', 4]]);

    const allowed = await imported(twice, '.csv', {drop: new Set(['duplicates'])});
    expect(allowed.report).toMatchObject({isSound: true, dropped: {duplicates: 1}});
    expect(allowed.text).toBe(HOUSE);
  });

  it('never chooses between two bars of one time', async () => {
    const contradiction = twice.replace(/^((?:.*\n){3})(\d+),\d+/, '$1$2,1');
    const {report} = await imported(contradiction, '.csv', {drop: new Set(['duplicates'])});

    expect(report.isSound).toBe(false);
    expect(report.problems[0]).toMatchObject({code: 'duplicate', line: 4});
  });

  it('names a shifted zone as one', async () => {
    const daily = Array.from({length: 30}, (_, index) => [Date.UTC(2021, 0, 1 + index, 8), 10, 11, 9, 10, 1].join(','));
    const {report} = await imported(daily.join('\n'), '.csv', {timeframe: '1d'});
    expect(report.problems[0]?.message).toMatch(/all rows are 8 h past the 1d grid.*say so with --utc-offset/);

    const told = await imported(daily.join('\n'), '.csv', {timeframe: '1d', offsetMs: 8 * HOUR});
    expect(told.report).toMatchObject({isSound: true, bars: {from: Date.UTC(2021, 0, 1)}});
  });

  it('counts gaps and fills none', async () => {
    const {report} = await imported(
      csv(bar => bar)
        .split('\n')
        .toSpliced(10, 3)
        .join('\n'),
      '.csv',
    );

    expect(report).toMatchObject({
      isSound: true,
      bars: {rows: 27, gaps: {count: 1, missingBars: 3, longest: {bars: 3}}},
    });
  });

  it.each([
    ['an impossible bar', spoilt(7, ([t, o, , l, c, v]) => [t, o, '1', l, c, v]), [['range', 9]]],
    ['a word for a price', spoilt(7, ([t, , h, l, c, v]) => [t, 'about 40k', h, l, c, v]), [['unreadable', 9]]],
    ['a unit that changes on the way', spoilt(7, ([t, ...rest]) => [t / 1_000, ...rest]), [['unreadable', 9]]],
    ['a time off the grid', spoilt(7, ([t, ...rest]) => [t + 17, ...rest]), [['zone', 9]]],
    ['rows out of order', spoilt(20, ([, ...rest]) => [T0, ...rest]), [['order', 22]]],
  ])('refuses %s with its line in the given file', async (_, content, codes) => {
    const {report} = await imported(content, '.csv');

    expect(report.isSound).toBe(false);
    expect(codesOf(report)).toEqual(codes);
  });

  it('names the given line also when the rows were turned round', async () => {
    const rows = BARS.toReversed().map((bar, index) =>
      (index === 2 ? [bar[0], bar[1], '1', bar[3], bar[4], bar[5]] : bar).join(','),
    );
    const {report} = await imported(['time,open,high,low,close,volume', ...rows].join('\n'), '.csv');

    expect(report.problems[0]).toMatchObject({code: 'range', line: 4});
    expect(report.problems[0]?.message).toMatch(/^line 4: /);
  });

  it.each([
    ['no rows', 'time,open,high,low,close,volume\n', /holds no rows/],
    ['a header without a volume', 'time,open,high,low,close\n1,2,3,4,5\n', /names no volume.*--columns/s],
    ['nine bare columns', csv(bar => [...bar, 1, 2, 3]), /9 columns, which is no known shape.*--columns/s],
    ['no times', csv(([, ...rest]) => ['soon', ...rest]), /no column holds times/],
    ['JSON that is none', '[[1,2,3', /no whole JSON text/],
    ['JSON without bars', '{"error":["EQuery:Unknown asset pair"]}', /without a list of bars/],
  ])('refuses %s and says what would help', async (_, content, message) => {
    await expect(
      imported(content, content.startsWith('[') || content.startsWith('{') ? '.json' : '.csv'),
    ).rejects.toThrow(message);
  });
});
