import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {AccountLease, AccountLeased} from '../../core/runtime/lock/AccountLease.ts';
import {machineMs} from '../../core/runtime/lock/machineClock.ts';
import {pause, until} from '../support/until.ts';

const TIMES = {leaseMs: 300, takeoverMs: 900};
const ORDER_MS = 300;

let directory = '';
let server: Server;
const children: ChildProcessWithoutNullStreams[] = [];
/** What the venue took, in the order of its coming: what came after its deadline is not in it. */
type Message = {readonly pid: number; readonly epoch: number};
let taken: readonly Message[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ogz-lease-'));
  const messages: Message[] = [];
  taken = messages;
  server = createServer(socket => {
    createInterface({input: socket}).on('line', line => {
      const [pid = 0, epoch = 0, deadline = 0] = line.split(' ').map(Number);
      if (machineMs() <= deadline) messages.push({pid, epoch});
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  server.close();
  rmSync(directory, {recursive: true});
});

const acquire = (): AccountLease =>
  AccountLease.acquire({directory, account: 'kraken 1', port: 3010, since: Date.UTC(2026, 0, 2), times: TIMES});

type Contender = {readonly pid: number; tell(words: string): Promise<string>; signal(signal: NodeJS.Signals): void};

const contender = (): Contender => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const args = [directory, port, TIMES.leaseMs, TIMES.takeoverMs, ORDER_MS].map(String);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'leaseContender.ts'), ...args]);
  children.push(child);
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();

  return {
    pid: child.pid ?? 0,
    signal: signal => void child.kill(signal),
    tell: async words => {
      child.stdin.write(`${words}\n`);

      return String((await answers.next()).value);
    },
  };
};

/** Senders in the order of their messages, each once per stretch. */
const stretches = (): readonly string[] =>
  taken.map(({pid, epoch}) => `${pid} ${epoch}`).filter((one, index, all) => one !== all[index - 1]);

describe('AccountLease', () => {
  it('keeps a second bot out, naming who trades on the account', () => {
    const lease = acquire();
    expect(acquire).toThrow(AccountLeased);
    expect(acquire).toThrow(
      `The account at "kraken 1" is traded by process ${process.pid} since 2026-01-02T00:00:00.000Z, ` +
        'its page is http://127.0.0.1:3010. Two bots on one account would undo each other: stop that one first.',
    );
    lease.release();
  });

  it('goes to the next one at once when it is given up, under a higher epoch', () => {
    const epochs = [1, 2, 3].map(() => {
      const lease = acquire();
      lease.release();

      return lease.epoch;
    });

    expect(epochs).toEqual([1, 2, 3]);
    expect(readdirSync(directory)).toEqual(['kraken-1.lease.epoch']);
  });

  it('runs out by itself, can then not be renewed, and is had again only as a new one', async () => {
    const lease = acquire();
    expect(lease.renew()).toBe(true);
    await until('it has run out', () => !lease.isHeld());

    expect(lease.renew()).toBe(false);
    await until('it can be replaced', () => {
      try {
        return acquire().epoch === 2;
      } catch (error) {
        if (error instanceof AccountLeased) return false;
        throw error;
      }
    });
    lease.release();
    expect(existsSync(join(directory, 'kraken-1.lease'))).toBe(true);
  });
});

describe('two bots on one account', () => {
  it('that ask at once, fifty times: one of them has it, and never do two send', async () => {
    const bots = [contender(), contender()];
    for (let round = 0; round < 50; round += 1) {
      const before = taken.length;
      const answers = await Promise.all(bots.map(bot => bot.tell('take')));
      expect(answers.filter(answer => answer.startsWith('held'))).toHaveLength(1);
      await until('the one that has it sends', () => taken.length > before);
      await Promise.all(bots.map(bot => bot.tell('drop')));
    }
    const epochs = stretches().map(one => Number(one.split(' ')[1]));

    expect(epochs).toHaveLength(50);
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  }, 60_000);

  it('of which one was killed: the other has it at once', async () => {
    const [first, second] = [contender(), contender()];
    await first.tell('take');
    await until('the first sends', () => taken.length > 0);
    first.signal('SIGKILL');

    await until('the second has it', async () => (await second.tell('take')).startsWith('held'));
    await until('the second sends', () => taken.at(-1)?.pid === second.pid);
    expect(stretches()).toHaveLength(2);
  }, 60_000);

  it('of which one is stopped past its lease: the other takes over, and who wakes up late sends nothing', async () => {
    const [first, second] = [contender(), contender()];
    for (let round = 0; round < 3; round += 1) {
      await until('the first has it', async () => (await first.tell('take')).startsWith('held'));
      await until('the first sends', () => taken.at(-1)?.pid === first.pid);
      first.signal('SIGSTOP');
      await until('the second has it', async () => (await second.tell('take')).startsWith('held'));
      await until('the second sends', () => taken.at(-1)?.pid === second.pid);
      const before = taken.length;
      first.signal('SIGCONT');
      await until('time has passed for both', async () => {
        await pause(TIMES.leaseMs);
        return taken.length > before + 50;
      });

      expect(new Set(taken.slice(before).map(({pid}) => pid))).toEqual(new Set([second.pid]));
      await Promise.all([first.tell('drop'), second.tell('drop')]);
    }
    const epochs = stretches().map(one => Number(one.split(' ')[1]));

    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  }, 60_000);
});
