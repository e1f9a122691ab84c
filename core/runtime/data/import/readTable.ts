import {readChunks} from '../readChunks.ts';

/** A file as rows of texts, before anybody knows what stands in which column. */
export type Table = {
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Line (in JSON: element) of the first row, from 1. */
  readonly firstLine: number;
  /** Of the file as it lies on disk. */
  readonly sha256: string;
};

/** Unpacked text that one import may hold in memory. */
export const MAX_IMPORT_BYTES = 512 * 1024 * 1024;

/** The file is no table of bars at all, in words that an operator can act on. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

type Progress = ((bytesRead: number, bytesTotal: number) => void) | undefined;

/**
 * Reads CSV (commas, semicolons or tabs), JSON arrays of arrays or objects, such arrays inside an object as exchanges answer,
 * and NDJSON; each also as `.gz`. @throws ImportRefused where it is none of them.
 */
export const readTable = async (path: string, onProgress?: Progress): Promise<Table> => {
  const chunks: Buffer[] = [];
  let size = 0;
  const onChunk = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > MAX_IMPORT_BYTES)
      throw new ImportRefused(`"${path}" has more than ${MAX_IMPORT_BYTES / 2 ** 20} MB of text. Split it.`);
    chunks.push(chunk);
  };
  const {sha256, cutOff} = await readChunks(path, {onChunk, onProgress});
  if (cutOff !== null) throw new ImportRefused(`"${path}": ${cutOff}; get it again.`);
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const table = /^\s*[[{]/.test(text) ? readJson(path, text) : readCsv(text);
  if (table.rows.length === 0) throw new ImportRefused(`"${path}" holds no rows.`);

  return {...table, sha256};
};

type Parsed = Omit<Table, 'sha256'>;

const readCsv = (text: string): Parsed => {
  const lines = text.split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  // Some sites put their address above the header.
  const skipped = lines.findIndex(line => splitterOf(line) !== null);
  const first = lines[Math.max(0, skipped)] ?? '';
  const splitter = splitterOf(first) ?? ',';
  const cellsOf = (line: string): readonly string[] =>
    line.split(splitter).map(cell => cell.trim().replace(/^"|"$/g, ''));
  const isHeader =
    cellsOf(first).some(cell => /^[a-z_ ]+/i.test(cell) && !/^(?:nan|null|none)$/i.test(cell)) &&
    !cellsOf(first).some(isNumber);
  const start = Math.max(0, skipped) + (isHeader ? 1 : 0);

  return {header: isHeader ? cellsOf(first) : null, rows: lines.slice(start).map(cellsOf), firstLine: start + 1};
};

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

const splitterOf = (line: string): string | null => [',', ';', '\t'].find(sign => line.split(sign).length >= 5) ?? null;

const readJson = (path: string, text: string): Parsed => {
  const entries = findRows(parseJson(path, text));
  if (entries === null)
    throw new ImportRefused(`"${path}" is JSON without a list of bars: an array of arrays or of objects is expected.`);
  const [first] = entries;
  if (Array.isArray(first) || first === undefined)
    return {header: null, rows: entries.map(entry => (Array.isArray(entry) ? entry.map(textOf) : [])), firstLine: 1};
  const header = Object.keys(first as object);

  return {
    header,
    rows: entries.map(entry => {
      const fields = new Map<string, unknown>(typeof entry === 'object' && entry !== null ? Object.entries(entry) : []);
      return header.map(name => textOf(fields.get(name)));
    }),
    firstLine: 1,
  };
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (whole) {
    try {
      return text
        .split(/\r?\n/)
        .filter(line => line.trim() !== '')
        .map(line => JSON.parse(line) as unknown);
    } catch {
      throw new ImportRefused(
        `"${path}" is no whole JSON text: ${whole instanceof Error ? whole.message : String(whole)}.`,
      );
    }
  }
};

/** The list of bars, which exchanges wrap in an object: `{result: {XXBTZUSD: [[…]]}}`. */
const findRows = (value: unknown): readonly unknown[] | null => {
  if (Array.isArray(value)) return value.every(entry => typeof entry === 'object' && entry !== null) ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const inner of Object.values(value)) {
    const rows = findRows(inner);
    if (rows !== null && rows.length > 0) return rows;
  }

  return null;
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim();

  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
};
