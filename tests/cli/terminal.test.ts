import {describe, expect, it} from 'vitest';
import {bytes, count, counted, duration, moment} from '../../core/cli/format.ts';
import {paintFor} from '../../core/cli/paint.ts';
import {Progress} from '../../core/cli/Progress.ts';
import {readTime} from '../../core/cli/readTime.ts';
import {table} from '../../core/cli/table.ts';

const stage = (isTTY: boolean) => {
  const printed: string[] = [];
  let time = 0;
  const io = {stderr: {isTTY, write: (text: string) => printed.push(text)}, now: () => time};

  return {io, printed, pass: (ms: number) => void (time += ms)};
};

describe('Progress', () => {
  it('says nothing about short work', () => {
    const {io, printed, pass} = stage(false);
    const progress = new Progress({label: 'Reading', unit: 'bars', io});
    for (let done = 0; done < 10; done += 1) {
      pass(200);
      progress.update(done, 10);
    }
    progress.finish();

    expect(printed).toEqual([]);
  });

  it('writes a plain line every few seconds where nobody watches', () => {
    const {io, printed, pass} = stage(false);
    const progress = new Progress({label: 'Reading', unit: 'bars', io});
    progress.update(0, 10_000);
    for (let done = 100; done <= 10_000; done += 100) {
      pass(100);
      progress.update(done, 10_000);
    }
    progress.finish();

    expect(printed).toEqual([
      'Reading: 30 % of 10,000 bars, 1,000/s, 7.0 s left\n',
      'Reading: 60 % of 10,000 bars, 1,000/s, 4.0 s left\n',
      'Reading: 90 % of 10,000 bars, 1,000/s, 1.0 s left\n',
      'Reading: done in 10.0 s\n',
    ]);
  });

  it('draws one line anew on a terminal', () => {
    const {io, printed, pass} = stage(true);
    const progress = new Progress({label: 'Folding', unit: 'lines', io});
    progress.update(0, null);
    pass(150);
    progress.update(300, null);
    progress.finish();

    expect(printed).toEqual(['\r\x1b[2KFolding: 300 lines, 2,000/s', '\r\x1b[2KFolding: done in 150 ms', '\n']);
  });

  it('measures each lap by itself, and only what was done in it', () => {
    const {io, printed, pass} = stage(false);
    const progress = new Progress({label: 'Reading', unit: 'lines', io});
    progress.update(1_000_000, 1_010_000);
    pass(3_000);
    progress.update(1_003_000, 1_010_000);
    progress.update(0, 6_000);
    pass(3_000);
    progress.update(3_000, 6_000);

    expect(printed).toEqual([
      'Reading: 99 % of 1,010,000 lines, 1,000/s, 7.0 s left\n',
      'Reading: 50 % of 6,000 lines, 1,000/s, 3.0 s left\n',
    ]);
  });
});

describe('table', () => {
  it('puts columns under one another, whatever their colour', () => {
    const green = (text: string): string => `\x1b[32m${text}\x1b[0m`;

    expect(
      table(
        [
          ['a', green('ok'), 'x'],
          ['long', 'failed', 'y'],
        ],
        ['left', 'right'],
      ),
    ).toEqual([`a         ${green('ok')}  x`, 'long  failed  y']);
  });
});

describe('paintFor', () => {
  const sink = (isTTY: boolean) => ({isTTY, write: () => true});

  it('colours a terminal only, and not with NO_COLOR', () => {
    expect(paintFor(sink(true), {env: {}}).bad('x')).toBe('\x1b[31mx\x1b[0m');
    expect(paintFor(sink(false), {env: {}}).bad('x')).toBe('x');
    expect(paintFor(sink(true), {env: {NO_COLOR: '1'}}).bad('x')).toBe('x');
  });
});

describe('texts for numbers', () => {
  it.each([
    [count(1_234_567), '1,234,567'],
    [count(-1_000), '-1,000'],
    [counted(1, 'line'), '1 line'],
    [counted(2_000, 'line'), '2,000 lines'],
    [bytes(999), '999 B'],
    [bytes(1_500_000), '1.5 MB'],
    [bytes(84_000_000_000), '84 GB'],
    [duration(850), '850 ms'],
    [duration(245_000), '4 min 05 s'],
    [duration(7_800_000), '2 h 10 min'],
    [duration(259_200_000), '3 d'],
    [moment(0), '1970-01-01 00:00:00 UTC'],
    [moment(Number.NaN), '–'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('readTime', () => {
  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T12:00', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31 12:00:30', Date.UTC(2026, 0, 31, 12, 0, 30)],
    ['2026-01-31T12:00:00.250Z', Date.UTC(2026, 0, 31, 12) + 250],
    ['2026-01-31T12:00+02:00', Date.UTC(2026, 0, 31, 10)],
    ['1769860800000', 1_769_860_800_000],
  ])('reads %s as UTC', (text, time) => {
    expect(readTime(text)).toBe(time);
  });

  it.each(['yesterday', '2026-13-01', '2026-01-31T25:00', '31.01.2026', '1769860800', '99999999999999999999'])(
    'refuses %s',
    text => {
      expect(readTime(text)).toBeNull();
    },
  );
});
