import {closeSync, existsSync, fstatSync, openSync, readdirSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {segmentNames} from '../runtime/journal/segment.ts';
import {journalDirectory} from '../runtime/openBooks.ts';
import {Failure} from './Failure.ts';

/** The journal of a data directory, with a guess at how many lines it has for progress lines. */
export type JournalFolder = {readonly directory: string; readonly roughLines: number | null};

/** A line is found from its start within this many bytes before the end of the last segment. */
const TAIL_BYTES = 1_000_000;

/** Throws a Failure where there is no journal. */
export const openJournalFolder = (dataDir: string): JournalFolder => {
  const directory = journalDirectory(dataDir);
  const segments = existsSync(directory) ? segmentNames(readdirSync(directory)) : [];
  const last = segments.at(-1);
  if (last === undefined)
    throw new Failure(
      `There is no journal in "${directory}". Is --data-dir right? A bot begins one at its first start.`,
    );

  return {directory, roughLines: lastSeqIn(tailOf(join(directory, last)))};
};

const tailOf = (path: string): string => {
  const file = openSync(path, 'r');
  try {
    const from = Math.max(0, fstatSync(file).size - TAIL_BYTES);
    const buffer = Buffer.alloc(TAIL_BYTES);

    return buffer.toString('utf8', 0, readSync(file, buffer, 0, TAIL_BYTES, from));
  } finally {
    closeSync(file);
  }
};

const lastSeqIn = (text: string): number | null => {
  const found = [...text.matchAll(/^\{"seq":(\d+),/gm)].at(-1)?.[1];

  return found === undefined ? null : Number(found);
};
