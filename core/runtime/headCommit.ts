import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What git says about this checkout. Throws where there is no git, or no checkout. */
export const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();

/** What `ask` finds out about the commit that runs; "unknown" outside a checkout. */
export const knownOrNot = (ask: () => string): string => {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error) return 'unknown';
    throw error;
  }
};

/** The commit that runs, for the journal. */
export const headCommit = (): string => knownOrNot(() => git('rev-parse', 'HEAD'));
