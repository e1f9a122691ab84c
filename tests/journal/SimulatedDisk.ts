import {basename, dirname} from 'node:path';
import type {Disk, DiskFile} from '../../core/runtime/journal/Disk.ts';

/** How many of a file's unsynced bytes a power loss leaves, and whether the file keeps its length with zeros for the rest. */
export type PowerLoss = {readonly keepsBytes: (unsynced: number) => number; readonly zeroFills: boolean};

type Fault = {readonly operation: 'write' | 'datasync' | 'create'; readonly after: number; readonly code: string};

/** What the page cache shows (`cached`), what is on the medium (`durable`), and the ranges that differ as far as the kernel knows. */
type SimulatedFile = {cached: Bytes; durable: Bytes; dirty: [number, number][]; nameIsDurable: boolean};

/**
 * A disk in memory that keeps the page cache and the medium apart, fails on command and loses power.
 *
 * After a failed datasync it calls the pages clean, as Linux does: a later datasync reports success and the bytes are
 * still not on the medium, unless they are written again.
 */
export class SimulatedDisk implements Disk {
  readonly files = new Map<string, SimulatedFile>();
  /** Operations in order, such as `write journal-000000000001.ndjson 120`. */
  readonly log: string[] = [];
  #fault: Fault | undefined;
  #gate: Promise<void> | undefined;

  /** The operation number `after` of this kind from now on fails (0 is the next); a write leaves half of its bytes. */
  failOn(operation: Fault['operation'], {after = 0, code = 'EIO'} = {}): void {
    this.#fault = {operation, after, code};
  }

  /** Holds every datasync until the returned function is called. */
  holdDatasync(): () => void {
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#gate = promise;

    return () => {
      this.#gate = undefined;
      resolve();
    };
  }

  /** The process is gone, the page cache is not. */
  kill(): SimulatedDisk {
    const after = new SimulatedDisk();
    for (const [path, file] of this.files) {
      const copy = {cached: new Bytes(file.cached.view), durable: new Bytes(file.durable.view)};
      after.files.set(path, {...file, ...copy, dirty: file.dirty.map(([from, to]) => [from, to])});
    }

    return after;
  }

  /** The machine is gone with all that was not on the medium, save what `keepsBytes` lets through. */
  losePower({keepsBytes, zeroFills}: PowerLoss): SimulatedDisk {
    const after = new SimulatedDisk();
    for (const [path, file] of this.files) {
      const {nameIsDurable} = file;
      const [cached, durable] = [file.cached.view, file.durable.view];
      const end = durable.length + keepsBytes(Math.max(0, cached.length - durable.length));
      if (!nameIsDurable) continue;
      const kept = zeroFills && end < cached.length ? Math.max(durable.length, end - (end % BLOCK_BYTES)) : end;
      const bytes = Buffer.concat([durable, cached.subarray(durable.length, kept)]);
      const zeros = zeroFills ? Math.max(0, cached.length - kept) : 0;
      after.put(path, Buffer.concat([bytes, Buffer.alloc(zeros)]));
    }

    return after;
  }

  put(path: string, bytes: Buffer): void {
    this.files.set(path, {cached: new Bytes(bytes), durable: new Bytes(bytes), dirty: [], nameIsDurable: true});
  }

  bytes(path: string): Buffer {
    return this.#file(path).cached.view;
  }

  /** What a power loss cannot take any more. */
  durableBytes(path: string): Buffer {
    return this.files.get(path)?.durable.view ?? Buffer.alloc(0);
  }

  paths(): readonly string[] {
    return [...this.files.keys()].toSorted();
  }

  async makeDirectory(): Promise<void> {}

  async list(directory: string): Promise<readonly string[]> {
    return this.paths()
      .filter(path => dirname(path) === directory)
      .map(path => basename(path));
  }

  async *read(path: string, from = 0): AsyncGenerator<Buffer> {
    const cached = this.#file(path).cached.view;
    const size = Math.max(READ_BYTES, cached.length >> 6);
    for (let at = from; at < cached.length; at += size) yield cached.subarray(at, at + size);
  }

  async openToAppend(path: string, {create}: {readonly create: boolean}): Promise<DiskFile> {
    if (create) this.#create(path);
    const file = this.#file(path);

    return {
      write: async bytes => {
        await Promise.resolve();
        this.#append(path, file, bytes);
      },
      datasync: () => this.#datasync(path, file),
      close: async () => void this.log.push(`close ${basename(path)}`),
    };
  }

  async overwrite(path: string, from: number, bytes: Uint8Array): Promise<void> {
    const file = this.#file(path);
    // A chunk that was handed out is never written to: what is overwritten is a copy.
    file.cached = new Bytes(file.cached.view);
    file.cached.write(from, bytes);
    file.dirty.push([from, from + bytes.length]);
    await this.#datasync(path, file);
  }

  async truncate(path: string, length: number): Promise<void> {
    const file = this.#file(path);
    file.cached = new Bytes(file.cached.view.subarray(0, length));
    file.durable = new Bytes(file.durable.view.subarray(0, length));
    file.dirty = file.dirty.map(([from, to]) => [Math.min(from, length), Math.min(to, length)]);
  }

  async rename(from: string, to: string): Promise<void> {
    const file = this.#file(from);
    this.files.delete(from);
    this.files.set(to, file);
  }

  async syncDirectory(directory: string): Promise<void> {
    for (const [path, file] of this.files) file.nameIsDurable ||= dirname(path) === directory;
  }

  #create(path: string): void {
    this.#mayFail('create');
    if (this.files.has(path)) throw failure('EEXIST');
    this.files.set(path, {cached: new Bytes(), durable: new Bytes(), dirty: [], nameIsDurable: false});
  }

  #append(path: string, file: SimulatedFile, bytes: Uint8Array): void {
    const fault = this.#nextFault('write');
    const written = fault === undefined ? bytes : bytes.subarray(0, bytes.length >> 1);
    const {length} = file.cached.view;
    file.dirty.push([length, length + written.length]);
    file.cached.write(length, written);
    this.log.push(`write ${basename(path)} ${written.length}`);
    if (fault !== undefined) throw failure(fault.code);
  }

  async #datasync(path: string, file: SimulatedFile): Promise<void> {
    const dirty = file.dirty;
    file.dirty = [];
    await this.#gate;
    this.#mayFail('datasync');
    for (const [from, to] of dirty) file.durable.write(from, file.cached.view.subarray(from, to));
    this.log.push(`datasync ${basename(path)}`);
  }

  #mayFail(operation: Fault['operation']): void {
    const fault = this.#nextFault(operation);
    if (fault !== undefined) throw failure(fault.code);
  }

  #nextFault(operation: Fault['operation']): Fault | undefined {
    const fault = this.#fault;
    if (fault?.operation !== operation) return undefined;
    this.#fault = fault.after === 0 ? undefined : {...fault, after: fault.after - 1};

    return fault.after === 0 ? fault : undefined;
  }

  #file(path: string): SimulatedFile {
    const file = this.files.get(path);
    if (file === undefined) throw failure('ENOENT');

    return file;
  }
}

/** Zeros stand for blocks that never came. */
const BLOCK_BYTES = 512;
/** Small and odd, so that lines straddle the chunks. */
const READ_BYTES = 777;

const failure = (code: string): Error => Object.assign(new Error(`${code}: simulated disk`), {code});

/** Bytes that grow at their end; a hole that a write leaves is zeros. */
class Bytes {
  #buffer: Buffer;
  #length: number;

  constructor(bytes: Uint8Array = Buffer.alloc(0)) {
    this.#buffer = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  get view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  write(at: number, bytes: Uint8Array): void {
    const end = at + bytes.length;
    if (end > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, at);
    this.#length = Math.max(this.#length, end);
  }
}
