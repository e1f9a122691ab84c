import {afterEach, expect, test} from 'vitest';
import type {HealthReport} from '../../core/server/protocol.ts';
import {BotChild, cleanUp} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';

afterEach(cleanUp);

/** Size at which the system refuses to let any file grow, in blocks of the shell's `ulimit -f`: a disk that is full. */
const FULL_AT_BLOCKS = 1_500;
const QUIET_MS = 1_000;

test('on a full disk the bot says what to do, goes 503, sends nothing more, and goes on once there is room', async () => {
  const bot = await BotChild.start({
    args: ['--speed', '2000', '--set', 'logging.level=silent'],
    before: `ulimit -f ${FULL_AT_BLOCKS};`,
  });
  const down = await until('the journal fails', async () => {
    const health = await bot.reachable<HealthReport>('/health');
    return health?.body.checks.journal.ok === false && health.body;
  });
  expect((await bot.get('/health')).status).toBe(503);
  const lines = await bot.journal();

  expect(down).toMatchObject({status: 'down', checks: {journal: {ok: false}}});
  expect(JSON.stringify(down.checks.journal)).toMatch(/EFBIG|ENOSPC/);
  expect(bot.stderr).toContain('Trading has stopped: nothing is sent any more');
  expect(bot.stderr).toContain('Free space on the disk');

  const later = await until('a second of market without a line', async () => {
    const {body} = await bot.get<HealthReport>('/health');
    return body.uptimeMs > down.uptimeMs + QUIET_MS && body;
  });
  expect(later.seq).toBe(down.seq);
  expect(await bot.journal()).toEqual(lines);
  const {status, body} = await bot.command('resume');
  expect([status, JSON.stringify(body)]).toEqual([503, expect.stringContaining('Mend what it names')]);
  expect(await bot.stop()).toBe(1);

  const again = await BotChild.healthy({dataDir: bot.dataDir, args: ['--speed', '600']});
  const after = await until('the bot trades on', async () => {
    const now = await again.journal();
    return ofType(now.slice(lines.length), 'DecisionMade').length > 0 && now;
  });
  expect(after.slice(0, lines.length)).toEqual(lines);
});
