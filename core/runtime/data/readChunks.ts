import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';

const CHUNK_BYTES = 256 * 1024;

type Sink = {
  readonly onChunk: (chunk: Buffer) => void;
  readonly onProgress?: ((bytesRead: number, bytesTotal: number) => void) | undefined;
};

export type ReadResult = {
  /** Of the bytes on disk. */
  readonly sha256: string;
  /** Why the compressed bytes end early or cannot be unpacked, or null. */
  readonly cutOff: string | null;
};

/** Streams a file, unpacked when its name ends in `.gz`. Rejects with the system's error when it cannot be read. */
export const readChunks = async (path: string, {onChunk, onProgress}: Sink): Promise<ReadResult> => {
  const hash = createHash('sha256');
  const {size} = await stat(path);
  const source = createReadStream(path, {highWaterMark: CHUNK_BYTES});
  let bytesRead = 0;
  source.on('data', chunk => {
    hash.update(chunk);
    bytesRead += chunk.length;
    onProgress?.(bytesRead, size);
  });
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      try {
        onChunk(chunk);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  const cutOff = await (path.endsWith('.gz') ? unpack(source, sink, size) : pipeline(source, sink).then(() => null));

  return {sha256: hash.digest('hex'), cutOff};
};

const unpack = async (source: NodeJS.ReadableStream, sink: Writable, size: number): Promise<string | null> => {
  if (size === 0) return null;
  try {
    await pipeline(source, createGunzip({chunkSize: CHUNK_BYTES}), sink);
    return null;
  } catch (error) {
    if (isZlibError(error)) return describe(error.code);
    throw error;
  }
};

const isZlibError = (error: unknown): error is Error & {code: string} =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');

const describe = (code: string): string =>
  code === 'Z_BUF_ERROR' ? 'the gzip data end early' : `the gzip data cannot be unpacked (${code})`;
