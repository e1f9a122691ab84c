import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, describe, expect, it} from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const REPLAY = 'npm start -- --market replay --data data/examples/sim_BTCUSD_1m.csv.gz --speed max';
const BACKTEST = 'npx ogz backtest --data data/examples/sim_BTCUSD_1m.csv.gz --json';

const folders: string[] = [];

/** Runs a command of the README as it stands there, on a data directory and a port of its own. */
const run = async (command: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-readme-'));
  folders.push(folder);
  const env = {...process.env, OGZ_DATA_DIR: folder, OGZ_SERVER_PORT: '0', OGZ_LOGGING_FILE: join(folder, 'out.log')};
  const {stdout} = await promisify(execFile)('sh', ['-c', command], {cwd: ROOT, env, timeout: 120_000});

  return stdout;
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true});
});

describe('the README on recorded markets', () => {
  it('a replay and a backtest of the same file end with the same hash', async () => {
    const replayed = await run(REPLAY);
    const report: unknown = JSON.parse(await run(BACKTEST));

    expect(report).toMatchObject({trades: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/)});
    expect(replayed).toContain(`hash of trading events  ${(report as {hash: string}).hash}`);
  });
});
