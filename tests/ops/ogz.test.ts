import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Clone} from './support.ts';

const installed = (cli: string): Clone => {
  const clone = new Clone();
  clone.installNode();
  clone.write('core/cli.ts', cli);

  return clone;
};

const door = (clone: Clone): string => join(clone.root, 'ops/bin/ogz.js');

test('passes words and exit code on, from any folder', () => {
  const clone = installed(
    "const words: string[] = process.argv.slice(2); console.log(words.join('|')); process.exit(75);",
  );
  const {status, stdout} = spawnSync(process.execPath, [door(clone), 'status', '--json', 'a b'], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });

  expect([status, stdout]).toEqual([75, 'status|--json|a b\n']);
});

test.each(['SIGTERM', 'SIGINT'] as const)('passes %s on and waits for the graceful end', async signal => {
  const clone = installed(
    `process.on('${signal}', () => { console.log('bye'); process.exit(3); }); setInterval(() => 0, 1e6); console.log('up');`,
  );
  const child = spawn(process.execPath, [door(clone)], {stdio: ['ignore', 'pipe', 'inherit']});
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    if (output === '') child.kill(signal);
    output += text;
  });
  const [code] = await once(child, 'close');

  expect([code, output]).toEqual([3, 'up\nbye\n']);
});

test('a command that dies of a signal is a failure', () => {
  const {status} = spawnSync(process.execPath, [door(installed("process.kill(process.pid, 'SIGKILL');"))]);

  expect(status).toBe(137);
});

test('says what to do when nothing is installed', () => {
  const clone = new Clone();
  const {status, stderr} = spawnSync(process.execPath, [door(clone)], {encoding: 'utf8'});

  expect(status).toBe(1);
  expect(stderr).toContain(`cd "${clone.root}" && npm ci`);
});
