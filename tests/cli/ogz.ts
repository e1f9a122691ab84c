import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll} from 'vitest';
import {runCli} from '../../core/cli/runCli.ts';

export type Outcome = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout holds, which must be one line of JSON. */
  readonly json: unknown;
};

type Surroundings = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly now?: () => number;
};

/** Runs one command line in this process and catches what it prints. */
export const ogz = async (args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> => {
  const {cwd = tmpdir(), env = {}, isTerminal = false, now = () => Date.now()} = surroundings;
  const printed = {stdout: '', stderr: ''};
  const sink = (name: keyof typeof printed) => ({
    isTTY: isTerminal,
    write: (text: string): boolean => {
      printed[name] += text;
      return true;
    },
  });
  const code = await runCli(args, {stdout: sink('stdout'), stderr: sink('stderr'), env, cwd, now});

  return {
    code,
    ...printed,
    get json() {
      return JSON.parse(printed.stdout) as unknown;
    },
  };
};

/** A folder that goes when the file's tests are done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-cli-'));
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  return folder;
};

const HEADER = 'time_ms,open,high,low,close,volume';
const MINUTE_MS = 60_000;

/** CSV of minute bars that wander in trends, the same ones every time. */
export const wanderingBars = (count: number, from = Date.UTC(2024, 0, 1)): string => {
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  let close = 1_000;
  const rows = Array.from({length: count}, (_, index) => {
    const open = close;
    close = Math.round((open + draw() * 4 + Math.sin(index / 40) * 0.8) * 100) / 100;
    const [high, low] = [Math.max(open, close) + 0.5, Math.min(open, close) - 0.5];
    return [from + index * MINUTE_MS, open, high.toFixed(2), low.toFixed(2), close, 40 + (index % 7)].join(',');
  });

  return `${[HEADER, ...rows].join('\n')}\n`;
};
