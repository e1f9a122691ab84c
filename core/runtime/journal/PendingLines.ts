import {headerBody, segmentName} from './segment.ts';
import {SEAL_BYTES, sealInto} from './seal.ts';

/** The segment that is being filled, and the bytes it will have once all that is pending is written. */
export type SegmentFill = {readonly name: string; readonly size: number};

/** Bytes for one segment; `opens` says that the segment is a new file and the bytes begin with its header. */
export type PendingPart = {readonly name: string; readonly opens: boolean; readonly bytes: Buffer};

type Options = {
  readonly journalId: string;
  readonly chain: string;
  readonly segment: SegmentFill | undefined;
  readonly segmentLimitBytes: number;
};

/** Seals lines as they come and holds them, parted by segment, until the disk has time for them. */
export class PendingLines {
  readonly #journalId: string;
  readonly #segmentLimitBytes: number;
  #chain: string;
  #segment: SegmentFill | undefined;
  #parts: Part[] = [];
  #length = 0;
  #buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  #lent = Buffer.allocUnsafeSlow(INITIAL_BYTES);

  constructor({journalId, chain, segment, segmentLimitBytes}: Options) {
    this.#journalId = journalId;
    this.#chain = chain;
    this.#segment = segment;
    this.#segmentLimitBytes = segmentLimitBytes;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#length;
  }

  /** Adds the lines of one step, in a new segment if the current one is full. */
  add(bodies: readonly string[], firstSeq: number): void {
    const segment = this.#segmentFor(firstSeq);
    const before = this.#length;
    for (const body of bodies) this.#seal(body);
    this.#segment = {...segment, size: segment.size + this.#length - before};
  }

  /** Lends all that is held, part by part; the bytes stay as they are until the next call. */
  take(): readonly PendingPart[] {
    const parts = this.#parts.map(({name, opens, from}, index) => ({
      name,
      opens,
      bytes: this.#buffer.subarray(from, this.#parts[index + 1]?.from ?? this.#length),
    }));
    [this.#buffer, this.#lent] = [this.#lent, this.#buffer];
    this.#parts = [];
    this.#length = 0;

    return parts;
  }

  #segmentFor(firstSeq: number): SegmentFill {
    if (this.#segment === undefined || this.#segment.size >= this.#segmentLimitBytes) return this.#open(firstSeq);
    if (this.#parts.length === 0) this.#parts.push({name: this.#segment.name, opens: false, from: 0});

    return this.#segment;
  }

  #open(first: number): SegmentFill {
    const name = segmentName(first);
    const from = this.#length;
    this.#parts.push({name, opens: true, from});
    this.#seal(headerBody({journalId: this.#journalId, previous: this.#chain, first}));

    return {name, size: this.#length - from};
  }

  #seal(body: string): void {
    this.#reserve(body.length * MOST_BYTES_PER_UNIT + SEAL_BYTES);
    const {chain, end} = sealInto(this.#buffer, this.#length, body, this.#chain);
    this.#chain = chain;
    this.#length = end;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;

    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/** Bytes that a step of these bodies takes once its lines are sealed. */
export const sealedBytes = (bodies: readonly string[]): number =>
  bodies.reduce((sum, body) => sum + Buffer.byteLength(body) + SEAL_BYTES, 0);

type Part = {readonly name: string; readonly opens: boolean; readonly from: number};

const INITIAL_BYTES = 64 * 1024;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;
