import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {cleanUp, temporaryDirectory} from '../support/botProcess.ts';
import {KillLoop} from './KillLoop.ts';

/** A longer one is `npm run kill-loop`. */
const KILLS = 8;
/** For a machine under load; what is printed by the long one is held to ten seconds. */
const BOOKS_WITHIN_MS = 30_000;

afterEach(cleanUp);

test(`killed ${KILLS} times with orders under way, a bot and its exchange agree each time that it is back`, async () => {
  const result = await new KillLoop({
    count: KILLS,
    seed: 7,
    dataDir: join(temporaryDirectory(), 'data'),
    booksWithinMs: BOOKS_WITHIN_MS,
  }).run();

  expect(result.violations).toEqual([]);
  expect(result).toMatchObject({kills: KILLS, lost: 0, duplicate: 0, positionMismatches: 0, replayIsEqual: true});
  expect(
    Math.min(result.orders, result.fills, result.inFlightKills),
    'orders, fills and kills in between',
  ).toBeGreaterThan(0);
}, 300_000);
