import {basename, join} from 'node:path';
import type {Envelope} from '../../domain/Envelope.ts';
import type {Disk} from './Disk.ts';
import {JournalDamaged} from './errors.ts';
import {BEGINNING, JournalProof} from './JournalProof.ts';
import type {JournalPosition} from './JournalProof.ts';
import {PENDING_LIMIT_BYTES} from './limits.ts';
import {wholeLineLength} from './seal.ts';
import {firstSeqOf, segmentNames} from './segment.ts';

/** The end of the last segment that an interrupted write explains; `from` is the byte after the last whole step. */
export type JournalTail = {
  readonly file: string;
  readonly from: number;
  readonly bytes: number;
  readonly line: number;
  readonly reason: string;
};

/** What a scan has seen up to now; `segment` is the last one that has a header, `size` its bytes up to the last whole step. */
export type JournalEnd = JournalPosition & {
  readonly events: number;
  readonly segments: number;
  readonly segment: {readonly file: string; readonly size: number} | undefined;
  readonly tail: JournalTail | undefined;
};

type ScanOptions = {
  readonly disk: Disk;
  readonly directory: string;
  /** Segments that end before it are not read. */
  readonly fromSeq?: number;
  /** The end of a segment, up to which all is known already: what follows must join on to it. */
  readonly after?: JournalPosition;
};

/**
 * Reads a journal from its first line to its last and proves each of them, without changing a byte.
 *
 * Only an interrupted write may be wrong, and only at the very end: the last segment ends within a line (or in the
 * zeros that a file system puts there after a power loss), or within a step whose other lines never came. Such a tail
 * is named in `end.tail`. Everything else is damage, a last line with a wrong crc too when its newline is there:
 * writes are cut short, they do not change bytes before their end. A whole line with something other than a newline
 * behind it is damage for the same reason, save zeros from the start of a block on. When in doubt this is damage: quarantine is safe, cutting is not.
 */
export class JournalScan {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #fromSeq: number;
  readonly #after: JournalPosition;
  #proof = new JournalProof(BEGINNING);
  #events = 0;
  #segments = 0;
  #segment: JournalEnd['segment'];
  #tail: JournalTail | undefined;

  constructor({disk, directory, fromSeq = 0, after = BEGINNING}: ScanOptions) {
    this.#disk = disk;
    this.#directory = directory;
    this.#fromSeq = Math.max(fromSeq, after.lastSeq + 1);
    this.#after = after;
    this.#proof = new JournalProof(after);
  }

  get end(): JournalEnd {
    return {
      ...this.#proof.position,
      events: this.#events,
      segments: this.#segments,
      segment: this.#segment,
      tail: this.#tail,
    };
  }

  /** Yields the envelopes of whole steps, some hundred at a time; throws JournalDamaged. */
  async *batches(): AsyncGenerator<readonly Envelope[]> {
    const names = segmentNames(await this.#disk.list(this.#directory));
    const start = Math.max(
      0,
      names.findLastIndex(name => firstSeqOf(name) <= this.#fromSeq),
    );
    const isJoined = start === 0 || firstSeqOf(names[start] ?? '') === this.#after.lastSeq + 1;
    this.#proof = new JournalProof(isJoined ? this.#after : null);

    for (const name of names.slice(start)) yield* this.#readSegment(name, name === names.at(-1));
  }

  async *#readSegment(name: string, isLast: boolean): AsyncGenerator<readonly Envelope[]> {
    const file = join(this.#directory, name);
    const cursor: Cursor = {file, line: 0, wholeLine: 0, at: 0, wholeAt: 0, carry: EMPTY};

    for await (const chunk of this.#disk.read(file)) {
      const damage = this.#readLines(cursor, chunk);
      const whole = this.#proof.takeWhole();
      this.#events += whole.length;
      if (whole.length > 0) yield whole;
      if (damage !== undefined) throw damage;
    }
    if (cursor.line > 0) this.#keepSegment({file, size: cursor.wholeAt});
    if (cursor.line === 0 || cursor.carry.length > 0 || !this.#proof.isBetweenSteps) this.#endTorn(cursor, isLast);
  }

  #readLines(cursor: Cursor, chunk: Buffer): JournalDamaged | undefined {
    const bytes = cursor.carry.length === 0 ? chunk : Buffer.concat([cursor.carry, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const fault = this.#readLine(cursor, bytes.subarray(start, end));
      if (fault !== undefined) return damaged(cursor, cursor.line, fault);
      cursor.at += end + 1 - start;
      start = end + 1;
      if (!this.#proof.isBetweenSteps) continue;
      cursor.wholeAt = cursor.at;
      cursor.wholeLine = cursor.line;
    }
    cursor.carry = bytes.subarray(start);
    if (cursor.carry.length <= PENDING_LIMIT_BYTES) return undefined;

    return damaged(cursor, cursor.line + 1, `it has no end within ${PENDING_LIMIT_BYTES} bytes`);
  }

  #readLine(cursor: Cursor, line: Buffer): string | undefined {
    cursor.line++;

    return cursor.line === 1 ? this.#proof.header(line, firstSeqOf(basename(cursor.file))) : this.#proof.record(line);
  }

  #keepSegment(segment: {file: string; size: number}): void {
    this.#segments++;
    this.#segment = segment;
  }

  #endTorn(cursor: Cursor, isLast: boolean): void {
    const {file, line, wholeLine, at, wholeAt: from, carry} = cursor;
    if (!isLast) throw damaged(cursor, line + 1, 'the segment ends within a step, and there are segments after it');
    const whole = wholeLineLength(carry);
    if (whole !== undefined && whole < carry.length && !isZeroFill(carry.subarray(whole), at + whole)) {
      throw damaged(cursor, line + 1, `byte 0x${carry[whole]?.toString(16)} stands where its newline belongs`);
    }

    const reason = carry.length > 0 || line === 0 ? 'the last line is cut short' : 'the last step is not complete';
    this.#tail = {file, from, bytes: at + carry.length - from, line: wholeLine + 1, reason};
  }
}

type Cursor = {
  readonly file: string;
  /** Lines that ended so far, and the bytes they have. */
  line: number;
  at: number;
  /** The same up to the last whole step. */
  wholeLine: number;
  wholeAt: number;
  /** Bytes read since the last newline. */
  carry: Buffer;
};

const NEWLINE = 10;
const EMPTY = Buffer.alloc(0);
/** Blocks that never reached the medium read as zeros, from a block's first byte on. */
const SMALLEST_BLOCK_BYTES = 512;

const isZeroFill = (bytes: Buffer, at: number): boolean =>
  at % SMALLEST_BLOCK_BYTES === 0 && bytes.every(byte => byte === 0);

const damaged = ({file}: Cursor, line: number, reason: string): JournalDamaged =>
  new JournalDamaged({file, line, reason});
