import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {CcxtHistory} from '../../brokers/ccxt/CcxtHistory.ts';
import {type Simulator, startSimulator} from '../../brokers/simulator/startSimulator.ts';
import {toNumber} from '../../core/domain/Decimal.ts';
import {fetchCandles, type FetchOptions} from '../../core/runtime/data/fetch/fetchCandles.ts';
import {PartFile} from '../../core/runtime/data/fetch/PartFile.ts';
import {ogz, temporaryFolder} from '../cli/ogz.ts';
import {fastTime} from '../kraken/SimulatedKraken.ts';

const SYMBOL = 'BTC/USD';
const HOUR = 3_600_000;
const MINUTE = 60_000;
const folder = temporaryFolder();

let simulator: Simulator;
let source: CcxtHistory;

/** An unmodified ccxt against our own exchange, with waits ten times as short. */
beforeAll(async () => {
  const time = fastTime(10);
  simulator = await startSimulator({...time, port: 0, symbols: [SYMBOL], flow: false, historyMinutes: 720, seed: 4});
  const urls = {public: simulator.restUrl, private: simulator.restUrl};
  source = await CcxtHistory.open({exchange: 'kraken', urls, edge: time});
  await source.check(SYMBOL);
});

afterAll(() => simulator.stop());

const inPages = (most: number, failAfter = Number.POSITIVE_INFINITY): FetchOptions['source'] => {
  let pages = 0;
  return {
    now: () => source.now(),
    page: (symbol, timeframe, since) => {
      pages += 1;
      if (pages > failAfter) throw new Error('the power went');
      return source.page(symbol, timeframe, since, most);
    },
  };
};

let parts = 0;
const newPart = (): PartFile => new PartFile(join(folder, `fetched-${(parts += 1)}.csv.gz`));

const options = (part: PartFile, changes: Partial<FetchOptions> = {}): FetchOptions => ({
  source: inPages(150),
  symbol: SYMBOL,
  timeframe: '1m',
  from: simulator.now() - 8 * HOUR,
  to: Math.floor((simulator.now() - HOUR) / MINUTE) * MINUTE,
  part,
  ...changes,
});

const rowsOf = (part: PartFile): readonly string[] => part.text().trimEnd().split('\n').slice(1);

describe('fetching bars from an exchange', () => {
  it('takes page after page, each bar once and in order, as the exchange has it', async () => {
    const part = newPart();
    const progress: number[] = [];
    const fetched = await fetchCandles(options(part, {onProgress: done => progress.push(done)}));
    const times = rowsOf(part).map(row => Number(row.split(',')[0]));

    expect(fetched).toMatchObject({pages: 3, added: times.length, startsAt: null});
    expect(times.length).toBeGreaterThanOrEqual(419);
    expect(times.every((time, index) => index === 0 || time === (times[index - 1] ?? 0) + MINUTE)).toBe(true);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const {open, high, low, close} =
      simulator.market
        .tape(SYMBOL)
        .candles.bars(1, 720)
        .find(bar => bar.time === times[0]) ?? expect.fail();
    expect(rowsOf(part)[0]?.split(',').slice(1, 5).map(Number)).toEqual([open, high, low, close].map(toNumber));
  });

  it('goes on where it was cut off, in the middle of a line too, and asks for nothing twice', async () => {
    const [whole, cut] = [newPart(), newPart()];
    const span = options(whole);
    await fetchCandles(span);

    await expect(fetchCandles({...span, part: cut, source: inPages(150, 2)})).rejects.toThrow('the power went');
    expect(rowsOf(cut)).toHaveLength(300);
    appendFileSync(cut.path, '17000000');
    const resumed = new PartFile(cut.path.replace(/\.part$/, ''));
    const {pages, added} = await fetchCandles({...span, part: resumed});

    expect({pages, added}).toEqual({pages: 1, added: rowsOf(whole).length - 300});
    expect(resumed.text()).toBe(whole.text());
  });

  it('leaves out the bar that has not ended', async () => {
    const part = newPart();
    const before = await source.now();
    await fetchCandles(options(part, {from: before - HOUR, to: Number.POSITIVE_INFINITY}));
    const last = Number(rowsOf(part).at(-1)?.split(',')[0]);

    expect(last + MINUTE).toBeLessThanOrEqual(await source.now());
    expect(last + 2 * MINUTE).toBeGreaterThan(before - MINUTE);
  });

  it('says where the exchange begins when it keeps nothing from further back', async () => {
    const part = newPart();
    const {startsAt} = await fetchCandles(options(part, {source, from: simulator.now() - 40 * 24 * HOUR}));

    expect(startsAt).toBe(Number(rowsOf(part)[0]?.split(',')[0]));
  });

  it('asks again after a broken answer', async () => {
    simulator.faults.add({name: 'bad-gateway', reaches: false, call: 'OHLC', times: 2});

    expect((await fetchCandles(options(newPart(), {source}))).added).toBeGreaterThan(400);
  });
});

describe('ogz data fetch', () => {
  const fetch = (...args: readonly string[]) =>
    ogz(['data', 'fetch', '--exchange', 'kraken', '--timeframe', '1m', '--data-dir', 'home', ...args], {cwd: folder});
  const from = (): string => new Date(simulator.now() - 2 * HOUR).toISOString().slice(0, 16);

  it('keeps sound bars with their report, and later adds what is new', async () => {
    const args = ['--symbol', SYMBOL, '--from', from(), '--rest-url', simulator.restUrl];
    const until = new Date(simulator.now() - HOUR).toISOString().slice(0, 16);
    const first = await fetch(...args, '--to', until, '--json');
    expect(first).toMatchObject({
      code: 0,
      json: {source: {exchange: 'kraken'}, bars: {gaps: {count: 0}}},
    });

    const more = await fetch(...args);
    const path = join(folder, 'home/candles/kraken_BTCUSD_1m.csv.gz');
    expect(more).toMatchObject({code: 0, stdout: `${path}\n`});
    expect(more.stderr).toMatch(/^\d+ new bars; 1\d\d bars in all/);
    expect(gunzipSync(readFileSync(path)).toString().split('\n').length).toBeGreaterThan(118);
    expect(existsSync(`${path}.part`)).toBe(false);
    expect(existsSync(join(folder, 'home/candles/kraken_BTCUSD_1m.report.json'))).toBe(true);

    const earlier = await fetch('--symbol', SYMBOL, '--from', '2020-01-01', '--rest-url', simulator.restUrl);
    expect(earlier.stderr).toMatch(
      /^Note: ".*" begins at .*, and is only added to\. Fetch what is earlier into another file/,
    );
  });

  it.each([
    [['--symbol', SYMBOL], 2, '--from TIME is needed'],
    [['--symbol', SYMBOL, '--from', '2026-01-01', '--exchange', 'krakn'], 1, 'ccxt has no exchange "krakn"'],
    [
      ['--symbol', SYMBOL, '--from', '2026-01-01', '--rest-url', 'http://127.0.0.1:1'],
      75,
      'Fetching from kraken needs a network; what came so far is kept',
    ],
  ])('%j ends in %i', async (args, code, text) => {
    const outcome = await fetch(...args);

    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(text);
  });
});
