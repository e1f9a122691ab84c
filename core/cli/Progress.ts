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
  #last: number;
  #done = 0;
  #hasSpoken = false;

  constructor({label, unit, io}: Options) {
    this.#label = label;
    this.#unit = unit;
    this.#stderr = io.stderr;
    this.#now = io.now;
    this.#begin = io.now();
    this.#last = this.#begin;
  }

  /** `total` is null where nobody knows it. */
  update(done: number, total: number | null): void {
    this.#done = done;
    const now = this.#now();
    if (now - this.#last < (this.#isTerminal ? TERMINAL_MS : PLAIN_MS)) return;
    this.#last = now;
    this.#say(this.#line(now, total));
  }

  /** Says how long it took, if anything was said before. */
  finish(): void {
    if (!this.#hasSpoken) return;
    const ms = this.#now() - this.#begin;
    this.#say(`${this.#label}: ${count(this.#done)} ${this.#unit} in ${duration(ms)}${this.#rate(ms)}`);
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
    const ms = now - this.#begin;
    if (total === null || total <= 0) return `${this.#label}: ${count(this.#done)} ${this.#unit}${this.#rate(ms)}`;
    const share = Math.min(1, this.#done / total);
    const left = share > 0 ? `, ${duration((ms / share) * (1 - share))} left` : '';

    return `${this.#label}: ${Math.floor(share * 100)} % of ${count(total)} ${this.#unit}${this.#rate(ms)}${left}`;
  }

  #rate(ms: number): string {
    return ms > 0 ? `, ${count((this.#done / ms) * 1_000)}/s` : '';
  }
}
