import {execFile} from 'node:child_process';
import {join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {huntFor} from './hunt.ts';
import {quietDays} from './quiet.ts';
import {readStoredSeed, storedSeedNames} from './storedSeeds.ts';
import {type Summary, Tally} from './Tally.ts';
import {Threads} from './Threads.ts';

const MINUTE_MS = 60_000;
const SEEDS = 100;
const HORIZON_MS = 10 * MINUTE_MS;
/** Mistakes that other bots die of. `npm run simulate` plants all that there are. */
const SAMPLE = [
  'orders leave before their line is durable',
  'no fsync',
  'an order without an answer is sent again',
  'no fill dedupe',
  'stop and target both rest for one holding',
  'a silent feed counts as alive',
];
const HUNT_SEEDS = 40;
const HUNT_MS = 20 * MINUTE_MS;
const LONG_MS = 600_000;

let threads: Threads;

beforeAll(() => {
  threads = new Threads(2);
});

afterAll(() => threads.close());

describe('the bot in a world where everything goes wrong', () => {
  it(
    `keeps every promise on ${SEEDS} seeds`,
    async () => {
      const tally = new Tally();
      const seeds = Array.from({length: SEEDS}, (_, index) => index + 1);
      await Promise.all(seeds.map(async seed => tally.add(await threads.play({seed, horizonMs: HORIZON_MS}))));
      const {crashes, orders, fills, faults} = tally.summary({
        commit: '',
        from: 1,
        hours: 0,
        elapsedMs: 1,
        files: new Map(),
        catches: [],
      });

      expect(tally.failed.map(({seed, violations}) => ({seed, violations}))).toEqual([]);
      expect(Math.min(crashes, orders, fills)).toBeGreaterThan(50);
      expect(Object.keys(faults).length).toBeGreaterThan(20);
    },
    LONG_MS,
  );

  it.each(storedSeedNames())('does not fall again where it fell before: %s', async name => {
    const {scenario} = readStoredSeed(name);
    const {seed, horizonMs} = scenario;
    const {violations} = await threads.play({seed, horizonMs, scenario});

    expect(violations).toEqual([]);
  });

  it('raises no false alarm on a quiet day', async () => {
    expect(await quietDays(threads, 1)).toMatchObject({falseAlarms: 0});
  });
});

describe('the simulation itself', () => {
  it.each(SAMPLE)(
    'catches: %s',
    async name => {
      const found = await huntFor(name, {threads, from: 1, seeds: HUNT_SEEDS, horizonMs: HUNT_MS});
      expect(found.caughtBy).not.toBeNull();
    },
    LONG_MS,
  );

  it(
    'gives the same hash in other processes, time zones and languages',
    async () => {
      const run = async (env: Readonly<Record<string, string>>): Promise<string> => {
        const args = [
          join(import.meta.dirname, 'main.ts'),
          '--seeds',
          '4',
          '--hours',
          '0.25',
          '--no-bugs',
          '--no-keep',
          '--json',
        ];
        const {stdout} = await promisify(execFile)(process.execPath, args, {
          cwd: resolve(import.meta.dirname, '../..'),
          env: {...process.env, ...env},
          maxBuffer: 16_777_216,
        });
        const summary: Summary = JSON.parse(stdout);

        return summary.hash;
      };
      const hashes = [
        await run({TZ: 'UTC', LANG: 'C'}),
        await run({TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8'}),
      ];

      expect(new Set(hashes).size).toBe(1);
    },
    LONG_MS,
  );
});
