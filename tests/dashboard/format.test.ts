import {describe, expect, test} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import {
  age,
  clock,
  digitsOf,
  fixed,
  moment,
  money,
  percent,
  quantity,
  shortNumber,
  signed,
} from '../../dashboard/src/format.ts';

const plain = (text: string): string => text.replaceAll('\u202f', '_').replaceAll('\u2212', '-');

describe('numbers', () => {
  test.each([
    [10_412.374, 2, '10_412.37'],
    [1_234_567, 0, '1_234_567'],
    [-0.5, 1, '-0.5'],
    [999, 2, '999.00'],
    [-0.001, 2, '0.00'],
    [Number.NaN, 2, '–'],
    [Number.POSITIVE_INFINITY, 2, '–'],
  ])('%d with %d digits reads %s', (value, digits, text) => {
    expect(plain(fixed(value, digits))).toBe(text);
  });

  test('a change always carries its sign, and none when it rounds to nothing', () => {
    expect(plain(signed(18.2, 2))).toBe('+18.20');
    expect(plain(signed(-4.38, 2))).toBe('-4.38');
    expect(plain(signed(0, 2))).toBe('0.00');
    expect(plain(signed(0.001, 2))).toBe('0.00');
  });

  test('money has two digits, a share becomes a percentage', () => {
    expect(plain(money(decimal('43120.5')))).toBe('43_120.50');
    expect(plain(percent(0.012))).toBe('1.2_%');
  });

  test('a long number is cut to four digits for a quick look', () => {
    expect(plain(shortNumber('612287.13302076'))).toBe('612_287.1330');
    expect(plain(shortNumber('5'))).toBe('5');
    expect(plain(shortNumber('-0.25'))).toBe('-0.25');
  });

  test('a quantity keeps every digit it has, and none more', () => {
    expect(plain(quantity(decimal('-12345.0125')))).toBe('-12_345.0125');
    expect(plain(quantity(decimal('0.012500000001')))).toBe('0.012500000001');
    expect(plain(quantity(decimal('3')))).toBe('3');
  });

  test.each([
    ['0.01', 2],
    ['0.5', 1],
    ['1', 0],
    ['10', 0],
  ])('a tick of %s shows prices with %d digits', (tick, digits) => {
    expect(digitsOf(decimal(tick))).toBe(digits);
  });
});

describe('times', () => {
  test.each([
    [null, '–'],
    [-5, '0 ms'],
    [12, '12 ms'],
    [300, '0.3 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [41_000, '41 s'],
    [38 * 60_000, '38 m'],
    [5 * 3_600_000 + 4 * 60_000, '5 h 04 m'],
    [119 * 60_000 + 59_999, '1 h 59 m'],
    [72 * 3_600_000, '3 d'],
  ])('an age of %s ms reads %s', (ms, text) => {
    expect(age(ms)).toBe(text);
  });

  test('clocks are UTC; another day is named', () => {
    const time = Date.UTC(2026, 2, 1, 14, 5, 31);
    expect(clock(time)).toBe('14:05:31');
    expect(moment(time, time + 60_000)).toBe('14:05:31');
    expect(moment(time, time + 86_400_000)).toBe('03-01 14:05:31');
  });
});
