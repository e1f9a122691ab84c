import type {Envelope} from '../../domain/Envelope.ts';
import {checkBytes, checkChain, GENESIS, parseBody} from './seal.ts';
import {parseHeader} from './segment.ts';

/** Where a journal stands after its last whole step. */
export type JournalPosition = {
  /** Undefined while no segment has been opened. */
  readonly journalId: string | undefined;
  /** Zero while there is no envelope. */
  readonly lastSeq: number;
  readonly chain: string;
};

/** Where every journal begins. */
export const BEGINNING: JournalPosition = {journalId: undefined, lastSeq: 0, chain: GENESIS};

/** Takes a journal's lines in order, and lets envelopes out when the step they belong to is whole. */
export class JournalProof {
  #chain: string | undefined;
  #nextSeq: number | undefined;
  #left = 0;
  #step: Envelope[] = [];
  #whole: Envelope[] = [];
  #position: JournalPosition;

  /** Goes on after `start`; null takes the first segment's word for what came before it. */
  constructor(start: JournalPosition | null) {
    this.#chain = start?.chain;
    this.#nextSeq = start === null ? undefined : start.lastSeq + 1;
    this.#position = start ?? BEGINNING;
  }

  get isBetweenSteps(): boolean {
    return this.#left === 0;
  }

  get position(): JournalPosition {
    return this.#position;
  }

  /** Takes a segment's first line; returns what is wrong with it. */
  header(line: Buffer, expectedFirst: number): string | undefined {
    const bytes = checkBytes(line);
    if (typeof bytes === 'string') return bytes;
    const header = parseHeader(bytes.body);
    if (typeof header === 'string') return header;
    const link = checkChain(line, bytes.body, header.previous);
    if (typeof link === 'string') return link;

    return this.#joint(header, expectedFirst) ?? this.#open(header, link.chain);
  }

  /** Takes an envelope's line; returns what is wrong with it. */
  record(line: Buffer): string | undefined {
    const bytes = checkBytes(line);
    if (typeof bytes === 'string') return bytes;
    const link = checkChain(line, bytes.body, this.#chain ?? GENESIS);
    if (typeof link === 'string') return link;

    const parsed = parseBody(bytes.body);
    if (!isRecord(parsed)) return 'it is not an envelope';

    this.#chain = link.chain;

    return this.#take(parsed);
  }

  /** Hands over the envelopes whose steps became whole since the last call. */
  takeWhole(): readonly Envelope[] {
    const whole = this.#whole;
    this.#whole = [];

    return whole;
  }

  #joint({previous, first}: Header, expectedFirst: number): string | undefined {
    if (first !== expectedFirst) return `it is named for seq ${expectedFirst} and says that it starts with ${first}`;
    if (this.#nextSeq !== undefined && first !== this.#nextSeq) {
      return `the segment starts with seq ${first}, expected ${this.#nextSeq}: a segment is missing before it`;
    }
    if (this.#chain !== undefined && previous !== this.#chain) {
      return `the segment follows chain "${previous}", expected "${this.#chain}": a segment is missing before it`;
    }

    return undefined;
  }

  #open({journalId, first}: Header, chain: string): undefined {
    this.#nextSeq = first;
    this.#chain = chain;
    this.#position = {journalId, lastSeq: first - 1, chain};
  }

  #take({seq, time, cause, type, data, left}: JournalRecord): string | undefined {
    if (seq !== this.#nextSeq) return `it has seq ${seq}, expected ${this.#nextSeq}`;
    if (this.#left > 0 && left !== this.#left - 1)
      return `${left} lines of its step are left, expected ${this.#left - 1}`;

    this.#nextSeq = seq + 1;
    this.#left = left;
    this.#step.push({seq, time, cause, type, data});
    if (left === 0) this.#closeStep(seq);

    return undefined;
  }

  #closeStep(lastSeq: number): void {
    for (const envelope of this.#step) this.#whole.push(envelope);
    this.#step = [];
    this.#position = {...this.#position, lastSeq, chain: this.#chain ?? GENESIS};
  }
}

type JournalRecord = Envelope & {readonly left: number};

const isRecord = (value: unknown): value is JournalRecord =>
  typeof value === 'object' &&
  value !== null &&
  'seq' in value &&
  'time' in value &&
  'cause' in value &&
  'left' in value &&
  'type' in value &&
  'data' in value &&
  typeof value.seq === 'number' &&
  typeof value.left === 'number';

type Header = {readonly journalId: string; readonly previous: string; readonly first: number};
