import type {Disk, DiskFile} from '../../core/runtime/journal/Disk.ts';
import type {SimulatedDisk} from '../journal/SimulatedDisk.ts';
import type {ChanceStream} from './Chance.ts';
import type {DiskFault} from './Scenario.ts';
import type {Owner, Schedule} from './Schedule.ts';

type Parts = {
  readonly disk: SimulatedDisk;
  readonly schedule: Schedule;
  readonly owner: Owner;
  readonly speed: DiskSpeed;
  /** Bytes are in the page cache. */
  readonly onWritten: () => void;
  /** Bytes of the file are on the medium. */
  readonly onSynced: (path: string) => void;
};

/** How long the medium takes, which a fault can change. */
export class DiskSpeed {
  readonly #schedule: Schedule;
  readonly #stream: ChanceStream;
  #slowUntil = 0;
  #slowBy = 0;

  constructor(schedule: Schedule, stream: ChanceStream) {
    this.#schedule = schedule;
    this.#stream = stream;
  }

  slow({forMs, byMs}: Extract<DiskFault, {name: 'slow'}>): void {
    this.#slowUntil = this.#schedule.now + forMs;
    this.#slowBy = byMs;
  }

  heal(): void {
    this.#slowUntil = 0;
  }

  syncMs(): number {
    return this.#stream.between(0.2, 1.5) + (this.#slowUntil > this.#schedule.now ? this.#slowBy : 0);
  }
}

/** The disk as one process sees it: a sync takes time, and a process that has died changes nothing any more. */
export class MountedDisk implements Disk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  makeDirectory(): Promise<void> {
    return this.#alive(() => this.#parts.disk.makeDirectory());
  }

  list(directory: string): Promise<readonly string[]> {
    return this.#parts.disk.list(directory);
  }

  read(path: string, from?: number): AsyncIterable<Buffer> {
    return this.#parts.disk.read(path, from);
  }

  async openToAppend(path: string, options: {readonly create: boolean}): Promise<DiskFile> {
    const file = await this.#alive(() => this.#parts.disk.openToAppend(path, options));

    return {
      write: async bytes => {
        await this.#alive(() => file.write(bytes));
        this.#parts.onWritten();
      },
      datasync: async () => {
        await this.#syncTime();
        await this.#alive(() => file.datasync());
        this.#parts.onSynced(path);
      },
      close: () => this.#alive(() => file.close()),
    };
  }

  async overwrite(path: string, from: number, bytes: Uint8Array): Promise<void> {
    await this.#syncTime();
    await this.#alive(() => this.#parts.disk.overwrite(path, from, bytes));
    this.#parts.onSynced(path);
  }

  truncate(path: string, length: number): Promise<void> {
    return this.#alive(() => this.#parts.disk.truncate(path, length));
  }

  rename(from: string, to: string): Promise<void> {
    return this.#alive(() => this.#parts.disk.rename(from, to));
  }

  async syncDirectory(directory: string): Promise<void> {
    await this.#syncTime();
    await this.#alive(() => this.#parts.disk.syncDirectory(directory));
  }

  /** A promise that is never kept is all that a dead process gets. */
  #alive<Result>(action: () => Promise<Result>): Promise<Result> {
    return this.#parts.owner.isGone ? new Promise(() => {}) : action();
  }

  #syncTime(): Promise<void> {
    const {schedule, owner, speed} = this.#parts;

    return new Promise(resolve => {
      schedule.at(schedule.now + speed.syncMs(), owner, resolve);
    });
  }
}
