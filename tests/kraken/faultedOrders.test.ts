import {expect, it} from 'vitest';
import {runFaulted} from './faultedWorld.ts';

/** Ten thousand in all; `npm run faulted-orders` prints what became of them. */
it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'a thousand orders under faults end as the venue has them: none lost, none doubled, seed %i',
  async seed => {
    const run = await runFaulted({seed, orders: 1_000});

    expect(run.differences).toEqual([]);
    expect(run.faults).toBeGreaterThan(200);
    expect(run.fills).toBeGreaterThan(200);
    expect(run.ends['absent']).toBeGreaterThan(20);
  },
  120_000,
);

it('orders through ccxt end as the venue has them too', async () => {
  const run = await runFaulted({adapter: 'ccxt', seed: 1, orders: 120});

  expect(run.differences).toEqual([]);
  expect(run.faults).toBeGreaterThan(20);
  expect(run.fills).toBeGreaterThan(40);
}, 120_000);

it('the same seed gives the same run', async () => {
  expect(await runFaulted({seed: 3, orders: 80})).toEqual(await runFaulted({seed: 3, orders: 80}));
}, 60_000);
