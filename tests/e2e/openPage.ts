import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {type BotChild, ROOT} from '../support/botProcess.ts';

export const DESKTOP = {width: 1440, height: 900};
export const PHONE = {width: 360, height: 740};
/** Longest wait for something on the page of a slow machine. */
export const PAGE_LIMIT_MS = 30_000;

const SCREENSHOTS = join(ROOT, 'tests/e2e/screenshots');

type Look = {
  readonly viewport?: {readonly width: number; readonly height: number};
  readonly colorScheme?: 'dark' | 'light';
  /** Without it the page may read but not command. */
  readonly token?: string;
};

export type OpenedPage = {
  readonly page: Page;
  /** Errors and warnings of the console, and exceptions. */
  readonly complaints: string[];
};

/** Opens the bot's own page as a person would, the kill switch armed by the link where a token is given. */
export const openPage = async (browser: Browser, bot: BotChild, look: Look = {}): Promise<OpenedPage> => {
  const {viewport = DESKTOP, colorScheme = 'dark', token} = look;
  const page = await (await browser.newContext({viewport, colorScheme})).newPage();
  page.setDefaultTimeout(PAGE_LIMIT_MS);
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${bot.port}/${token === undefined ? '' : `#token=${token}`}`);
  await page.getByTestId('equity').waitFor();
  await page.locator('.chart-canvas canvas').first().waitFor();

  return {page, complaints};
};

/** Keeps a picture of the page for people; the folder is not in git. */
export const keepScreenshot = async (page: Page, name: string): Promise<void> => {
  mkdirSync(SCREENSHOTS, {recursive: true});
  await page.screenshot({path: join(SCREENSHOTS, `${name}.png`)});
};
