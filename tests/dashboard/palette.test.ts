import {expect, test} from 'vitest';
import {matching, MOST_SHOWN, type PaletteEntry, seqIn} from '../../dashboard/src/palette.ts';

const entry = (group: string, title: string): PaletteEntry => ({
  id: `${group} ${title}`,
  group,
  title,
  run: () => undefined,
});
const ENTRIES = [
  entry('Market', 'BTC/USD'),
  entry('Market', 'ETH/USD'),
  entry('Theme', 'Dark'),
  entry('List', 'Orders'),
];
const titles = (query: string): readonly string[] => matching(ENTRIES, query).map(({title}) => title);

test('an entry is found by words of its title and its group, in any order and case', () => {
  expect(titles('btc')).toEqual(['BTC/USD']);
  expect(titles('usd MARKET')).toEqual(['BTC/USD', 'ETH/USD']);
  expect(titles('theme dark')).toEqual(['Dark']);
  expect(titles('dark btc')).toEqual([]);
});

test('without a query all are offered, up to a limit', () => {
  expect(titles('  ')).toHaveLength(ENTRIES.length);
  expect(
    matching(
      Array.from({length: 40}, (_, index) => entry('Market', `M${index}`)),
      'm',
    ),
  ).toHaveLength(MOST_SHOWN);
});

test('a line is named by its number, however it is grouped', () => {
  expect([seqIn('1234'), seqIn(' 1 234 '), seqIn('1\u2009234')]).toEqual([1_234, 1_234, 1_234]);
  expect([seqIn(''), seqIn('0'), seqIn('12a'), seqIn('-5'), seqIn('1.5'), seqIn('9'.repeat(20))]).toEqual(
    Array.from({length: 6}, () => null),
  );
});
