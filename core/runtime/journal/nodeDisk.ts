import {mkdir, open, readdir, rename} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import type {Disk, DiskFile} from './Disk.ts';

const CHUNK_BYTES = 256 * 1024;

const writeAll = async (handle: FileHandle, bytes: Uint8Array, position: number | null): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const at = position === null ? null : position + done;
    const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, at);
    done += bytesWritten;
  }
};

const withFile = async <Result>(
  path: string,
  flags: string,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result> => {
  const handle = await open(path, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
};

const appendTo = (handle: FileHandle): DiskFile => ({
  write: bytes => writeAll(handle, bytes, null),
  datasync: () => handle.datasync(),
  close: () => handle.close(),
});

const list = async (directory: string): Promise<readonly string[]> => {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

async function* read(path: string, from = 0): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    for (let position = from; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const {bytesRead} = await handle.read(chunk, 0, CHUNK_BYTES, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The machine's own file system. */
export const nodeDisk: Disk = {
  makeDirectory: async directory => void (await mkdir(directory, {recursive: true})),
  list,
  read,
  openToAppend: async (path, {create}) => appendTo(await open(path, create ? 'ax' : 'a')),
  overwrite: (path, from, bytes) =>
    withFile(path, 'r+', async handle => {
      await writeAll(handle, bytes, from);
      await handle.datasync();
    }),
  truncate: (path, length) =>
    withFile(path, 'r+', async handle => {
      await handle.truncate(length);
      await handle.sync();
    }),
  rename,
  syncDirectory: directory => withFile(directory, 'r', handle => handle.sync()),
};
