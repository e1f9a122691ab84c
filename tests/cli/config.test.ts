import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {DataDirectoryLock} from '../../core/runtime/DataDirectoryLock.ts';
import {ogz, temporaryFolder} from './ogz.ts';

const cwd = temporaryFolder();

describe('ogz config', () => {
  it('shows every key with its value, where that comes from, and the default', async () => {
    const env = {OGZ_RISK_MAX_ORDER_SHARE: '0.05'};
    const {code, stdout} = await ogz(['config', '--port', '4000'], {cwd, env});

    expect(code).toBe(0);
    expect(stdout).toMatch(/^server\.port +4000 +--port +3010$/m);
    expect(stdout).toMatch(/^risk\.maxOrderShare +0\.05 +OGZ_RISK_MAX_ORDER_SHARE +0\.1$/m);
    expect(stdout).toMatch(/^seed +1 +default$/m);
  });

  it('prints the same as JSON, with the hash that is journaled', async () => {
    const {code, json} = await ogz(['config', '--json', '--set', 'seed=7'], {cwd});

    expect(code).toBe(0);
    expect(json).toMatchObject({
      configHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      keys: expect.arrayContaining([
        expect.objectContaining({path: 'seed', value: 7, origin: '--set', default: 1, variable: 'OGZ_SEED'}),
      ]),
    });
  });

  it('judges it without a table', async () => {
    expect(await ogz(['config', 'check', '--seed', '2'], {cwd})).toMatchObject({
      code: 0,
      stdout: 'The configuration is valid; 1 key not at the default.\n',
    });
  });

  it('names all mistakes of a file at once, with the nearest key, and exits 78', async () => {
    mkdirSync(join(cwd, 'bad'));
    writeFileSync(join(cwd, 'bad/config.json'), '{"risk":{"maxOrderShar":0.05},"seed":"one"}');
    const {code, stdout, stderr} = await ogz(['config', 'check', '--data-dir', 'bad'], {cwd});
    const asJson = await ogz(['config', 'check', '--data-dir', 'bad', '--json'], {cwd});

    expect({code, stdout}).toEqual({code: 78, stdout: ''});
    expect(stderr).toContain('The configuration has 2 problems:');
    expect(stderr).toContain('Did you mean "risk.maxOrderShare"?');
    expect(stderr).toContain('seed: "one" must be a whole number from 0 to 4294967295');
    expect(asJson).toMatchObject({code: 78, stderr: ''});
    expect(asJson.json).toMatchObject({valid: false, problems: [{path: 'risk.maxOrderShar'}, {path: 'seed'}]});
  });

  it('knows one word only', async () => {
    expect(await ogz(['config', 'chek'], {cwd})).toMatchObject({
      code: 2,
      stderr: 'Unknown argument "chek". Did you mean check?\n',
    });
  });
});

type Checkup = {
  readonly ok: boolean;
  readonly checks: readonly {check: string; state: string; text: string; advice: string | null}[];
};

const examine = async (
  ...args: string[]
): Promise<{readonly code: number; readonly of: (check: string) => unknown}> => {
  const {code, json} = await ogz(['doctor', '--json', ...args], {cwd});
  const {checks} = json as Checkup;

  return {code, of: name => checks.find(({check}) => check === name)};
};

describe('ogz doctor', () => {
  it('asks about everything that a bot needs', async () => {
    const {json} = await ogz(['doctor', '--json', '--data-dir', 'new'], {cwd});

    expect((json as Checkup).checks.map(({check}) => check)).toEqual([
      'node',
      'packages',
      'dashboard',
      'configuration',
      'data directory',
      'disk space',
      'lock',
      'port',
      'halt file',
      'journal',
      'pattern memory',
      'exchange',
      'clock',
    ]);
    for (const {state, advice} of (json as Checkup).checks) expect(advice === null).toBe(state === 'ok');
  });

  it('finds nothing wrong with a new data directory, and does not make it', async () => {
    const {of} = await examine('--data-dir', 'new');

    expect(of('data directory')).toMatchObject({state: 'ok', text: expect.stringContaining('will be made')});
    expect(of('journal')).toMatchObject({state: 'ok', text: 'none yet; the first start begins one'});
    expect(of('lock')).toMatchObject({state: 'ok', text: 'free, no bot runs here'});
    expect(of('node')).toMatchObject({state: 'ok'});
  });

  it('fails on a data directory that is a file', async () => {
    writeFileSync(join(cwd, 'file'), '');
    const {code, of} = await examine('--data-dir', 'file');

    expect(code).toBe(1);
    expect(of('data directory')).toMatchObject({state: 'fail', advice: 'Name a folder with --data-dir.'});
  });

  it('fails on a port that another program has', async () => {
    const stranger = createServer();
    await new Promise<void>(done => stranger.listen(0, '127.0.0.1', done));
    const {port} = stranger.address() as AddressInfo;
    const {code, of} = await examine('--data-dir', 'new', '--port', String(port));
    await new Promise(done => stranger.close(done));

    expect(code).toBe(1);
    expect(of('port')).toMatchObject({state: 'fail', text: `${port} on 127.0.0.1 is in use by another program`});
  });

  it('fails on a bad configuration and says how to see all of it', async () => {
    mkdirSync(join(cwd, 'misspelt'));
    writeFileSync(join(cwd, 'misspelt/config.json'), '{"sed":1}');
    const {code, of} = await examine('--data-dir', 'misspelt');

    expect(code).toBe(1);
    expect(of('configuration')).toMatchObject({
      state: 'fail',
      text: expect.stringContaining('Did you mean "seed"?'),
      advice: 'See all of them with: ogz config check',
    });
  });

  it('warns of what will mend itself or waits for a person', async () => {
    const folder = join(cwd, 'killed');
    DataDirectoryLock.acquire({directory: folder, port: 3010, since: 1_700_000_000_000});
    const lock = join(folder, 'bot.lock');
    writeFileSync(
      lock,
      `{"pid":999999999,"started":"","since":1700000000000,"port":3010,"token":"0123456789abcdef"}\n`,
    );
    writeFileSync(join(folder, 'HALT'), 'strange fills\n');
    writeFileSync(join(folder, 'pattern-memory.json'), 'not JSON');
    const {of} = await examine('--data-dir', 'killed');

    expect(of('lock')).toMatchObject({
      state: 'warn',
      text: expect.stringContaining('process 999999999, which is gone'),
    });
    expect(of('halt file')).toMatchObject({state: 'warn', advice: expect.stringContaining('--remove-halt-file')});
    expect(of('pattern memory')).toMatchObject({state: 'warn', text: expect.stringContaining('is unreadable')});
  });

  it('fails on a lock file of somebody else', async () => {
    mkdirSync(join(cwd, 'strange'));
    writeFileSync(join(cwd, 'strange/bot.lock'), 'hello');
    const {code, of} = await examine('--data-dir', 'strange');

    expect(code).toBe(1);
    expect(of('lock')).toMatchObject({state: 'fail', text: expect.stringContaining('is not one of ours: "hello"')});
  });

  it('does not believe a clock of the past', async () => {
    const {json} = await ogz(['doctor', '--json', '--data-dir', 'new'], {cwd, now: () => 0});

    expect((json as Checkup).checks.at(-1)).toMatchObject({check: 'clock', state: 'fail'});
  });

  it('says to people what to do, below what it found', async () => {
    const {stdout} = await ogz(['doctor', '--data-dir', 'file'], {cwd});

    expect(stdout).toMatch(/^FAIL {2}data directory +".*" is a file\n {6}-> Name a folder with --data-dir\.$/m);
  });
});
