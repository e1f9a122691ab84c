import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {ogz, temporaryFolder, wanderingBars} from './ogz.ts';
import {freePort, ROOT, spawnOgz} from './spawnOgz.ts';

const cwd = temporaryFolder();

/** Asks until `holds`; the bot's own start is what takes the time. */
const eventually = async (holds: () => Promise<boolean>, limitMs = 30_000): Promise<void> => {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come true within ${limitMs} ms.`);
  }
};

describe('the real entry', () => {
  it('starts a bot, finds it, halts it, and stops it with its journal whole', async () => {
    const bot = spawnOgz(
      ['start', '--port', String(await freePort()), '--speed', '600', '--set', 'logging.file=out.log'],
      cwd,
    );
    await eventually(async () => (await ogz(['health'], {cwd})).code === 0);

    expect((await ogz(['status', '--json'], {cwd})).json).toMatchObject({
      running: true,
      pid: bot.child.pid,
      venue: 'sim',
    });
    expect(await spawnOgz(['start'], cwd).ended).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('is in use by process'),
    });
    const halted = await spawnOgz(['halt', '--reason', 'test', '--json'], cwd).ended;
    expect(halted).toMatchObject({code: 0, stderr: ''});
    expect((await ogz(['explain'], {cwd})).code).toBe(0);

    const stopped = await spawnOgz(['stop', '--json'], cwd).ended;
    expect(stopped).toMatchObject({code: 0, stdout: `{"stopped":true,"pid":${bot.child.pid}}\n`});
    expect((await bot.ended).code).toBe(0);
    expect(existsSync(join(cwd, 'data/bot.lock'))).toBe(false);

    const {seq} = JSON.parse(halted.stdout) as {seq: number};
    const verified = await ogz(['replay', '--verify', '--json'], {cwd});
    expect(verified).toMatchObject({code: 0, json: {equal: true}});
    expect((verified.json as {events: number}).events).toBeGreaterThanOrEqual(seq);
  });

  it('stop says so when the process does not end in time', async () => {
    const script = `
      process.on('SIGTERM', () => undefined);
      const {DataDirectoryLock} = await import(${JSON.stringify(join(ROOT, 'core/runtime/DataDirectoryLock.ts'))});
      DataDirectoryLock.acquire({directory: 'deaf', port: 3010, since: Date.now()});
      process.stdout.write('locked');
      setInterval(() => undefined, 1000);`;
    const deaf = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(deaf.stdout, 'data');
    const {code, stderr} = await ogz(['stop', '--data-dir', 'deaf', '--wait', '1'], {cwd});
    deaf.kill('SIGKILL');

    expect(code).toBe(1);
    expect(stderr).toContain(`Process ${deaf.pid} was asked to stop and still runs after 1 s. Wait longer with --wait`);
  });

  it('puts data on stdout, talk on stderr, and the exit code where scripts look', async () => {
    writeFileSync(join(cwd, 'test_BTCUSDT_1m.csv'), wanderingBars(50));
    const args = ['indicators', '--data', 'test_BTCUSDT_1m.csv', '--indicator', 'ema', '--json'];
    const good = await spawnOgz(args, cwd).ended;
    const bad = await spawnOgz(['indicators', '--params', '{}'], cwd).ended;
    const missing = await spawnOgz(['data', 'verify', 'nothing.csv'], cwd).ended;

    expect(JSON.parse(good.stdout)).toMatchObject({name: 'ema', firstIndex: 19});
    expect(good).toMatchObject({code: 0, stderr: ''});
    expect(bad).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('--indicator NAME is needed')});
    expect(missing).toMatchObject({code: 1, stdout: '', stderr: 'Data file "nothing.csv" is not there.\n'});
  });

  it('ends quietly when the reader of its output has seen enough', async () => {
    writeFileSync(join(cwd, 'long_BTCUSDT_1m.csv'), wanderingBars(20_000));
    const {child, ended} = spawnOgz(['data', 'resample', 'long_BTCUSDT_1m.csv', '--timeframe', '5m'], cwd);
    child.stdout?.once('data', () => child.stdout?.destroy());

    expect((await ended).stderr).not.toContain('EPIPE');
  });
});
