import {join} from 'node:path';
import type {Disk} from './Disk.ts';
import type {JournalPosition} from './JournalProof.ts';
import {checkBytes} from './seal.ts';
import {parseHeader, segmentName} from './segment.ts';

/** Where the journal stood before the segment that begins with `firstSeq`, by that segment's own header; null where there is none that can be read. */
export const readSegmentStart = async (
  disk: Disk,
  directory: string,
  firstSeq: number,
): Promise<JournalPosition | null> => {
  const name = segmentName(firstSeq);
  if (!(await disk.list(directory)).includes(name)) return null;
  const line = await firstLine(disk, join(directory, name));
  const bytes = line === null ? 'it has no first line' : checkBytes(line);
  if (typeof bytes === 'string') return null;
  const header = parseHeader(bytes.body);
  if (typeof header === 'string' || header.first !== firstSeq) return null;

  return {journalId: header.journalId, lastSeq: firstSeq - 1, chain: header.previous};
};

const NEWLINE = 10;

/** A header is far shorter than what is read at a time. */
const firstLine = async (disk: Disk, file: string): Promise<Buffer | null> => {
  for await (const chunk of disk.read(file)) {
    const end = chunk.indexOf(NEWLINE);

    return end < 0 ? null : chunk.subarray(0, end);
  }

  return null;
};
