import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {NumberText, parseExact, writeExact} from '../../brokers/net/exactJson.ts';

/** The same value with each number as its text. */
const withTexts = (value: unknown): unknown => {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withTexts(field)]));
};

describe('parseExact', () => {
  it('keeps the letters of a number', () => {
    expect(parseExact('{"price":1797.30,"qty":0.00000000,"big":12345678901234567890,"e":-1.50E-8}')).toEqual({
      price: '1797.30',
      qty: '0.00000000',
      big: '12345678901234567890',
      e: '-1.50E-8',
    });
  });

  it('leaves numbers inside text alone', () => {
    const text = '{"a\\"1":"costs 12, not [13]","b":"\\\\","c": 1}';

    expect(parseExact(text)).toEqual({'a"1': 'costs 12, not [13]', b: '\\', c: '1'});
  });

  it('reads what JSON.parse reads, numbers as text', () => {
    const json = fc.json({maxDepth: 6, noUnicodeString: false});
    fc.assert(
      fc.property(json, text => {
        fc.pre(!/"(__proto__|constructor|prototype)"/.test(text));
        expect(parseExact(text)).toEqual(withTexts(JSON.parse(text)));
      }),
      {numRuns: 500},
    );
  });

  it('refuses what is no JSON', () => {
    for (const text of [
      '',
      '{',
      '01',
      '1.2.3',
      '--1',
      '.5',
      '1.',
      '{"a":1',
      '"open',
      '"a\\',
      '<html>502</html>',
      '[1,]',
      'NaN',
    ]) {
      expect(() => parseExact(text), text).toThrow(SyntaxError);
    }
  });

  it('never throws anything but a SyntaxError', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', '-', '.', 'e', 'null', ' ', '"a"', 'é');
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 40}), pieces => {
        try {
          parseExact(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      {numRuns: 2_000},
    );
  });

  it('refuses keys that could reach a prototype, also when they are spelled in escapes', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '__\\u0070roto__']) {
      expect(() => parseExact(`{"a":{"${key}" : {"isAdmin":true}}}`), key).toThrow('not allowed');
    }
    expect(parseExact('{"a":"__proto__"}')).toEqual({a: '__proto__'});
  });

  it('refuses what is too deep or too long', () => {
    expect(() => parseExact('['.repeat(100_000))).toThrow('levels deep');
    expect(() => parseExact('[[[1]]]', {maxLength: 100, maxDepth: 2})).toThrow('levels deep');
    expect(() => parseExact('[1,2,3]', {maxLength: 6, maxDepth: 2})).toThrow('at most 6');
  });
});

describe('writeExact', () => {
  it('writes number text as it stands and leaves out what is undefined', () => {
    const text = writeExact({price: new NumberText('30000.10'), name: 'a"b', none: undefined, list: [1, true, null]});

    expect(text).toBe('{"price":30000.10,"name":"a\\"b","list":[1,true,null]}');
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), number => {
        const text = JSON.stringify(number);
        expect(parseExact(writeExact({a: new NumberText(text)}))).toEqual({a: text});
      }),
    );
  });

  it('takes no text for a number that is none', () => {
    for (const text of ['', '1.', 'abc', '1}', '0x10', '01']) {
      expect(() => new NumberText(text), text).toThrow('Not a JSON number');
    }
  });
});
