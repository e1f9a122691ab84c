import {randomBytes} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {isAlive, thisProcess} from '../processIdentity.ts';
import {dropLock, type LockHolder, type LockRecord, LockTaken, readLock, seizeLock, writeDurably} from './lockFile.ts';
import {bootId, machineMs} from './machineClock.ts';

/** Another bot trades on this account: the caller exits with 75. */
export class AccountLeased extends Error {
  override readonly name = 'AccountLeased';
  readonly holder: LockHolder;

  constructor(account: string, holder: LockHolder) {
    const {pid, since, port} = holder;
    const page = port === 0 ? '' : `, its page is http://127.0.0.1:${port}`;
    super(
      `The account at "${account}" is traded by process ${pid} since ${new Date(since).toISOString()}${page}. ` +
        'Two bots on one account would undo each other: stop that one first.',
    );
    this.holder = holder;
  }
}

export type LeaseTimes = {
  /** How long the account is ours after the last renewal, ms. */
  readonly leaseMs: number;
  /**
   * How long after its last renewal a holder that still lives may be replaced, ms: longer than the lease by all that can still be on
   * its way, which is an order until its deadline.
   */
  readonly takeoverMs: number;
};

export const LEASE_TIMES: LeaseTimes = {leaseMs: 10_000, takeoverMs: 20_000};

export type LeaseRequest = {
  /** Where the leases of this machine are kept, the same for all bots. */
  readonly directory: string;
  /** Names venue and account, such as `kraken-sim a1b2c3d4`. */
  readonly account: string;
  readonly port: number;
  /** Now, in ms UTC. */
  readonly since: number;
  readonly times?: LeaseTimes;
};

/**
 * The right of one process to send orders for one account, for a short time that it must renew.
 *
 * Time is the machine's own, which no process can set and which goes on while one is stopped: who wakes up late sees at once
 * that the time is over. A holder that died is replaced at once, one that lives and has not renewed only when nothing of it can
 * arrive any more. Each holder has a higher epoch than the one before it. It holds among processes of one machine.
 */
export class AccountLease {
  /** Rises with each holder. */
  readonly epoch: number;
  readonly #path: string;
  readonly #token: string;
  readonly #times: LeaseTimes;
  #validUntil: number;

  private constructor(path: string, token: string, {times, startedAt}: {times: LeaseTimes; startedAt: number}) {
    this.#path = path;
    this.#token = token;
    this.#times = times;
    this.#validUntil = startedAt + times.leaseMs;
    this.#beat(startedAt);
    this.epoch = nextEpoch(path, token);
  }

  /** Throws AccountLeased, naming the holder. */
  static acquire({directory, account, port, since, times = LEASE_TIMES}: LeaseRequest): AccountLease {
    mkdirSync(directory, {recursive: true, mode: 0o700});
    const path = join(directory, `${account.replaceAll(/[^a-zA-Z0-9-]+/g, '-')}.lease`);
    const record: LockRecord = {...thisProcess(), since, port, token: randomBytes(8).toString('hex')};
    const draft = `${path}.${record.token}.draft`;
    const startedAt = machineMs();
    writeDurably(draft, `${JSON.stringify(record)}\n`);
    // The beat is there before the lock is: a lock without one counts as just taken by nobody.
    writeBeat(path, record.token, startedAt);
    try {
      seizeLock(path, {base: path, draft, isGone: held => isGone(path, held, times)});
      removeBeats(path, record.token);

      return new AccountLease(path, record.token, {times, startedAt});
    } catch (error) {
      rmSync(beatFile(path, record.token), {force: true});
      if (error instanceof LockTaken) throw new AccountLeased(account, error.holder);
      throw error;
    } finally {
      rmSync(draft, {force: true});
    }
  }

  /** To be asked before each byte: reads a clock and nothing else. */
  isHeld(): boolean {
    return machineMs() < this.#validUntil;
  }

  /** False when it is over: then only a new lease helps. */
  renew(): boolean {
    const now = machineMs();
    if (now >= this.#validUntil) return false;
    if (readLock(this.#path)?.token !== this.#token) return this.end();
    this.#beat(now);
    this.#validUntil = now + this.#times.leaseMs;

    return true;
  }

  /** Gives the account up, for the next one to have it at once. */
  release(): void {
    this.end();
    const draft = `${this.#path}.${this.#token}.end`;
    writeFileSync(draft, `${JSON.stringify({...thisProcess(), since: 0, port: 0, token: this.#token})}\n`, {
      mode: 0o600,
    });
    try {
      dropLock(this.#path, this.#token, {base: this.#path, draft, isGone: held => !isAlive(held)});
    } catch (error) {
      // Somebody is just replacing it: it is given up all the same.
      if (!(error instanceof LockTaken)) throw error;
    } finally {
      rmSync(draft, {force: true});
      rmSync(beatFile(this.#path, this.#token), {force: true});
    }
  }

  /** From here on nothing is sent; the lock itself is left to run out. */
  end(): false {
    this.#validUntil = Number.NEGATIVE_INFINITY;

    return false;
  }

  #beat(now: number): void {
    writeBeat(this.#path, this.#token, now);
  }
}

const isGone = (path: string, held: LockRecord, {takeoverMs}: LeaseTimes): boolean => {
  if (!isAlive(held)) return true;
  const at = readBeat(path, held.token);

  return at !== null && machineMs() - at > takeoverMs;
};

const beatFile = (path: string, token: string): string => `${path}.${token}.beat`;

const writeBeat = (path: string, token: string, at: number): void =>
  writeFileSync(beatFile(path, token), `${bootId()} ${at}\n`, {mode: 0o600});

/** When a holder was last alive, or null where that is not to be known: then it counts as alive. */
const readBeat = (path: string, token: string): number | null => {
  const [boot, at] = textOf(beatFile(path, token)).split(' ');
  const time = Number.parseFloat(at ?? '');

  return boot === bootId() && Number.isFinite(time) ? time : null;
};

/** What holders before this one have left. */
const removeBeats = (path: string, token: string): void => {
  const [name, own] = [basename(path), basename(beatFile(path, token))];
  for (const file of readdirSync(dirname(path))) {
    if (file.startsWith(`${name}.`) && file.endsWith('.beat') && file !== own)
      rmSync(join(dirname(path), file), {force: true});
  }
};

/** Only the holder counts on; one that was late for it is no holder any more. */
const nextEpoch = (path: string, token: string): number => {
  const before = Number.parseInt(textOf(`${path}.epoch`), 10);
  const epoch = (Number.isSafeInteger(before) ? before : 0) + 1;
  const draft = `${path}.${token}.epoch`;
  writeFileSync(draft, `${epoch}\n`, {mode: 0o600});
  renameSync(draft, `${path}.epoch`);

  return epoch;
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};
