import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {LogFile} from '../../core/runtime/LogFile.ts';
import {createLogger} from '../../core/runtime/log.ts';

const room = ({isTTY = false, env = {}}: {isTTY?: boolean; env?: Record<string, string>} = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-log-'));
  const file = join(folder, 'logs/out.log');
  const [out, err]: [string[], string[]] = [[], []];
  const stdout = {write: (text: string) => out.push(text)};
  const stderr = {isTTY, write: (text: string) => err.push(text)};
  const pm2 = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('FILE', file)]));

  return {file, out, err, logger: createLogger({level: 'info', file, env: pm2, stdout, stderr})};
};

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

test('writes one JSON object a line with ISO time in UTC and the name of the level', () => {
  const {file, logger, out, err} = room();
  logger.info({symbol: 'BTC/USD', bars: 500}, 'IndicatorEngine ready');
  logger.debug('not written');

  expect(lines(file)).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pid: process.pid,
      symbol: 'BTC/USD',
      bars: 500,
      msg: 'IndicatorEngine ready',
    },
  ]);
  expect([out, err]).toEqual([[], []]);
});

test('takes secrets out of fields, messages, children and errors', () => {
  const {file, logger} = room();
  logger.child({apiKey: 'hunter2'}).warn({url: 'http://x/?token=hunter2'}, 'got ?token=%s', 'hunter2');
  logger.error(new Error('failed at http://x/?token=hunter2'), 'broken');
  logger.error({err: new TypeError('bad', {cause: new Error('ws://a:hunter2@b')})});

  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  expect(lines(file)[1]).toMatchObject({
    msg: 'broken',
    err: {name: 'Error', stack: expect.stringContaining('log.test.ts')},
  });
  expect(lines(file)[2]).toMatchObject({err: {name: 'TypeError', cause: {name: 'Error'}}});
});

test('shows a line for people on a terminal, with control characters spelled out', () => {
  const {logger, err} = room({isTTY: true});
  logger.warn({symbol: 'BTC/USD', ageMs: 16_000}, 'feed\n\u001b[2Jlost');
  logger.error(new Error('no route'), 'gone');

  expect(err[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}feed\\n\\u001b\[2Jlost symbol=BTC\/USD ageMs=16000\n$/);
  expect(err[1]).toMatch(/ error gone error=no route\n$/);
});

test('leaves the file to pm2 when that keeps stdout in the same one', () => {
  const {file, logger, out} = room({env: {pm_out_log_path: 'FILE'}});
  logger.info('once');

  expect(out.map(line => JSON.parse(line).msg)).toEqual(['once']);
  expect(existsSync(file)).toBe(false);
});

test('writes its own file when pm2 keeps stdout elsewhere', () => {
  const {file, logger, out} = room({env: {pm_out_log_path: '/elsewhere/out.log'}});
  logger.info('once');

  expect(out).toEqual([]);
  expect(lines(file)).toHaveLength(1);
});

test('a log that is full goes on in a new file and keeps one old one', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'ogz-log-')), 'out.log');
  const log = new LogFile(path, error => expect.unreachable(error.message), 10);
  for (const line of ['one 67890\n', 'two 67890\n', 'three\n']) log.write(line);
  log.close();

  expect(readFileSync(`${path}.1`, 'utf8')).toBe('two 67890\n');
  expect(readFileSync(path, 'utf8')).toBe('three\n');
});

test('a disk that takes no more lines is reported once and stops nobody', () => {
  const failures: string[] = [];
  const log = new LogFile('/dev/full', error => failures.push(error.message));
  log.write('a\n');
  log.write('b\n');

  expect(failures).toEqual([expect.stringContaining('ENOSPC')]);
});
