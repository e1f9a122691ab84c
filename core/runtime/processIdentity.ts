import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** Tells a process from a later one that got the same pid; `started` is empty where the system does not say. */
export type ProcessIdentity = {readonly pid: number; readonly started: string};

/** Identity of this process. */
export const thisProcess = (): ProcessIdentity => ({pid: process.pid, started: startOf(process.pid)});

/** True while the very process that had this identity runs, a zombie does not; where no start is known the pid decides. */
export const isAlive = ({pid, started}: ProcessIdentity): boolean => {
  if (!pidExists(pid)) return false;
  const startedNow = startOf(pid);
  if (startedNow === ZOMBIE) return false;

  return startedNow === started || startedNow === '' || started === '';
};

const ZOMBIE = 'zombie';

const pidExists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const startOf = (pid: number): string => (process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid));

/** Clock ticks since boot say when only together with which boot. The name in brackets may hold blanks and brackets. */
const startFromProc = (pid: number): string => {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[START_TIME_FIELD]];
  if (ticks === undefined) return '';
  if (state === 'Z' || state === 'X') return ZOMBIE;

  return `${textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))} ${ticks}`;
};

/** Field 22 of proc_pid_stat(5), counted from the state, which is field 3. */
const START_TIME_FIELD = 19;

const startFromPs = (pid: number): string =>
  textOf(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {encoding: 'utf8', stdio: 'pipe'}));

/** What a system hides or does not have is an unknown start. */
const textOf = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    return '';
  }
};
