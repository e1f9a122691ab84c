import {COLUMN_NAMES} from './BarColumns.ts';
import {RawBars, countDigits} from './RawBars.ts';

const WIDTH = COLUMN_NAMES.length;
const NEWLINE = 10;
const RETURN = 13;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
/** Longest line; a file without line ends is no CSV. */
const MAX_LINE_BYTES = 65_536;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const POWERS = Float64Array.from({length: 23}, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads CSV bars out of chunks of bytes.
 * Plain rows are read byte by byte without making text (a mantissa below 2^53 over a power of ten is the float nearest to
 * the text); everything else, headers and dirt included, goes through the slow and exact path.
 */
export class CsvBarParser {
  readonly raw = new RawBars();
  readonly #fields = new Float64Array(WIDTH);
  #rest: Buffer = Buffer.alloc(0);
  #blankLines = 0;
  #isFirstLine = true;

  push(chunk: Buffer): void {
    if (this.raw.broken !== null) return;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    this.#parse(bytes, end);
    this.#rest = bytes.subarray(end);
    if (this.#rest.length > MAX_LINE_BYTES) {
      this.raw.broken = `no line end within ${MAX_LINE_BYTES} bytes: this is no CSV with one bar a line`;
    }
  }

  /** Takes the last line, which may lack its line end. */
  end(): RawBars {
    if (this.#rest.length > 0 && this.raw.broken === null) this.#slowRow(this.#rest.toString('latin1'));
    this.#rest = Buffer.alloc(0);

    return this.raw;
  }

  #parse(bytes: Buffer, end: number): void {
    let at = 0;
    while (at < end) {
      const next = this.#isFirstLine || this.#blankLines > 0 ? 0 : this.#fastRow(bytes, at);
      if (next > 0) {
        at = next;
        continue;
      }
      const newline = bytes.indexOf(NEWLINE, at);
      this.#slowRow(bytes.toString('latin1', at, newline));
      at = newline + 1;
    }
  }

  /** Offset of the next line, or 0 when the row needs the slow path. */
  #fastRow(bytes: Buffer, start: number): number {
    const fields = this.#fields;
    let at = start;
    let digitsOfPrice = 0;
    let digitsOfVolume = 0;
    for (let column = 0; column < WIDTH; column++) {
      const first = at;
      let mantissa = 0;
      let pointAt = -1;
      let byte = bytes[at++] ?? 0;
      for (; ; byte = bytes[at++] ?? 0) {
        const digit = byte - ZERO;
        if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
        else if (byte === POINT && pointAt === -1) pointAt = at;
        else break;
      }
      const last = at - 1;
      const fraction = pointAt === -1 ? 0 : last - pointAt;
      if (last === first || mantissa > Number.MAX_SAFE_INTEGER || fraction > 22 || pointAt === first + 1) return 0;
      if (column === WIDTH - 1 && byte === RETURN) byte = bytes[at++] ?? 0;
      if (byte !== (column === WIDTH - 1 ? NEWLINE : COMMA)) return 0;

      fields[column] = fraction === 0 ? mantissa : mantissa / (POWERS[fraction] ?? 1);
      if (column === WIDTH - 1) digitsOfVolume = fraction;
      else if (column > 0 && fraction > digitsOfPrice) digitsOfPrice = fraction;
    }
    this.#take(digitsOfPrice, digitsOfVolume);

    return at;
  }

  #take(digitsOfPrice: number, digitsOfVolume: number): void {
    this.raw.priceDigits[digitsOfPrice] = (this.raw.priceDigits[digitsOfPrice] ?? 0) + 1;
    this.raw.quantityDigits[digitsOfVolume] = (this.raw.quantityDigits[digitsOfVolume] ?? 0) + 1;
    this.raw.columns.add(this.#fields);
  }

  #slowRow(line: string): void {
    const text = line.trim();
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (/^(?:ï»¿)?["a-z_]/i.test(text)) {
        this.raw.header = text.replace('ï»¿', '');
        return;
      }
    }
    if (text === '') {
      this.#blankLines += 1;
      return;
    }
    for (; this.#blankLines > 0; this.#blankLines--) this.raw.addUnreadable('', 'the line is blank');
    this.#readText(text);
  }

  #readText(text: string): void {
    const parts = text.split(',').map(part => part.trim());
    if (parts.length !== WIDTH)
      return this.raw.addUnreadable(text, `it has ${parts.length} columns and should have ${WIDTH}`);
    const bad = parts.findIndex(part => !NUMBER.test(part));
    if (bad !== -1)
      return this.raw.addUnreadable(text, `${COLUMN_NAMES[bad]} is "${parts[bad]}" and should be a number`);

    parts.forEach((part, index) => {
      this.#fields[index] = Number(part);
    });
    this.#take(Math.max(...parts.slice(1, 5).map(countDigits)), countDigits(parts[5] ?? ''));
  }
}
