import fc from 'fast-check';
import {expect, test} from 'vitest';
import {editDistance, nearest} from '../../core/config/nearest.ts';

test.each([
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['same', 'same', 0],
])('from %j to %j it takes %i', (from, to, count) => {
  expect(editDistance(from, to)).toBe(count);
});

const word = fc.string({maxLength: 12});

test('the distance is a metric', () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});

test('one letter dropped from a known path is found again', () => {
  const known = ['risk.maxOrderShare', 'risk.maxNetShare', 'server.port', 'logging.level'];
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat(), (path, at) => {
      const index = at % path.length;
      expect(nearest(path.slice(0, index) + path.slice(index + 1), known)).toBe(path);
    }),
  );
});

test('nothing is better than a wild guess', () => {
  expect(nearest('banana', ['server.port', 'seed'])).toBe(null);
});
