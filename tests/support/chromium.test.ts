import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {findChromium, findOnPath, launchChromium} from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'chromium-test-'));

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(folder, 'chromium'), {force: true});
});

test('opens a page, runs its script and takes a picture, with nothing installed but npm packages', async () => {
  vi.stubEnv('CHROMIUM_PATH', '');
  vi.stubEnv('PATH', join(process.cwd(), 'node_modules/.bin'));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({viewport: {width: 360, height: 640}});
    await page.goto('data:text/html,<body style="background:red"><script>document.title = String(6 * 7)</script>');
    const picture = await page.screenshot();

    expect(await page.title()).toBe('42');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(360);
  } finally {
    await browser.close();
  }
});

test('CHROMIUM_PATH wins, and a wrong one is named', async () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(await findChromium()).toEqual({path: process.execPath, env: {}});

  vi.stubEnv('CHROMIUM_PATH', join(folder, 'nothing'));
  await expect(findChromium()).rejects.toThrow(`"${join(folder, 'nothing')}", which is not an executable file`);
});

test('a program on the path counts only when it can be executed', () => {
  writeFileSync(join(folder, 'chromium'), '');
  chmodSync(join(folder, 'chromium'), 0o644);
  expect(findOnPath(['chromium'], folder)).toBe(null);

  chmodSync(join(folder, 'chromium'), 0o755);
  expect(findOnPath(['google-chrome', 'chromium'], `:${folder}`)).toBe(join(folder, 'chromium'));
});
