import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {BotChild, cleanUp} from '../support/botProcess.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

afterEach(cleanUp);

const ARGS = ['--market', 'replay', '--symbol', 'BTC/USDT', '--speed', 'max', '--json'];
/** The whole file at full speed, twice at once, on a slow machine. */
const LIMIT_MS = 240_000;

/** Plays a file to its end; the summary comes on stdout. */
const play = async (file: string) => {
  const bot = await BotChild.start({args: [...ARGS, '--data', file]});
  const code = await bot.exited;
  const folder = join(bot.dataDir, 'journal');
  const journal = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));

  return {code, summary: JSON.parse(bot.stdout) as Record<string, unknown>, journal: journal.join('')};
};

describe.runIf(hasSharedData())('a recorded market at full speed', () => {
  test(
    'trades the whole file and ends by itself, and a second time gives the same journal, byte for byte',
    async () => {
      const file = sharedFile('ohlcv/binance_BTCUSDT_1m_2021crash.csv.gz');
      const [first, second] = await Promise.all([play(file), play(file)]);

      expect([first?.code, second?.code]).toEqual([0, 0]);
      expect(first?.summary).toMatchObject({
        dataset: {rows: 61_272, gaps: 2},
        trades: expect.any(Number),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(first?.summary['trades']).toBeGreaterThan(20);
      expect(second?.summary['hash']).toBe(first?.summary['hash']);
      expect(second?.journal === first?.journal).toBe(true);
    },
    LIMIT_MS,
  );
});
