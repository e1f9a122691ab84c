import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {verifyJournal} from '../../runtime/journal/verifyJournal.ts';
import {journalDirectory} from '../../runtime/openBooks.ts';
import {count, counted} from '../format.ts';
import {printLine} from '../Io.ts';
import {peekPatternFile} from '../peekPatternFile.ts';
import {type Check, fail, ok, warn} from './Finding.ts';

/** What the bot knows: its journal, and the memory made of it. */
export const journal: Check = {
  name: 'journal',
  look: async ({place: {dataDir}, io}) => {
    const directory = journalDirectory(dataDir);
    if (!existsSync(directory)) return ok('none yet; the first start begins one');
    if (io.stderr.isTTY === true) printLine(io.stderr, 'Proving every line of the journal ...');
    const {events, segments, torn, damaged} = await verifyJournal(directory);
    if (damaged !== undefined) {
      const whole = `The ${counted(events, 'line')} before it are whole.`;
      return fail(damaged.message, `${whole} Restore that file from a backup, or move the data directory aside.`);
    }
    const text = `${counted(events, 'line')} in ${counted(segments, 'segment')}, every one proven`;
    if (torn === undefined) return ok(text);

    return warn(
      `${text}; ${counted(torn.bytes, 'byte')} of an interrupted write at the end`,
      'Nothing to do: the next start cuts them and keeps a copy. While a bot writes this is normal.',
    );
  },
};

export const patternMemory: Check = {
  name: 'pattern memory',
  look: ({place: {dataDir}}) => {
    const path = join(dataDir, 'pattern-memory.json');
    const found = peekPatternFile(path);
    if (found.status === 'absent') return ok('no file yet; the first start writes one');
    if (found.status === 'unreadable') {
      return warn(
        `"${path}" is unreadable: ${found.problem}`,
        'The next start keeps it aside and learns anew from the journal.',
      );
    }
    const {memory} = found.file;
    const shapes = memory.markets.reduce((total, market) => total + market.shapes.length, 0);

    return ok(`${counted(shapes, 'shape')} up to seq ${count(memory.seq)} in "${path}"`);
  },
};
