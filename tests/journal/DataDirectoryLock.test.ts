import {spawn} from 'node:child_process';
import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {DataDirectoryLock, DataDirectoryLocked} from '../../core/runtime/DataDirectoryLock.ts';
import {isAlive, thisProcess} from '../../core/runtime/processIdentity.ts';

const SINCE = Date.UTC(2026, 0, 2, 3, 4, 5);

let directory = '';
const children: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ogz-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, {recursive: true});
});

const lockFile = (): string => join(directory, 'bot.lock');
const acquire = (): DataDirectoryLock => DataDirectoryLock.acquire({directory, port: 3010, since: SINCE});

/** A contender in a process of its own, and the way to tell it something and hear the answer. */
const contender = () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lockContender.ts'), '3999']);
  children.push(child);
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const tell = async (words: string): Promise<string> => {
    child.stdin.write(`${words}\n`);

    return String((await answers.next()).value);
  };

  return {child, tell};
};

/** A lock whose pid lives on in another process: what a crash and a reused pid leave. */
const leaveDeadLock = (path: string, token: string): void => {
  const record = {...thisProcess(), started: 'another boot 1', since: SINCE, port: 1, token};
  writeFileSync(path, `${JSON.stringify(record)}\n`);
};

it('keeps a second bot out, naming who holds the directory, since when and where', () => {
  const lock = acquire();
  expect(acquire).toThrow(DataDirectoryLocked);
  expect(acquire).toThrow(
    `Data directory "${directory}" is in use by process ${process.pid} since 2026-01-02T03:04:05.000Z, ` +
      'its page is http://127.0.0.1:3010. Stop that bot first, or give this one another --data-dir.',
  );
  lock.release();
});

it('lets the next bot in after a release, leaving no file behind', () => {
  acquire().release();
  expect(readdirSync(directory)).toEqual([]);
  acquire().release();
});

it('makes the data directory of a first start', () => {
  const fresh = join(directory, 'not', 'yet');
  DataDirectoryLock.acquire({directory: fresh, port: 1, since: SINCE}).release();
  expect(existsSync(fresh)).toBe(true);
});

it('is held against another process, and taken over once that was killed', async () => {
  const {child, tell} = contender();
  expect(await tell(`take ${directory}`)).toBe(`held ${child.pid}`);
  expect(acquire).toThrow(
    `in use by process ${child.pid} since 2023-11-14T22:13:20.000Z, its page is http://127.0.0.1:3999`,
  );

  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = acquire();
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({pid: process.pid, port: 3010});
  expect(readdirSync(directory)).toEqual(['bot.lock']);
  lock.release();
});

it('takes over the lock of a process whose pid another one has by now', () => {
  leaveDeadLock(lockFile(), '0000000000000001');
  acquire().release();
  expect(readdirSync(directory)).toEqual([]);
});

it('takes over also where the one before died while taking over', () => {
  leaveDeadLock(lockFile(), '0000000000000001');
  leaveDeadLock(`${lockFile()}.0000000000000001`, '0000000000000002');
  leaveDeadLock(`${lockFile()}.0000000000000002`, '0000000000000003');
  acquire().release();
  expect(readdirSync(directory)).toEqual([]);
});

it('waits for nobody: who is just taking over counts as the holder', async () => {
  const other = contender();
  const elsewhere = join(directory, 'elsewhere');
  mkdirSync(elsewhere);
  await other.tell(`take ${elsewhere}`);
  leaveDeadLock(lockFile(), '0000000000000001');
  writeFileSync(`${lockFile()}.0000000000000001`, readFileSync(join(elsewhere, 'bot.lock')));

  expect(acquire).toThrow(`in use by process ${other.child.pid}`);
});

it("does not take away a lock that has become another one's", () => {
  const lock = acquire();
  leaveDeadLock(lockFile(), '0000000000000009');
  lock.release();
  expect(existsSync(lockFile())).toBe(true);
});

it('touches no file that it cannot read as a lock', () => {
  writeFileSync(lockFile(), 'mine');
  expect(acquire).toThrow(
    `Lock file "${lockFile()}" is not one of ours: "mine". If no bot runs on this directory, delete`,
  );
  expect(readdirSync(directory)).toEqual(['bot.lock']);
});

it('goes to exactly one of five processes that start at once, with or without a dead lock in the way', async () => {
  const contenders = Array.from({length: 5}, contender);
  const pids = contenders.map(({child}) => child.pid);
  for (let round = 0; round < 200; round++) {
    if (round % 2 === 1) leaveDeadLock(lockFile(), String(round).padStart(16, '0'));
    if (round % 4 === 3) leaveDeadLock(`${lockFile()}.${String(round).padStart(16, '0')}`, 'f'.repeat(16));
    const answers = await Promise.all(contenders.map(({tell}) => tell(`take ${directory}`)));
    const holders = answers.filter(answer => answer.startsWith('held'));

    expect(holders).toHaveLength(1);
    for (const answer of answers) expect(pids).toContain(Number(answer.split(' ').at(-1)));
    expect(readdirSync(directory)).toEqual(['bot.lock']);
    await Promise.all(contenders.map(({tell}) => tell('drop')));
  }
});

it('does not take a zombie for a living process', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & exec sh -c "echo $!; exec cat"']);
  children.push(parent);
  const [line] = await once(createInterface({input: parent.stdout}), 'line');
  const pid = Number(line);
  while (!/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')))
    await new Promise(resolve => setImmediate(resolve));

  expect(process.kill(pid, 0)).toBe(true);
  expect(isAlive({pid, started: ''})).toBe(false);
});

it('knows itself and its parent for alive', () => {
  expect(isAlive(thisProcess())).toBe(true);
  expect(isAlive({pid: process.ppid, started: ''})).toBe(true);
  expect(isAlive({...thisProcess(), started: 'another boot 1'})).toBe(false);
});
