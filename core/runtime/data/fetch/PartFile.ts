import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {HOUSE_HEADER} from '../import/importBars.ts';

/** Bars on their way: plain lines that are only ever added to, so that a fetch goes on where it was cut off. */
export class PartFile {
  readonly path: string;
  /** Open times of the first and the last whole line that were there at the start, or null; the last one moves on. */
  readonly first: number | null;
  last: number | null;

  /** Goes on with the part that is there, else with the finished file, else at the beginning. */
  constructor(finished: string) {
    this.path = `${finished}.part`;
    mkdirSync(dirname(finished), {recursive: true});
    if (!existsSync(this.path)) writeFileSync(this.path, existsSync(finished) ? textOf(finished) : `${HOUSE_HEADER}\n`);
    const rows = this.#mend();
    this.first = timeOf(rows[0]);
    this.last = timeOf(rows.at(-1));
  }

  add(lines: readonly string[], last: number): void {
    appendFileSync(this.path, lines.map(line => `${line}\n`).join(''));
    this.last = last;
  }

  text(): string {
    return readFileSync(this.path, 'utf8');
  }

  remove(): void {
    rmSync(this.path, {force: true});
  }

  /** A line without its end was being written when the process died: it is asked for again. */
  #mend(): readonly string[] {
    const text = this.text();
    const whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length) truncateSync(this.path, whole);

    return text.slice(0, whole).trimEnd().split('\n').slice(1);
  }
}

const timeOf = (row: string | undefined): number | null => {
  const time = Number(row?.split(',')[0] ?? Number.NaN);

  return Number.isFinite(time) ? time : null;
};

const textOf = (path: string): string => {
  const bytes = readFileSync(path);

  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};
