import {parseBody} from './seal.ts';

/** Names and opens the files that a journal is cut into. */
export const segmentName = (firstSeq: number): string => `journal-${String(firstSeq).padStart(12, '0')}.ndjson`;

/** Segments among the names of a directory, in order of their sequence numbers; copies of torn tails are not. */
export const segmentNames = (names: readonly string[]): readonly string[] =>
  names.filter(name => SEGMENT.test(name)).toSorted();

/** Sequence number of the first envelope that a segment of this name holds. */
export const firstSeqOf = (name: string): number => Number(SEGMENT.exec(name)?.[1]);

/** Body of a segment's first line; `previous` is the chain of the last line of the segment before. */
export const headerBody = ({journalId, previous, first}: SegmentHeader): string =>
  `{"format":${FORMAT},"journal":"${journalId}","previous":"${previous}","first":${first}`;

/** Reads a segment's first line; a string is what is wrong with it. */
export const parseHeader = (body: string): SegmentHeader | string => {
  const {format, journal, previous, first} = fieldsOf(parseBody(body));
  if (format !== FORMAT) return `its format is "${String(format)}", this version reads "${FORMAT}"`;
  if (typeof journal !== 'string' || typeof previous !== 'string' || typeof first !== 'number') {
    return 'the first line is not a segment header';
  }

  return {journalId: journal, previous, first};
};

export type SegmentHeader = {readonly journalId: string; readonly previous: string; readonly first: number};

const FORMAT = 1;
const SEGMENT = /^journal-(\d{12})\.ndjson$/;

const fieldsOf = (value: unknown): Partial<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? {...value} : {};
