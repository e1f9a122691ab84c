import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {launchChromium} from '../support/chromium.ts';
import {BotChild, cleanUp} from '../support/botProcess.ts';
import {until} from '../support/until.ts';
import {DESKTOP, keepScreenshot, openPage, PAGE_LIMIT_MS, PHONE} from './openPage.ts';

/** Promised: the first fill is journaled within a minute of health. */
const FILL_LIMIT_MS = 60_000;
const RECONNECT_LIMIT_MS = 30_000;

let browser: Browser;
let bot: BotChild;

beforeAll(async () => {
  browser = await launchChromium();
  bot = await BotChild.healthy();
});

afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

const textOf = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();

const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

/** How many different colours the chart's canvases show: an empty chart has one. */
const chartColours = (page: Page): Promise<number> =>
  page.evaluate(`(() => {
    const colours = new Set();
    for (const canvas of document.querySelectorAll('.chart-canvas canvas')) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4 * 7) if (data[at + 3] > 0) colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
    }
    return colours.size;
  })()`);

const seqOfHealth = async (): Promise<number> => (await bot.get<{seq: number}>('/health')).body.seq;

/** The seq that the page shows has come to `seq`: it has folded every line up to there. */
const pageReaches = (page: Page, seq: number): Promise<boolean> =>
  until(
    `the page shows line ${seq}`,
    async () => {
      const facts = await page.locator('.band-facts dd').allInnerTexts();
      return facts.some(fact => Number(fact.replace(/\D/g, '')) >= seq && /^[\d\s,.’ ]+$/.test(fact));
    },
    RECONNECT_LIMIT_MS,
  );

test(
  'a newcomer sees a paper bot on a simulated market trade within a minute, with its reasons',
  async () => {
    const {page, complaints} = await openPage(browser, bot);
    expect(await textOf(page, '.band-mode')).toBe('PAPER · SIMULATED MARKET ×60');
    await until('the chart is drawn', async () => (await chartColours(page)) > 5);

    await page.getByRole('tab', {name: 'Decisions'}).click();
    const newest = await textOf(page, '.decision');
    await until('the list of decisions moves', async () => (await textOf(page, '.decision')) !== newest);

    await page.getByRole('tab', {name: 'Log'}).click();
    await page.locator('.log li[data-type=OrderFilled]').first().waitFor({timeout: FILL_LIMIT_MS});

    await page.getByRole('tab', {name: 'Decisions'}).click();
    await page.locator('.decision').first().click();
    const drawer = page.getByRole('dialog', {name: 'Decision'});
    await drawer.getByRole('heading', {name: 'Strategies', exact: true}).waitFor();
    expect(await drawer.locator('.signals li').count()).toBeGreaterThan(5);
    await keepScreenshot(page, 'decision');
    expect(complaints).toEqual([]);
  },
  FILL_LIMIT_MS + 2 * PAGE_LIMIT_MS,
);

test.each(['dark', 'light'] as const)(
  'in %s it fits a desk and a phone, and complains about nothing',
  async colorScheme => {
    for (const [name, viewport] of Object.entries({desk: DESKTOP, phone: PHONE})) {
      const {page, complaints} = await openPage(browser, bot, {viewport, colorScheme});
      await pageReaches(page, await seqOfHealth());
      expect(await widthOf(page)).toBe(viewport.width);
      await keepScreenshot(page, `${name}-${colorScheme}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  },
);

test(
  'a halt by click survives kill -9, the open page comes back by itself, and a resume ends it',
  async () => {
    const {page} = await openPage(browser, bot, {token: bot.token});
    expect(page.url(), 'the token leaves the address bar').not.toContain(bot.token);
    await page.getByRole('button', {name: /^Halt/}).first().click();
    await page.getByText(/Halted at seq/).waitFor();
    const banner = page.locator('.halt-banner[data-trading=HALTED]');
    await banner.waitFor();
    expect((await bot.get<{trading: object}>('/api/state')).body.trading).toMatchObject({state: 'HALTED'});

    const {dataDir, port} = bot;
    await bot.kill();
    await page.getByText('No word from the bot').waitFor();
    bot = await BotChild.healthy({dataDir, port});
    await page.getByText('No word from the bot').waitFor({state: 'hidden', timeout: RECONNECT_LIMIT_MS});
    await pageReaches(page, await seqOfHealth());
    await banner.waitFor();
    expect(await textOf(page, '.band-mode')).toContain('HALTED');
    await keepScreenshot(page, 'halted');

    const acknowledge = page.getByRole('button', {name: 'Acknowledge'});
    if (await acknowledge.isVisible()) await acknowledge.click();
    await page.getByRole('button', {name: 'Halted · Resume…'}).click();
    await page.getByRole('button', {name: 'Resume…', exact: true}).click();
    await page.getByRole('button', {name: 'Resume now'}).click();
    await page.getByText(/Resumed at seq/).waitFor();
    await banner.waitFor({state: 'detached', timeout: PAGE_LIMIT_MS});
    expect((await bot.get<{trading: object}>('/api/state')).body.trading).toMatchObject({state: 'ACTIVE'});
  },
  3 * RECONNECT_LIMIT_MS,
);
