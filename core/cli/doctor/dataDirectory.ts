import {existsSync, rmSync, statfsSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {HaltFile} from '../../runtime/HaltFile.ts';
import {describeError} from '../describeError.ts';
import {bytes} from '../format.ts';
import {type Check, fail, type Finding, ok, warn} from './Finding.ts';

/** Below the first a day of journal may not fit, below the second nothing does. */
const LITTLE_BYTES = 1_000_000_000;
const TOO_LITTLE_BYTES = 50_000_000;

/** Whether the bot can keep what it must keep. */
export const dataDirectory: Check = {
  name: 'data directory',
  look: ({place: {dataDir}}) => {
    const folder = nearestFolder(dataDir);
    if (!statSync(folder).isDirectory()) return fail(`"${folder}" is a file`, 'Name a folder with --data-dir.');
    const problem = writeProblem(folder);
    if (problem !== null) return fail(problem, 'Mend its permissions, or name another folder with --data-dir.');

    return ok(folder === dataDir ? `"${dataDir}" can be written to` : `"${dataDir}" will be made at the first start`);
  },
};

const nearestFolder = (path: string): string => (existsSync(path) ? path : nearestFolder(dirname(path)));

/** Asking for permissions says nothing of read-only file systems, so a file is written and removed. */
const writeProblem = (folder: string): string | null => {
  const probe = join(folder, `.ogz-doctor-${process.pid}`);
  try {
    writeFileSync(probe, '');
    rmSync(probe);

    return null;
  } catch (error) {
    return describeError(error).text;
  }
};

export const diskSpace: Check = {
  name: 'disk space',
  look: ({place: {dataDir}}): Finding => {
    const {bavail, bsize} = statfsSync(nearestFolder(dataDir));
    const free = bavail * bsize;
    const text = `${bytes(free)} free for "${dataDir}"`;
    if (free < TOO_LITTLE_BYTES) return fail(text, 'Make room: the journal stops the bot when it cannot be written.');

    return free < LITTLE_BYTES ? warn(text, 'Make room, or move old data away.') : ok(text);
  },
};

export const haltFile: Check = {
  name: 'halt file',
  look: ({place: {dataDir}}) => {
    const file = new HaltFile(dataDir);
    if (!file.isPulled) return ok('not there');

    return warn(`"${file.path}" keeps trading halted`, 'When its reason is gone: ogz resume --remove-halt-file');
  },
};
