import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The commit whose code ran, with a mark where files were changed since; "unknown" outside a checkout. */
export const sourceCommit = (): string => {
  try {
    const commit = git('rev-parse', 'HEAD');

    return git('status', '--porcelain', '--untracked-files=no') === '' ? commit : `${commit} with local changes`;
  } catch (error) {
    if (error instanceof Error) return 'unknown';
    throw error;
  }
};

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
