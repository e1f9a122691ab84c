import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {findChromium, launchChromium} from './chromium.ts';

/**
 * Starts a Chromium that can draw form controls. The font configuration that comes with the bundled one names folders of
 * another machine, and a browser without any font dies on the first <select> or <input>.
 */
export const launchPageBrowser = async (): Promise<Browser> => {
  const {env} = await findChromium();
  const fonts = env['FONTCONFIG_PATH'];
  if (fonts !== undefined) process.env['FONTCONFIG_FILE'] = fontConfiguration(fonts);

  return launchChromium();
};

const fontConfiguration = (fonts: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-fonts-'));
  const path = join(folder, 'fonts.conf');
  writeFileSync(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${folder}</cachedir>
</fontconfig>
`,
  );

  return path;
};
