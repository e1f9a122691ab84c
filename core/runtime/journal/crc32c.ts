const POLYNOMIAL = 0x82f63b78;
const SLICES = 8;

const buildTables = (): Int32Array => {
  const tables = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let index = 256; index < tables.length; index++) {
    const previous = tables[index - 256] ?? 0;
    tables[index] = (previous >>> 8) ^ (tables[previous & 255] ?? 0);
  }

  return tables;
};

const TABLES = buildTables();

/** CRC32C (Castagnoli, RFC 3720 appendix B.4) of `bytes[from, to)` as an unsigned 32-bit number; eight bytes per turn. */
export const crc32c = (bytes: Uint8Array, from = 0, to = bytes.length): number => {
  let crc = -1;
  let at = from;
  for (const last = to - SLICES; at <= last; at += SLICES) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    crc =
      (TABLES[1792 + (crc & 255)] ?? 0) ^
      (TABLES[1536 + ((crc >>> 8) & 255)] ?? 0) ^
      (TABLES[1280 + ((crc >>> 16) & 255)] ?? 0) ^
      (TABLES[1024 + (crc >>> 24)] ?? 0) ^
      (TABLES[768 + (bytes[at + 4] ?? 0)] ?? 0) ^
      (TABLES[512 + (bytes[at + 5] ?? 0)] ?? 0) ^
      (TABLES[256 + (bytes[at + 6] ?? 0)] ?? 0) ^
      (TABLES[bytes[at + 7] ?? 0] ?? 0);
  }
  for (; at < to; at++) crc = (TABLES[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);

  return (crc ^ -1) >>> 0;
};
