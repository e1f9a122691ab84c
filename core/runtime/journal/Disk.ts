/** What the journal asks of a disk, so that the same journal runs on the real one and on one that breaks on purpose. */
export type Disk = {
  makeDirectory(directory: string): Promise<void>;
  /** Names in the directory, in any order; an absent directory has none. */
  list(directory: string): Promise<readonly string[]>;
  /** Streams the file from byte `from`; a chunk handed out is never written to again. */
  read(path: string, from?: number): AsyncIterable<Buffer>;
  /** Opens at the end; `create` makes a new file, rejecting when there is one already. */
  openToAppend(path: string, options: {readonly create: boolean}): Promise<DiskFile>;
  /** Writes over bytes that the file already has, and returns when they are on the medium. */
  overwrite(path: string, from: number, bytes: Uint8Array): Promise<void>;
  /** Shortens the file, and returns when that is on the medium. */
  truncate(path: string, length: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A new, renamed or removed name is on the medium only after this. */
  syncDirectory(directory: string): Promise<void>;
};

/** A file open for appending. */
export type DiskFile = {
  /** Appends all the bytes or rejects; after a rejection any prefix of them may be in the file. */
  write(bytes: Uint8Array): Promise<void>;
  /** Returns when all that was written is on the medium (fdatasync). */
  datasync(): Promise<void>;
  close(): Promise<void>;
};
