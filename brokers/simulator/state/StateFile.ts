import {appendFileSync, closeSync, fdatasyncSync, openSync} from 'node:fs';
import {writeAtomicallySync} from '../../../core/runtime/writeAtomically.ts';
import type {SavedState} from './readState.ts';
import {encodeLine, type StateLine} from './StateLine.ts';

/** Only the owner may read what the account did. */
const MODE = 0o600;

/** Appends what an exchange goes on from; blocks until it is durable, because nobody may be told of what could be forgotten. */
export class StateFile {
  readonly #file: number;
  #waiting = '';
  #bytes: number;

  /** Begins the next incarnation on what is left of the ones before; the file is replaced as a whole. */
  constructor(path: string, opened: Extract<StateLine, {type: 'opened'}>, past: SavedState | null) {
    const text = [opened, ...(past === null ? [] : linesOf(past))].map(encodeLine).join('');
    writeAtomicallySync(path, text);
    this.#bytes = Buffer.byteLength(text);
    this.#file = openSync(path, 'a', MODE);
  }

  /** Size of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a line that `sync` writes. */
  add(line: StateLine): void {
    this.#waiting += encodeLine(line);
  }

  /** When it returns, every line that was added is on the disk. */
  sync(): void {
    if (this.#waiting === '') return;
    appendFileSync(this.#file, this.#waiting);
    this.#bytes += Buffer.byteLength(this.#waiting);
    this.#waiting = '';
    fdatasyncSync(this.#file);
  }

  close(): void {
    this.sync();
    closeSync(this.#file);
  }
}

const linesOf = ({events, minutes, time, at, lastTrades}: SavedState): readonly StateLine[] => [
  ...[...minutes].flatMap(([symbol, candles]) =>
    candles.map((candle): StateLine => ({type: 'minute', symbol, candle})),
  ),
  ...events.map((event): StateLine => ({type: 'event', event})),
  {type: 'mark', time, at, lastTrades},
];
