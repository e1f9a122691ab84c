import type {AnyEnvelope} from '../domain/Event.ts';
import type {ClosedIndicators, Frame} from './protocol.ts';

/** A frame of more lines costs a page more than a fresh snapshot. */
export const FRAME_LINES = 2_000;

/** Gathers the lines of the next frame; too many of them shrink to a gap, over which every page takes a snapshot. */
export class Burst {
  #envelopes: AnyEnvelope[] = [];
  #closed: ClosedIndicators[] = [];

  add(step: readonly AnyEnvelope[], closed: readonly ClosedIndicators[]): void {
    if (this.#envelopes.length + step.length > FRAME_LINES) {
      this.#envelopes = step.slice(-1);
      this.#closed = [];
      return;
    }
    this.#envelopes.push(...step);
    this.#closed.push(...closed);
  }

  /** What was gathered since the last time, or null when that is nothing. */
  take(): Frame | null {
    if (this.#envelopes.length === 0) return null;
    const frame = {envelopes: this.#envelopes, closed: this.#closed};
    this.#envelopes = [];
    this.#closed = [];

    return frame;
  }
}
