/** Takes the picture of the README: `npm run screenshot` starts a real bot, lets it trade and looks at its page. */
import {mkdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {launchChromium} from '../support/chromium.ts';
import {BotChild, cleanUp, ROOT} from '../support/botProcess.ts';
import {pause, until} from '../support/until.ts';
import {DESKTOP, openPage} from './openPage.ts';

const PICTURE = join(ROOT, 'ogz-meta/docs/screenshot.png');
const LARGEST_BYTES = 400_000;
/** So long it trades at the speed of a first start: enough for trades and an equity curve. */
const TRADING_MS = 45_000;
const POSITION_LIMIT_MS = 120_000;

type Account = {readonly positions: Readonly<Record<string, object>>; readonly trades: readonly object[]};

/** A picture says more with something in it: a finished trade, and a position in the market that the page opens with. */
const isWorthIt = ({positions, trades}: Account): boolean => trades.length > 0 && 'BTC/USD' in positions;

const browser = await launchChromium();
try {
  const bot = await BotChild.healthy();
  process.stderr.write(`Trading for ${TRADING_MS / 1_000} s ...\n`);
  await pause(TRADING_MS);
  const {page} = await openPage(browser, bot, {viewport: DESKTOP, colorScheme: 'dark'});
  await until(
    'a trade and an open position',
    async () => isWorthIt((await bot.get<Account>('/api/state')).body),
    POSITION_LIMIT_MS,
  );
  await page.locator('.decision').first().waitFor();
  mkdirSync(dirname(PICTURE), {recursive: true});
  await page.screenshot({path: PICTURE});
  const {size} = statSync(PICTURE);
  if (size > LARGEST_BYTES) throw new Error(`"${PICTURE}" has ${size} bytes, at most ${LARGEST_BYTES} are right.`);
  process.stderr.write(`${PICTURE}: ${size} bytes\n`);
} finally {
  await browser.close();
  await cleanUp();
}
