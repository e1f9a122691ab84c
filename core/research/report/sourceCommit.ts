import {git, headCommit, knownOrNot} from '../../runtime/headCommit.ts';

/** The commit whose code ran, with a mark where files were changed since; "unknown" outside a checkout. */
export const sourceCommit = (): string =>
  knownOrNot(() => {
    const isClean = git('status', '--porcelain', '--untracked-files=no') === '';

    return isClean ? headCommit() : `${headCommit()} with local changes`;
  });
