import {closeSync, existsSync, fstatSync, openSync, readdirSync, readSync} from 'node:fs';
import {join} from 'node:path';

/** Follows what a bot appends to its journal, from another process and while it is written. */
export class JournalTail {
  readonly #directory: string;
  readonly #read = new Map<string, number>();

  constructor(dataDir: string) {
    this.#directory = join(dataDir, 'journal');
  }

  /** The bytes that came since the last look, as text; what a recovery cut off is not missed. */
  grown(): string {
    if (!existsSync(this.#directory)) return '';
    const segments = readdirSync(this.#directory).filter(name => name.endsWith('.ndjson'));

    return segments
      .sort()
      .map(name => this.#readOn(name))
      .join('');
  }

  #readOn(name: string): string {
    const file = openSync(join(this.#directory, name), 'r');
    try {
      const {size} = fstatSync(file);
      const from = this.#read.get(name) ?? 0;
      this.#read.set(name, size);
      if (size <= from) return '';
      const bytes = Buffer.alloc(size - from);
      readSync(file, bytes, 0, bytes.length, from);

      return bytes.toString();
    } finally {
      closeSync(file);
    }
  }
}
