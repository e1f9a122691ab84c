import {closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';

const MAX_BYTES = 64 * 1024 * 1024;

/** A log file of bounded size: what does not fit goes on in a new one, and one older file is kept as `<name>.1`. */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #onFailure: (error: Error) => void;
  #descriptor: number;
  #size: number;
  #isFailing = false;

  /** Creates the folder and opens the file. Throws when that is impossible; later failures go to `onFailure`, once until a write succeeds. */
  constructor(path: string, onFailure: (error: Error) => void, maxBytes: number = MAX_BYTES) {
    mkdirSync(dirname(path), {recursive: true});
    this.#path = path;
    this.#onFailure = onFailure;
    this.#maxBytes = maxBytes;
    this.#descriptor = openSync(path, 'a', 0o640);
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** A log must never stop the bot: a full disk loses lines, not the position. */
  write(line: string): void {
    try {
      if (this.#size >= this.#maxBytes) this.#rotate();
      this.#size += writeSync(this.#descriptor, line);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#onFailure(error instanceof Error ? error : new Error(String(error)));
      this.#isFailing = true;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    renameSync(this.#path, `${this.#path}.1`);
    const next = openSync(this.#path, 'a', 0o640);
    closeSync(this.#descriptor);
    this.#descriptor = next;
    this.#size = 0;
  }
}
