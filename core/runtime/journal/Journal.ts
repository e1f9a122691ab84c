import {join} from 'node:path';
import type {Envelope} from '../../domain/Envelope.ts';
import type {Disk, DiskFile} from './Disk.ts';
import {JournalFailed, JournalFull} from './errors.ts';
import {PendingLines, sealedBytes} from './PendingLines.ts';
import type {PendingPart, SegmentFill} from './PendingLines.ts';
import {firstSeqOf} from './segment.ts';

export type JournalStatus = {
  readonly state: 'open' | 'failed' | 'closed';
  /** Zero while there is no envelope. */
  readonly lastSeq: number;
  readonly durableSeq: number;
  /** Bytes that wait for their fdatasync. */
  readonly pendingBytes: number;
  readonly error?: string;
};

type JournalOptions = {
  readonly disk: Disk;
  readonly directory: string;
  readonly journalId: string;
  readonly chain: string;
  readonly lastSeq: number;
  readonly segment: SegmentFill | undefined;
  readonly segmentLimitBytes: number;
  readonly pendingLimitBytes: number;
};

/**
 * The one file that is written before anything happens: steps go in whole, in order, and group by group onto the disk.
 *
 * All steps appended while one fdatasync was under way share the next one, so a commit costs the same for one order as
 * for a hundred. After a failed write or fdatasync nobody knows what is on the medium, so the journal is failed for as
 * long as the process lives: nothing is tried again (I-18). Built by `openJournal`, which recovers the directory first.
 */
export class Journal {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #pendingLimitBytes: number;
  #onSealed: (lastSeq: number) => void = () => undefined;
  readonly #lines: PendingLines;
  #file: DiskFile | undefined;
  #state: JournalStatus['state'] = 'open';
  #failure: JournalFailed | undefined;
  #lastSeq: number;
  #durableSeq: number;
  #groupSeq = 0;
  #groupBytes = 0;
  #flushing: Promise<void> | undefined;
  #groupWaiters: Waiters | undefined;
  #nextWaiters: Waiters | undefined;

  constructor({disk, directory, lastSeq, pendingLimitBytes, ...lines}: JournalOptions) {
    this.#disk = disk;
    this.#directory = directory;
    this.#pendingLimitBytes = pendingLimitBytes;
    this.#lines = new PendingLines(lines);
    this.#lastSeq = lastSeq;
    this.#durableSeq = lastSeq;
  }

  status(): JournalStatus {
    return {
      state: this.#state,
      lastSeq: this.#lastSeq,
      durableSeq: this.#durableSeq,
      pendingBytes: this.#pendingBytes,
      ...(this.#failure === undefined ? {} : {error: this.#failure.message}),
    };
  }

  /** `hear` is told of each segment that is full, once the next one has begun; `lastSeq` is the last line of the full one. */
  onSealed(hear: (lastSeq: number) => void): void {
    this.#onSealed = hear;
  }

  /** False from half the pending limit on: stop reading inputs then, and go on after `commit()`. */
  hasRoom(): boolean {
    return this.#pendingBytes < this.#pendingLimitBytes / 2;
  }

  /**
   * Takes one step: an input envelope and all that was derived from it. Its write starts when the caller's synchronous
   * run is over. Throws JournalFull when the disk has fallen behind, JournalFailed once the journal has failed; either
   * way nothing was taken. `data` must be plain JSON.
   */
  append(step: readonly Envelope[]): void {
    this.#assertOpen();
    const bodies = this.#encode(step);
    this.#assertRoom(sealedBytes(bodies));

    this.#lines.add(bodies, this.#lastSeq + 1);
    this.#lastSeq += step.length;
    this.#flushing ??= Promise.resolve().then(() => this.#flush());
  }

  /** Resolves once the fdatasync for all that was appended so far has returned; rejects with JournalFailed. */
  commit(): Promise<void> {
    return this.durable(this.#lastSeq);
  }

  /** Resolves once the fdatasync for the envelope with this seq has returned; rejects with JournalFailed. */
  durable(seq: number): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (seq > this.#lastSeq)
      return Promise.reject(new RangeError(`Seq "${seq}" was never appended, the last one is ${this.#lastSeq}.`));
    if (seq <= this.#durableSeq) return Promise.resolve();

    // All that wait for one group share its promise.
    return seq <= this.#groupSeq
      ? (this.#groupWaiters ??= Promise.withResolvers()).promise
      : (this.#nextWaiters ??= Promise.withResolvers()).promise;
  }

  /** Writes what is pending and lets go of the file; rejects with JournalFailed where that does not work. */
  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closed';
    await this.#flushing;
    await this.#letGo();
    if (this.#failure !== undefined) throw this.#failure;
  }

  get #pendingBytes(): number {
    return this.#groupBytes + this.#lines.bytes;
  }

  #assertOpen(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#state === 'closed') throw new Error(`Journal "${this.#directory}" is closed, nothing can be appended.`);
  }

  #assertRoom(stepBytes: number): void {
    const limitBytes = this.#pendingLimitBytes;
    if (stepBytes > limitBytes) throw new RangeError(`A step of ${stepBytes} bytes, the most is ${limitBytes}.`);
    if (this.#pendingBytes + stepBytes <= limitBytes) return;

    throw new JournalFull({pendingBytes: this.#pendingBytes, stepBytes, limitBytes});
  }

  #encode(step: readonly Envelope[]): readonly string[] {
    if (step.length === 0) throw new RangeError('A step has at least its input envelope, this one is empty.');

    return step.map((envelope, index) => {
      const expected = this.#lastSeq + 1 + index;
      if (envelope.seq !== expected) throw new RangeError(`Envelope has seq "${envelope.seq}", expected ${expected}.`);

      return bodyOf(envelope, step.length - 1 - index);
    });
  }

  async #flush(): Promise<void> {
    try {
      while (this.#lines.bytes > 0) await this.#writeGroup();
    } catch (error) {
      this.#fail(error);
      await Promise.allSettled([this.#letGo()]);
    }
    this.#flushing = undefined;
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #writeGroup(): Promise<void> {
    this.#groupSeq = this.#lastSeq;
    this.#groupBytes = this.#lines.bytes;
    this.#groupWaiters = this.#nextWaiters;
    this.#nextWaiters = undefined;

    for (const part of this.#lines.take()) await this.#writePart(part);
    await this.#file?.datasync();

    this.#durableSeq = this.#groupSeq;
    this.#groupBytes = 0;
    this.#groupWaiters?.resolve();
    this.#groupWaiters = undefined;
  }

  async #writePart({name, opens, bytes}: PendingPart): Promise<void> {
    if (opens) await this.#openSegment(name);
    this.#file ??= await this.#disk.openToAppend(join(this.#directory, name), {create: false});
    await this.#file.write(bytes);
    const first = opens ? firstSeqOf(name) : 1;
    if (first > 1) this.#onSealed(first - 1);
  }

  /** The segment before must be on the medium first: a torn tail is legal in the last segment only. */
  async #openSegment(name: string): Promise<void> {
    await this.#file?.datasync();
    await this.#file?.close();
    this.#file = await this.#disk.openToAppend(join(this.#directory, name), {create: true});
    await this.#disk.syncDirectory(this.#directory);
  }

  #fail(error: unknown): void {
    this.#state = 'failed';
    this.#failure = new JournalFailed(this.#directory, error);
    this.#groupWaiters?.reject(this.#failure);
    this.#nextWaiters?.reject(this.#failure);
  }
}

type Waiters = PromiseWithResolvers<void>;

const bodyOf = ({seq, time, cause, type, data}: Envelope, left: number): string => {
  const json = JSON.stringify(data);
  if (json === undefined || !Number.isFinite(time) || !Number.isFinite(cause)) {
    throw new TypeError(`Envelope ${seq} "${type}" (time ${time}, cause ${cause}) is not plain JSON.`);
  }

  return `{"seq":${seq},"time":${time},"cause":${cause},"type":${JSON.stringify(type)},"data":${json},"left":${left}`;
};
