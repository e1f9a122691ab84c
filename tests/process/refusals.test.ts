import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {BotChild, cleanUp, freePort, temporaryDirectory} from '../support/botProcess.ts';

afterEach(cleanUp);

type End = {readonly code: number | null; readonly talk: string};

/** A start that is expected to end by itself. */
const refused = async (launch: Parameters<typeof BotChild.start>[0]): Promise<End> => {
  const bot = await BotChild.start(launch);

  return {code: await bot.exited, talk: bot.stderr};
};

const dataDirWith = (files: Readonly<Record<string, string>>): string => {
  const dataDir = join(temporaryDirectory(), 'data');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dataDir, name, '..'), {recursive: true});
    writeFileSync(join(dataDir, name), text);
  }

  return dataDir;
};

describe('a command line or configuration that is wrong', () => {
  test('an unknown flag: exit 2 and the nearest one', async () => {
    const {code, talk} = await refused({args: ['--sped', '10']});

    expect(code).toBe(2);
    expect(talk).toBe('Unknown flag "--sped". Did you mean --speed?\n');
  });

  test('a misspelt key: exit 78 and the nearest one', async () => {
    const dataDir = dataDirWith({'config.json': '{"risk": {"maxOrderShar": 0.05}}'});
    const {code, talk} = await refused({dataDir});

    expect(code).toBe(78);
    expect(talk).toContain('risk.maxOrderShar');
    expect(talk).toContain('Did you mean "risk.maxOrderShare"?');
  });

  test('wrong types and values: all of them at once, each with what would be right', async () => {
    const dataDir = dataDirWith({
      'config.json': '{"seed": "one", "risk": {"lossStreak": 2.5}, "market": {"venue": "krakn"}}',
    });
    const {code, talk} = await refused({dataDir, env: {OGZ_RISK_MAX_ORDER_SHARE: 'much'}, args: ['--timeframe', '7m']});

    expect(code).toBe(78);
    expect(talk).toContain('The configuration has 5 problems:');
    for (const word of ['seed', 'lossStreak', '"krakn"', '"much"', '"7m"']) expect(talk).toContain(word);
  });

  test('a configuration file that is not JSON is named', async () => {
    const {code, talk} = await refused({dataDir: dataDirWith({'config.json': '{"seed": 1,'})});

    expect(code).toBe(78);
    expect(talk).toContain('config.json');
  });
});

describe('a place that is taken', () => {
  test('a second bot on the same directory: exit 75 and who holds it', async () => {
    const first = await BotChild.healthy();
    const {code, talk} = await refused({dataDir: first.dataDir});

    expect(code).toBe(75);
    expect(talk).toContain(`is in use by process ${first.child.pid}`);
    expect(talk).toContain(`http://127.0.0.1:${first.port}`);
    expect((await first.isHealthy()).status).toBe('ok');
  });

  test('a port in use: exit 75 and what to do', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      const {code, talk} = await refused({port});

      expect(code).toBe(75);
      expect(talk).toContain(`Port ${port} on 127.0.0.1 is in use`);
      expect(talk).toContain('--port');
    } finally {
      squatter.close();
    }
  });
});

describe('a data directory that cannot be used', () => {
  // The kernel's own file systems take no files of ours, whoever asks: also root, whom no file mode stops.
  test.each([
    ['in a file system that takes no files', () => '/sys/ogz'],
    ['that is there and takes no files', () => '/sys'],
    ['that is a file', () => join(dataDirWith({file: ''}), 'file')],
    ['below a file', () => join(dataDirWith({file: ''}), 'file/data')],
  ])('%s: exit 78 and what to do', async (_name, dataDir) => {
    const {code, talk} = await refused({dataDir: dataDir()});

    expect(code).toBe(78);
    expect(talk).toContain('The data directory must be a writable folder.');
    expect(talk).toContain('--data-dir');
    expect(talk).not.toContain('    at ');
  });

  test('a journal with a damaged line: exit 78, file and line, and nothing is changed', async () => {
    const bot = await BotChild.healthy({args: ['--speed', '600']});
    await bot.stop();
    const [segment = ''] = readdirSync(join(bot.dataDir, 'journal'));
    const path = join(bot.dataDir, 'journal', segment);
    const damaged = readFileSync(path, 'utf8').split('\n').with(10, '{"seq":9,"time":"yesterday"}').join('\n');
    writeFileSync(path, damaged);

    const {code, talk} = await refused({dataDir: bot.dataDir});

    expect(code).toBe(78);
    expect(talk).toContain(`"${path}" line 11`);
    expect(talk).toContain('Nothing was changed and nothing will be traded.');
    expect(readFileSync(path, 'utf8')).toBe(damaged);
  });

  test('a pattern memory that cannot be read is kept aside, and nothing is entered on a new journal', async () => {
    const dataDir = dataDirWith({'pattern-memory.json': '{"format": '});
    const bot = await BotChild.start({dataDir, args: ['--speed', '600']});
    const decision = await bot.line('a decision', line => line.type === 'DecisionMade');
    const kept = readdirSync(dataDir).filter(name => name.startsWith('pattern-memory.json.corrupt-'));

    expect(decision.type === 'DecisionMade' && decision.data.reason.code).toBe('PATTERN_MEMORY_UNREADABLE');
    expect(kept.map(name => readFileSync(join(dataDir, name), 'utf8'))).toEqual(['{"format": ']);
  });
});
