import type {AnyEnvelope} from '../domain/Event.ts';
import {pushBounded} from '../kernel/bounded.ts';

/** Lines kept in memory; older ones are read from the journal. */
const CAPACITY = 5_000;

/** The latest durable lines, so that the usual questions need no disk. */
export class RecentLines {
  readonly #lines: AnyEnvelope[] = [];

  add(envelope: AnyEnvelope): void {
    pushBounded(this.#lines, envelope, CAPACITY);
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Seq of the oldest line here, or infinity when there is none. */
  get firstSeq(): number {
    return this.#lines[0]?.seq ?? Number.POSITIVE_INFINITY;
  }

  /** Newest first, only those before `before` and of the wanted types, at most `limit`. */
  page(before: number, limit: number, wants: (envelope: AnyEnvelope) => boolean): AnyEnvelope[] {
    const found: AnyEnvelope[] = [];
    for (let index = this.#lines.length - 1; index >= 0 && found.length < limit; index -= 1) {
      const line = this.#lines[index];
      if (line !== undefined && line.seq < before && wants(line)) found.push(line);
    }

    return found;
  }
}
