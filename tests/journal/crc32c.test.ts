import fc from 'fast-check';
import {expect, it} from 'vitest';
import {crc32c} from '../../core/runtime/journal/crc32c.ts';

const bitByBit = (bytes: Uint8Array): number => {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }

  return Number(crc ^ 0xffffffffn);
};

it.each([
  ['nothing', Buffer.alloc(0), 0x00000000],
  ['"123456789"', Buffer.from('123456789'), 0xe3069283],
  ['32 zeros (RFC 3720 B.4)', Buffer.alloc(32), 0x8a9136aa],
  ['32 ones (RFC 3720 B.4)', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31 (RFC 3720 B.4)', Buffer.from(Array.from({length: 32}, (_, index) => index)), 0x46dd794e],
  ['31 to 0 (RFC 3720 B.4)', Buffer.from(Array.from({length: 32}, (_, index) => 31 - index)), 0x113fdb5c],
])('gives the published CRC32C of %s', (_name, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

it('equals the definition for any part of any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 80}), fc.nat(40), fc.nat(40), (bytes, from, size) => {
      const to = Math.min(bytes.length, from + size);
      expect(crc32c(bytes, from, to)).toBe(bitByBit(bytes.subarray(from, Math.max(from, to))));
    }),
  );
});
