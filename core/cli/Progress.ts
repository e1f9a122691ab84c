import {count, duration} from './format.ts';
import type {Io, Sink} from './Io.ts';

/** Time between two texts: a terminal's line is drawn anew, a log gets a line now and then. */
const TERMINAL_MS = 100;
const PLAIN_MS = 3_000;
const CLEAR_LINE = '\r\x1b[2K';

type Options = {readonly label: string; readonly unit: string; readonly io: Pick<Io, 'stderr' | 'now'>};

/** One line on stderr for work that takes long: how much, how fast, how much longer. Says nothing about short work. */
export class Progress {
  readonly #label: string;
  readonly #unit: string;
  readonly #stderr: Sink;
  readonly #now: () => number;
  readonly #begin: number;
  #lapBegin: number;
  #lapFrom: number | null = null;
  #last: number;
  #done = 0;
  #hasSpoken = false;

  constructor({label, unit, io}: Options) {
    this.#label = label;
    this.#unit = unit;
    this.#stderr = io.stderr;
    this.#now = io.now;
    this.#begin = io.now();
    this.#lapBegin = this.#begin;
    this.#last = this.#begin;
  }

  /** `total` is null where nobody knows it. Work that goes back is a second lap; what stood there at first took no time. */
  update(done: number, total: number | null): void {
    const now = this.#now();
    if (this.#lapFrom === null || done < this.#done) {
      this.#lapBegin = now;
      this.#lapFrom = done;
    }
    this.#done = done;
    if (now - this.#last < (this.#isTerminal ? TERMINAL_MS : PLAIN_MS)) return;
    this.#last = now;
    this.#say(this.#line(now, total));
  }

  /** Says how long it took, if anything was said before. */
  finish(): void {
    if (!this.#hasSpoken) return;
    this.#say(`${this.#label}: done in ${duration(this.#now() - this.#begin)}`);
    if (this.#isTerminal) this.#stderr.write('\n');
  }

  get #isTerminal(): boolean {
    return this.#stderr.isTTY === true;
  }

  #say(text: string): void {
    this.#hasSpoken = true;
    this.#stderr.write(this.#isTerminal ? CLEAR_LINE + text : `${text}\n`);
  }

  #line(now: number, total: number | null): string {
    const perMs = (this.#done - (this.#lapFrom ?? 0)) / Math.max(1, now - this.#lapBegin);
    const speed = perMs > 0 ? `, ${count(perMs * 1_000)}/s` : '';
    if (total === null || total <= 0) return `${this.#label}: ${count(this.#done)} ${this.#unit}${speed}`;
    const share = Math.min(1, this.#done / total);
    const left = perMs > 0 ? `, ${duration(Math.max(0, total - this.#done) / perMs)} left` : '';

    return `${this.#label}: ${Math.floor(share * 100)} % of ${count(total)} ${this.#unit}${speed}${left}`;
  }
}
