import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {build} from 'vite';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {count} from '../../dashboard/src/format.ts';
import {FAKE_TOKEN, FakeBot} from '../support/fakeBot.ts';
import {launchChromium} from '../support/chromium.ts';

const ROOT = resolve(import.meta.dirname, '../../dashboard');
const DESKTOP = {width: 1440, height: 900};
const PHONE = {width: 360, height: 740};
/** Stricter than what the server sends: the page needs no exception from it. */
const STRICT_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const dist = mkdtempSync(join(tmpdir(), 'ogz-dashboard-'));
let browser: Browser;
let bot: FakeBot;
let complaints: string[];

beforeAll(async () => {
  await build({root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error', build: {outDir: dist}});
  browser = await launchChromium();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  complaints = [];
  bot = new FakeBot({seed: 7});
  bot.begin(200);
  bot.closeBars(60);
  await bot.listen({dashboard: dist});
});

afterEach(async () => {
  await bot.close();
  for (const context of browser.contexts()) await context.close();
});

const open = async (viewport = DESKTOP, token: string | null = FAKE_TOKEN): Promise<Page> => {
  const page = await (await browser.newContext({viewport})).newPage();
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.route(bot.url, async route => {
    const response = await route.fetch();
    await route.fulfill({response, headers: {...response.headers(), 'content-security-policy': STRICT_POLICY}});
  });
  await page.goto(token === null ? bot.url : `${bot.url}#token=${token}`);
  await page.getByTestId('equity').waitFor();
  await page.locator('.chart-canvas canvas').first().waitFor();

  return page;
};

const textOf = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

const isAtSeq = (page: Page, seq: number): Promise<void> =>
  page.locator('.band-facts dd', {hasText: count(seq)}).waitFor();

const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

const topOf = async (page: Page, selector: string): Promise<number> =>
  (await page.locator(selector).boundingBox())?.y ?? Number.NaN;

test('shows the mode, follows the bot line by line and complains about nothing, even under a strict policy', async () => {
  const page = await open();
  expect(await page.title()).toBe('OGZ Prime');
  expect(page.url(), 'the token leaves the address bar').toBe(bot.url);
  expect(await textOf(page, '.band-mode')).toBe('PAPER · SIMULATED MARKET ×60');

  bot.closeBars(5);
  await isAtSeq(page, bot.state.seq);
  for (const tab of ['Orders', 'Trades', 'Log', 'Decisions']) await page.getByRole('tab', {name: tab}).click();
  await page.getByRole('button', {name: '5m', exact: true}).click();
  await page.getByRole('region', {name: 'BTC/USD 5m'}).waitFor();
  expect(complaints).toEqual([]);
});

test('nothing is wider than the page, on a desk, a tablet and a phone', async () => {
  const page = await open();
  for (const viewport of [DESKTOP, {width: 768, height: 1024}, PHONE]) {
    await page.setViewportSize(viewport);
    for (const tab of ['Decisions', 'Orders', 'Trades', 'Log']) {
      await page.getByRole('tab', {name: tab}).click();
      expect(await widthOf(page)).toBe(viewport.width);
    }
  }
});

test('on a phone, controls are at least 44 px high and the first screen holds what matters in order', async () => {
  const page = await open(PHONE);
  const heights = await page
    .locator('.halt button, .segments button, .tablist button, .select')
    .evaluateAll(controls => controls.map(control => control.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(8);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);

  const order = ['.band', '#panel-account', '#panel-position', '.lights', '.halt', '#panel-price', '#panel-lines'];
  const tops = await Promise.all(order.map(selector => topOf(page, selector)));
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
});

describe('the palette', () => {
  test('finds a market, a list and a line from the keyboard, and gives the page back', async () => {
    const page = await open();
    await page.keyboard.press('Control+K');
    const field = page.getByRole('combobox', {name: 'What to show or do'});
    await field.fill('eth');
    await page.keyboard.press('Enter');
    await page.getByRole('region', {name: 'ETH/USD 1m'}).waitFor();

    await page.getByRole('button', {name: /^Find/}).click();
    await field.fill('list orders');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', {name: 'Orders', selected: true}).waitFor();

    const decision = bot.state.decisions.at(-1)?.seq ?? 0;
    await page.keyboard.press('Meta+K');
    await field.fill(String(decision));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', {name: 'Decision'}).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+K');
    await field.fill('no such thing');
    await page.getByText('Nothing here goes by that name.').waitFor();
    await page.keyboard.press('Escape');
    expect(await field.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('halts, and leads to what asks first', async () => {
    const page = await open();
    await page.keyboard.press('Control+K');
    await page.getByRole('option', {name: /^Flatten or resume/}).click();
    await page.getByRole('button', {name: 'Flatten…'}).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', {name: 'What to show or do'}).fill('halt');
    await page.keyboard.press('Enter');
    await page.getByRole('button', {name: 'Halted · Resume…'}).waitFor();
    expect(bot.state.trading.state).toBe('HALTED');
  });

  test('fits a phone', async () => {
    const page = await open(PHONE);
    await page.getByRole('button', {name: /^Find/}).click();
    const heights = await page
      .locator('.palette input, .palette li')
      .evaluateAll(targets => targets.map(target => target.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    expect(await widthOf(page)).toBe(PHONE.width);
  });
});

describe('the halt', () => {
  test('is one press of Shift+K, acknowledged with its seq and seen everywhere', async () => {
    const page = await open();
    await page.keyboard.press('Shift+K');
    const answer = await page.getByText(/Halted at seq/).innerText();

    expect(bot.state.trading.state).toBe('HALTED');
    expect(Number(answer.replace(/,.*|\D/g, ''))).toBe(bot.state.trading.seq - 1);
    await page.locator('.halt-banner[data-seen=true]').waitFor();
    expect(await textOf(page, '.band-mode')).toContain('HALTED');
    expect(await page.locator('.app').getAttribute('data-trading')).toBe('HALTED');
  });

  test('ends only after a question', async () => {
    bot.command('halt', 'somebody else');
    const page = await open();
    await page.getByRole('button', {name: 'Acknowledge'}).click();
    await page.getByRole('button', {name: 'Halted · Resume…'}).click();
    await page.getByRole('button', {name: 'Resume…', exact: true}).click();
    expect(bot.state.trading.state).toBe('HALTED');

    await page.getByRole('button', {name: 'Resume now'}).click();
    await page.getByText(/Resumed at seq/).waitFor();
    expect(bot.state.trading.state).toBe('ACTIVE');
  });

  test('without a token says where to get one, and changes nothing', async () => {
    const page = await open(DESKTOP, null);
    await page.getByRole('button', {name: /^Halt/}).click();
    await page.getByText('npx ogz halt').waitFor();
    expect(bot.state.trading.state).toBe('ACTIVE');
  });

  test('with a wrong token shows the refusal and its id', async () => {
    const page = await open(DESKTOP, 'guessed');
    await page.getByRole('button', {name: /^Halt/}).click();
    await page.getByText(/OPERATOR_TOKEN_NEEDED/).waitFor();
    await page.getByText(/Id [0-9a-f-]{36}/).waitFor();
  });
});

test('lost lines lead to a resync, after which page and bot agree again', async () => {
  const page = await open();
  bot.loseLines(3);
  bot.closeBars(1);
  await isAtSeq(page, bot.state.seq);
  expect(complaints).toEqual([]);
});

test('a decision opens with its strategies and gates, and Escape closes it', async () => {
  const page = await open();
  await page.locator('.decision').first().click();
  const drawer = page.getByRole('dialog', {name: 'Decision'});
  await drawer.getByRole('heading', {name: 'Strategies'}).waitFor();
  expect(await drawer.locator('.signals li').count()).toBeGreaterThan(5);

  await page.keyboard.press('Escape');
  await drawer.waitFor({state: 'hidden'});
});

test('silence is called stale, with its age', async () => {
  const page = await open();
  await bot.close();
  await page.getByText('No word from the bot').waitFor();
  await page.locator('#panel-account[data-state=stale]').waitFor();
});
