import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {launchChromium} from '../support/chromium.ts';
import {BotChild, cleanUp} from '../support/botProcess.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {keepScreenshot, openPage} from './openPage.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await cleanUp();
});

test.skipIf(!hasSharedData())('a recorded market is called a replay, and nothing simulated', async () => {
  const data = sharedFile('ohlcv', 'binance_BTCUSDT_1m_2021crash.csv.gz');
  const args = ['--market', 'replay', '--data', data, '--symbol', 'BTC/USDT', '--speed', '600'];
  const bot = await BotChild.healthy({args});
  const {page, complaints} = await openPage(browser, bot);

  expect(await page.locator('.band-mode').innerText()).toMatch(/^PAPER · REPLAY/);
  await page.getByRole('region', {name: 'BTC/USDT 1m'}).waitFor();
  await page.getByRole('tab', {name: 'Decisions'}).click();
  await page.locator('.decision').first().waitFor();
  await keepScreenshot(page, 'replay');
  expect(complaints).toEqual([]);
});
