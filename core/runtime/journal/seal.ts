import {hash} from 'node:crypto';
import {crc32c} from './crc32c.ts';

/**
 * Closes one journal line so that its bytes, its place and all that came before it can be proven.
 *
 * `<body>,"chain":"<16 hex>","crc":"<8 hex>"}`: the body is a JSON object without its closing brace, chain the first 16
 * hex digits of sha256(previous chain + body), crc the CRC32C of all text before `,"crc"`.
 */
export const sealInto = (target: Buffer, at: number, body: string, previous: string): SealedLine => {
  const chain = chainOf(previous, body);
  const crcAt = at + target.write(`${body}${CHAIN_KEY}${chain}"`, at);
  const crc = crcText(target, at, crcAt);
  const end = crcAt + target.write(`${CRC_KEY}${crc}"}\n`, crcAt, 'latin1');

  return {chain, end};
};

/** Reads the body of a line (without its newline) whose bytes are as they were written; a string is what is wrong with it. */
export const checkBytes = (line: Buffer): {readonly body: string} | string => {
  const crcAt = line.length - CRC_BYTES;
  if (crcAt < CHAIN_BYTES) return `the line has ${line.length} bytes, its seal alone has ${CHAIN_BYTES + CRC_BYTES}`;
  const crc = crcText(line, 0, crcAt);
  if (line.toString('latin1', crcAt, line.length) !== `${CRC_KEY}${crc}"}`) {
    return `its bytes have the crc "${crc}", it does not end in that`;
  }

  return {body: line.toString('utf8', 0, crcAt - CHAIN_BYTES)};
};

/** Proves that a line of this body follows from the chain before it; a string is what is wrong with it. */
export const checkChain = (line: Buffer, body: string, previous: string): {readonly chain: string} | string => {
  const chain = chainOf(previous, body);
  const sealed = line.toString('latin1', line.length - CRC_BYTES - CHAIN_BYTES, line.length - CRC_BYTES);
  if (sealed === `${CHAIN_KEY}${chain}"`) return {chain};

  return `it does not follow from what stands before it, which has the chain "${previous}"`;
};

/** Parses a body; undefined where it is no JSON object, which only a seal by another hand can hide. */
export const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(`${body}}`);
  } catch {
    return undefined;
  }
};

/** Length of the whole line that `bytes` begin with, though its newline be gone; undefined where there is none. */
export const wholeLineLength = (bytes: Buffer): number | undefined => {
  for (let at = bytes.indexOf(CRC_KEY); at >= 0; at = bytes.indexOf(CRC_KEY, at + 1)) {
    if (bytes.toString('latin1', at, at + CRC_BYTES) === `${CRC_KEY}${crcText(bytes, 0, at)}"}`) return at + CRC_BYTES;
  }

  return undefined;
};

/** Chain before the first line of a journal. */
export const GENESIS = '0000000000000000';

const CHAIN_KEY = ',"chain":"';
const CRC_KEY = ',"crc":"';
const CHAIN_BYTES = CHAIN_KEY.length + 16 + 1;
const CRC_BYTES = CRC_KEY.length + 8 + 2;

/** What a seal adds to a body, newline included. */
export const SEAL_BYTES = CHAIN_BYTES + CRC_BYTES + 1;

type SealedLine = {readonly chain: string; readonly end: number};

const chainOf = (previous: string, body: string): string => hash('sha256', previous + body).slice(0, 16);

const HEX = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

const crcText = (bytes: Buffer, from: number, to: number): string => {
  const crc = crc32c(bytes, from, to);

  return `${HEX[crc >>> 24]}${HEX[(crc >>> 16) & 255]}${HEX[(crc >>> 8) & 255]}${HEX[crc & 255]}`;
};
