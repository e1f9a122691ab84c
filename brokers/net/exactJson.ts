/** A JSON value whose numbers are still the text that came, trailing zeros and all. */
export type ExactValue = string | boolean | null | readonly ExactValue[] | ExactObject;
export type ExactObject = {readonly [key: string]: ExactValue};

export type JsonLimits = {
  /** Letters of the whole text. */
  readonly maxLength: number;
  /** Objects and lists inside each other. */
  readonly maxDepth: number;
};

const DEFAULT_LIMITS: JsonLimits = {maxLength: 1_048_576, maxDepth: 16};
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** With their quotes: a key of another length is looked at no further. */
const FORBIDDEN_LENGTHS: ReadonlySet<number> = new Set([...FORBIDDEN_KEYS].map(key => key.length + 2));
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const MINUS = 45;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isOpening = (code: number): boolean => code === 123 || code === 91;
const isClosing = (code: number): boolean => code === 125 || code === 93;
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/**
 * Reads JSON from a stranger without turning a number into a double: each number arrives as the string of its own letters,
 * because `1797.30` and `1797.3` have different checksums and 0.1 is not a tenth.
 * @throws SyntaxError when it is no JSON, too long, too deep, or names a key that could reach a prototype.
 */
export const parseExact = (text: string, {maxLength, maxDepth}: JsonLimits = DEFAULT_LIMITS): ExactValue => {
  if (text.length > maxLength)
    throw new SyntaxError(`JSON of ${text.length} letters refused: at most ${maxLength} are read.`);

  return JSON.parse(quoteNumbers(text, maxDepth)) as ExactValue;
};

/** The same text with quotes around each number; strings are stepped over, nesting and keys are checked on the way. */
const quoteNumbers = (text: string, maxDepth: number): string => {
  let quoted = '';
  let copied = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (isOpening(code)) depth = deeper(depth, maxDepth);
    else if (isClosing(code)) depth -= 1;
    else if (code === MINUS || isDigit(code)) {
      const number = numberAt(text, index);
      quoted += `${text.slice(copied, index)}"${number}"`;
      copied = index + number.length;
      index = copied - 1;
    }
  }

  return copied === 0 ? text : quoted + text.slice(copied);
};

const deeper = (depth: number, maxDepth: number): number => {
  if (depth >= maxDepth) throw new SyntaxError(`JSON refused: more than ${maxDepth} levels deep.`);

  return depth + 1;
};

const numberAt = (text: string, index: number): string => {
  NUMBER.lastIndex = index;
  const match = NUMBER.exec(text);
  if (match === null) throw new SyntaxError(`JSON refused: no number at letter ${index}.`);

  return match[0];
};

/** Index of the closing quote. */
const endOfString = (text: string, start: number): number => {
  let end = start + 1;
  let isEscaped = false;
  let code = text.charCodeAt(end);
  while (code !== QUOTE) {
    if (Number.isNaN(code)) throw new SyntaxError('JSON refused: a string does not end.');
    if (code === BACKSLASH) isEscaped = true;
    end += code === BACKSLASH ? 2 : 1;
    code = text.charCodeAt(end);
  }
  const couldBeForbidden = isEscaped || FORBIDDEN_LENGTHS.has(end + 1 - start);
  if (couldBeForbidden && isKey(text, end + 1)) refuseForbidden(text.slice(start, end + 1));

  return end;
};

const isKey = (text: string, after: number): boolean => {
  let index = after;
  while (isSpace(text.charCodeAt(index))) index += 1;

  return text.charCodeAt(index) === COLON;
};

const refuseForbidden = (literal: string): void => {
  const key = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  if (FORBIDDEN_KEYS.has(key)) throw new SyntaxError(`JSON refused: the key "${key}" is not allowed.`);
};

/** Exact number text on its way out. */
export class NumberText {
  readonly text: string;

  /** @throws RangeError when the text is no JSON number. */
  constructor(text: string) {
    NUMBER.lastIndex = 0;
    if (NUMBER.exec(text)?.[0].length !== text.length)
      throw new RangeError(`Not a JSON number: "${text}". Write it like 43120.50.`);
    this.text = text;
  }
}

export type Writable = string | number | boolean | null | NumberText | readonly Writable[] | WritableObject;
export type WritableObject = {readonly [key: string]: Writable | undefined};

/** JSON text in which each `NumberText` stands as a number with exactly its letters; undefined fields are left out. */
export const writeExact = (value: Writable): string => {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeExact).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value as WritableObject).flatMap(([key, field]) =>
    field === undefined ? [] : [`${JSON.stringify(key)}:${writeExact(field)}`],
  );

  return `{${fields.join(',')}}`;
};
