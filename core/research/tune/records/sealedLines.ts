import {closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {hasCode} from '../../../runtime/hasCode.ts';
import {crc32c} from '../../../runtime/journal/crc32c.ts';

/** Larger files are not read into memory. */
const MOST_BYTES = 1_000_000_000;
const SEAL = /^(.*),"crc":"([0-9a-f]{8})"\}$/;
const NEWLINE = 10;

/** A file of lines whose bytes are not what was written. */
export class LinesDamaged extends Error {
  constructor(path: string, line: number) {
    super(`Line ${line} of "${path}" was changed after it was written: its checksum does not fit. Restore the file.`);
    this.name = 'LinesDamaged';
  }
}

/** Adds JSON objects as lines with a checksum each; they are on the disk when it returns. */
export const appendSealed = (path: string, values: readonly object[]): void => {
  if (values.length === 0) return;
  mkdirSync(dirname(path), {recursive: true});
  const file = openSync(path, 'a+', 0o600);
  try {
    // What a crash cut off stays a line of its own, which readers leave out.
    writeSync(file, `${endsCleanly(file) ? '' : '\n'}${values.map(seal).join('')}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** All lines that were written whole; a line without a seal was cut off by a crash. @throws LinesDamaged where a checksum does not fit. */
export const readSealed = (path: string): readonly unknown[] => {
  const text = readIfThere(path);

  return text.split('\n').flatMap((line, index) => {
    const [, body, crc] = SEAL.exec(line) ?? [];
    if (body === undefined) return [];
    if (crcOf(body) !== crc) throw new LinesDamaged(path, index + 1);

    return [JSON.parse(`${body}}`) as unknown];
  });
};

const seal = (value: object): string => {
  const body = JSON.stringify(value).slice(0, -1);

  return `${body},"crc":"${crcOf(body)}"}\n`;
};

const crcOf = (body: string): string => {
  const bytes = Buffer.from(body);

  return (crc32c(bytes, 0, bytes.length) >>> 0).toString(16).padStart(8, '0');
};

const endsCleanly = (file: number): boolean => {
  const {size} = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);

  return last[0] === NEWLINE;
};

const readIfThere = (path: string): string => {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MOST_BYTES) throw new RangeError(`"${path}" has more than ${MOST_BYTES} bytes.`);
    return bytes.toString('utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
};
