import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runBacktest} from '../../core/research/backtest.ts';
import {monthlyReturns, topDrawdowns, underwater} from '../../core/research/report/curves.ts';
import {adverseShare, favorableShare} from '../../core/research/report/groupTrades.ts';
import {escapeHtml} from '../../core/research/report/html.ts';
import {makeReport, type Report} from '../../core/research/report/makeReport.ts';
import {renderReport} from '../../core/research/report/renderReport.ts';
import {writeTrades} from '../../core/research/report/writeTrades.ts';
import {livelyMarket} from '../brain/market.ts';
import {launchChromium} from '../support/chromium.ts';
import {ogz} from '../cli/ogz.ts';

const PICTURES = resolve(import.meta.dirname, '../e2e/screenshots');
const folder = mkdtempSync(join(tmpdir(), 'ogz-report-'));
const file = join(folder, 'kraken_BTCUSD_1m.csv');
const page = join(folder, 'report.html');
const options = {files: [file], symbols: ['BTC/USD'], useMemory: false, dataDir: join(folder, 'data')};

let report: Report;

beforeAll(async () => {
  const rows = livelyMarket(21, 2_600).map(({time, volume, ...prices}) => {
    const {open, high, low, close} = prices;
    return [time, ...[open, high, low, close].map(price => price.toFixed(2)), volume.toFixed(4)].join(',');
  });
  writeFileSync(file, ['time_ms,open,high,low,close,volume', ...rows, ''].join('\n'));
  report = await makeReport({...options, commit: 'abc123'});
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe('the report', () => {
  it('is of the same run as the backtest', async () => {
    const {hash, trades, netPnl, pnlInterval, ambiguousBars} = await runBacktest(options);

    expect(report.summary).toMatchObject({hash, trades, netPnl});
    expect([report.pnlInterval, report.ambiguousBars]).toEqual([pnlInterval, ambiguousBars]);
    expect(Number(pnlInterval.worst)).toBeLessThanOrEqual(Number(netPnl));
    expect(Number(pnlInterval.best)).toBeGreaterThanOrEqual(Number(netPnl));
    expect(report.trades).toHaveLength(trades);
    expect(trades).toBeGreaterThan(10);
  });

  it('takes more fees a trade at two and at three times the costs, though it then trades smaller', () => {
    const [once, twice, thrice] = report.costs.map(({fees, trades}) => Number(fees) / trades);

    expect(report.costs.map(({factor}) => factor)).toEqual([1, 2, 3]);
    expect((twice ?? 0) / (once ?? 1)).toBeGreaterThan(1.5);
    expect((thrice ?? 0) / (twice ?? 1)).toBeGreaterThan(1.2);
  });

  it('knows of every trade why it was entered, and where its stop stood', () => {
    for (const {entryReason, stop, target, confidence} of report.trades) {
      expect(entryReason).toMatch(/ is (above|below) /);
      expect(Number(stop) * Number(target)).toBeGreaterThan(0);
      expect(confidence).toBeGreaterThan(0);
    }
  });

  it('adds up: opening cash, net result and the last point of the curve', () => {
    expect(report.points.at(-1)?.equity).toBeCloseTo(report.opening + Number(report.summary.netPnl), 6);
  });

  it('says when trading was stopped, and nothing of it when it was not', () => {
    const trading = 'HALTED since 2024-01-01T00:00:00.000Z: DRAWDOWN, breaker';

    expect(renderReport({...report, summary: {...report.summary, trading}})).toContain(`Trading ended ${trading}.`);
    expect(renderReport({...report, summary: {...report.summary, trading: 'ACTIVE'}})).not.toContain('Trading ended');
  });

  it('a trade that lost has been under water at least as deep', () => {
    for (const trade of report.trades) {
      const move = Number(trade.exitPrice) / Number(trade.entryPrice) - 1;
      const result = trade.side === 'long' ? move : -move;
      expect(adverseShare(trade)).toBeGreaterThan(-result - 1e-9);
      expect(favorableShare(trade)).toBeGreaterThan(result - 1e-9);
    }
  });

  it('is one file that asks for nothing else', () => {
    const html = renderReport(report);

    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\//);
    expect(html).toContain("default-src 'none'");
    for (const text of ['abc123', report.provenance.dataset.sha256, report.provenance.configHash, report.summary.hash])
      expect(html).toContain(text);
  });

  it('lets no name become markup', () => {
    const html = renderReport({...report, title: '<b>"x" & \'y\'</b>'});

    expect(html).not.toContain('<b>');
    expect(escapeHtml('<b>"x" & \'y\'</b>')).toBe('&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;');
  });

  it('can be written for a run without a single trade', async () => {
    const html = renderReport({...report, trades: [], points: report.points.slice(0, 1)});

    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
    writeFileSync(page, renderReport(report));
    mkdirSync(PICTURES, {recursive: true});
  });

  afterAll(() => browser.close());

  it.each([
    ['wide and light', {width: 1_280, height: 2_400}, 'light'],
    ['wide and dark', {width: 1_280, height: 2_400}, 'dark'],
    ['on a phone', {width: 360, height: 2_400}, 'light'],
  ] as const)('opens from disk without a network, %s', async (name, viewport, colorScheme) => {
    const context = await browser.newContext({viewport, colorScheme, offline: true});
    const tab = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    tab.on('console', message => complaints.push(message.text()));
    tab.on('pageerror', error => complaints.push(error.message));
    tab.on('request', request => requests.push(request.url()));
    await tab.goto(pathToFileURL(page).href);
    await tab.bringToFront();
    // A page that has not been painted yet gives no picture.
    await tab.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await tab.screenshot({path: join(PICTURES, `report-${name.replaceAll(' ', '-')}.png`)});

    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(page).href]);
    expect(await tab.locator('h2').allTextContents()).toEqual([
      ...['Net result', 'Equity', 'Statistics', 'Dearer costs', 'Months', 'Deepest drawdowns'],
      ...['By strategy', 'By entry reason', 'By exit', 'By side', 'Excursions', 'Trades', 'Provenance'],
    ]);
    expect(await tab.locator('svg').count()).toBe(5);
    expect(await tab.locator('section', {hasText: 'Trades'}).last().isVisible()).toBe(true);
    // Nothing but the tables, which scroll by themselves, may be wider than the page.
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await context.close();
  });

  it('prints', async () => {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    const pdf = await tab.pdf({format: 'A4', path: join(PICTURES, 'report.pdf')});
    await tab.emulateMedia({media: 'print'});

    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await tab.close();
  });
});

describe('curves, worked by hand', () => {
  const at = (iso: string, equity: number) => ({time: Date.parse(iso), equity, held: 1});
  const points = [
    at('2021-01-31T23:00Z', 110),
    at('2021-02-01T00:00Z', 120),
    at('2021-02-10T00:00Z', 90),
    at('2021-02-20T00:00Z', 130),
    at('2022-01-05T00:00Z', 117),
  ];

  it('falls from a peak, and how long they last', () => {
    expect(underwater(points)).toEqual([0, 0, 0.25, 0, expect.closeTo(0.1, 12)]);
    expect(topDrawdowns(points, 5)).toEqual([
      {depth: 0.25, peak: points[1]?.time, trough: points[2]?.time, recovered: points[3]?.time},
      {depth: expect.closeTo(0.1, 12), peak: points[3]?.time, trough: points[4]?.time, recovered: null},
    ]);
  });

  it('a bar that closes at midnight belongs to the month that ends then', () => {
    const rows = monthlyReturns(points, 100);

    expect(rows.map(({year, total}) => [year, total])).toEqual([
      [2021, expect.closeTo(0.3, 12)],
      [2022, expect.closeTo(-0.1, 12)],
    ]);
    expect(rows[0]?.months.slice(0, 3)).toEqual([expect.closeTo(0.2, 12), expect.closeTo(130 / 120 - 1, 12), null]);
  });
});

describe('trades as files', () => {
  it('CSV and JSON hold every trade, to the last digit', async () => {
    const [csv, json] = [join(folder, 'trades.csv'), join(folder, 'trades.json')];
    writeTrades(csv, report.trades);
    writeTrades(json, report.trades);
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\r\n');

    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(report.trades);
    expect(lines).toHaveLength(report.trades.length + 1);
    expect(lines[0]).toMatch(/^symbol,side,strategy,entryTime,/);
    expect(lines[1]?.split(',').slice(0, 4)).toEqual([
      'BTC/USD',
      report.trades[0]?.side,
      report.trades[0]?.strategy,
      new Date(report.trades[0]?.entryTime ?? 0).toISOString(),
    ]);
  });

  it('quotes what holds a comma or a quote', () => {
    const path = join(folder, 'quoted.csv');
    writeTrades(path, [{...(report.trades[0] ?? expect.fail()), entryReason: 'RSI, so "low"'}]);

    expect(readFileSync(path, 'utf8')).toContain(',"RSI, so ""low"""\r\n');
  });

  it('refuses another ending', () => {
    expect(() => writeTrades('trades.xlsx', [])).toThrow('ends in .csv or .json, not "trades.xlsx"');
  });
});

describe('on the command line', () => {
  const flags = ['--data', file, '--symbol', 'BTC/USD', '--strategy', 'emaCross', '--data-dir', join(folder, 'data')];

  it('backtest --trades writes them beside the report', async () => {
    const path = join(folder, 'from-cli.json');
    const {code, stdout} = await ogz(['backtest', ...flags, '--trades', path, '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(JSON.parse(stdout).trades);
  });

  it('backtest --trades names the endings that it knows', async () => {
    const {code, stderr} = await ogz(['backtest', ...flags, '--trades', 'trades.xlsx']);

    expect({code, stderr}).toEqual({
      code: 2,
      stderr: expect.stringContaining('--trades is "trades.xlsx"; expected a file that ends in .csv or .json.'),
    });
  });

  it('report writes the page and says where', async () => {
    const out = join(folder, 'cli.html');
    const {code, stdout} = await ogz(['report', ...flags, '--out', out]);

    expect([code, stdout]).toEqual([0, `${out}\n`]);
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it('verify passes an honest strategy with 0', async () => {
    const {code, stdout} = await ogz(['verify', ...flags, '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({prefixInvariant: true, futurePoisonInvariant: true, findings: []});
  });
});
