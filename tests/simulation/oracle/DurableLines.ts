import type {AnyEnvelope} from '../../../core/domain/Event.ts';
import type {SimulatedDisk} from '../../journal/SimulatedDisk.ts';

type Intent = Extract<AnyEnvelope, {type: 'OrderSubmitted'}>['data'];
type Amendment = Extract<AnyEnvelope, {type: 'AmendRequested'}>['data'];

/** The journal as the medium has it, read line by line as the syncs return: what a power loss cannot take any more. */
export class DurableLines {
  readonly intents = new Map<string, Intent>();
  readonly cancels = new Set<string>();
  readonly amendments = new Map<string, Amendment[]>();
  /** Texts in which a secret was found. */
  readonly leaks: string[] = [];
  lastSeq = 0;
  count = 0;
  feedLosses = 0;
  readonly #secrets: () => readonly string[];
  readonly #onLine: (line: AnyEnvelope) => void;
  readonly #read = new Map<string, number>();

  constructor(secrets: () => readonly string[], onLine: (line: AnyEnvelope) => void) {
    this.#secrets = secrets;
    this.#onLine = onLine;
  }

  /** A file of this disk was synced. */
  onSynced(disk: SimulatedDisk, path: string): void {
    if (!path.endsWith('.ndjson')) return;
    const bytes = disk.durableBytes(path);
    const from = this.#read.get(path) ?? 0;
    const end = bytes.lastIndexOf(10) + 1;
    if (end <= from) return;
    this.#read.set(path, end);
    for (const text of bytes.toString('utf8', from, end).split('\n')) if (text !== '') this.#line(text);
  }

  /** After a crash: what stands there now was read, whether it was synced before or not. */
  rewind(disk: SimulatedDisk): void {
    for (const [path, at] of this.#read) this.#read.set(path, Math.min(at, disk.durableBytes(path).length));
  }

  #line(text: string): void {
    for (const secret of this.#secrets()) if (text.includes(secret)) this.leaks.push(text.slice(0, 200));
    // A border of types: the seal of the line was written by the journal under test, and its readers check it.
    const {format, seq, time, cause, type, data} = JSON.parse(text) as AnyEnvelope & {readonly format?: number};
    if (format !== undefined || seq <= this.lastSeq) return;
    const line = {seq, time, cause, type, data} as AnyEnvelope;
    this.lastSeq = line.seq;
    this.count += 1;
    if (type === 'FeedLost') this.feedLosses += 1;
    if (line.type === 'OrderSubmitted') this.intents.set(line.data.clientOrderId, line.data);
    if (line.type === 'CancelRequested') this.cancels.add(line.data.clientOrderId);
    if (line.type === 'AmendRequested') {
      const {clientOrderId} = line.data;
      this.amendments.set(clientOrderId, [...(this.amendments.get(clientOrderId) ?? []), line.data]);
    }
    this.#onLine(line);
  }
}
