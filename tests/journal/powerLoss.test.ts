import fc from 'fast-check';
import {expect, it} from 'vitest';
import {anySteps, FIRST_SEGMENT, open, step} from './journals.ts';
import type {Step} from './journals.ts';
import {SimulatedDisk} from './SimulatedDisk.ts';

type Life = {readonly disk: SimulatedDisk; readonly steps: readonly Step[]; readonly segmentLimitBytes: number};

/** Appends step after step, awaiting some of them; returns the last seq whose durable() had resolved. */
const live = async ({disk, steps, segmentLimitBytes}: Life, awaits: (index: number) => boolean): Promise<number> => {
  const {journal} = await open(disk, {segmentLimitBytes});
  let promised = 0;
  for (const [index, one] of steps.entries()) {
    const last = one.at(-1)?.seq ?? 0;
    try {
      journal.append(one);
      if (!awaits(index)) continue;
      await journal.durable(last);
      promised = last;
    } catch {
      return promised;
    }
  }

  return promised;
};

const anyLife = fc.record({
  steps: anySteps({maxLength: 25}),
  segmentLimitBytes: fc.integer({min: 1, max: 3000}),
  awaited: fc.array(fc.boolean(), {minLength: 25, maxLength: 25}),
  faultAfter: fc.nat(20),
  fault: fc.constantFrom('write', 'datasync', 'create', 'none'),
  code: fc.constantFrom('EIO', 'ENOSPC'),
  turns: fc.nat(8),
  keeps: fc.double({min: 0, max: 1, noNaN: true}),
  zeroFills: fc.boolean(),
} as const);

const expectPrefix = (found: Step, steps: readonly Step[], promised: number): void => {
  const lastSeqs = [0, ...steps.map(one => one.at(-1)?.seq ?? 0)];
  expect(lastSeqs).toContain(found.length);
  expect(found.length).toBeGreaterThanOrEqual(promised);
  expect(found).toEqual(steps.flat().slice(0, found.length));
};

it('never loses a step whose durable() had resolved, whatever fails before the power does', async () => {
  await fc.assert(
    fc.asyncProperty(anyLife, async ({fault, faultAfter, code, awaited, turns, keeps, zeroFills, ...life}) => {
      const disk = new SimulatedDisk();
      if (fault !== 'none') disk.failOn(fault, {after: faultAfter, code});
      const promised = await live({disk, ...life}, index => awaited[index] ?? true);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();

      const after = disk.losePower({keepsBytes: unsynced => Math.floor(unsynced * keeps), zeroFills});
      expectPrefix((await open(after)).envelopes, life.steps, promised);
    }),
    {numRuns: 800},
  );
});

it('never loses what a start after a kill has read, though the power goes right after it', async () => {
  await fc.assert(
    fc.asyncProperty(anyLife, async ({fault, faultAfter, code, awaited, turns, ...life}) => {
      const disk = new SimulatedDisk();
      if (fault !== 'none') disk.failOn(fault, {after: faultAfter, code});
      const promised = await live({disk, ...life}, index => awaited[index] ?? true);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();

      const restarted = disk.kill();
      const {envelopes} = await open(restarted);
      expectPrefix(envelopes, life.steps, promised);
      const dark = restarted.losePower({keepsBytes: () => 0, zeroFills: false});
      expect((await open(dark)).envelopes).toEqual(envelopes);
    }),
    {numRuns: 800},
  );
});

it('puts on the medium what a failed fdatasync had left in the page cache only', async () => {
  const disk = new SimulatedDisk();
  const {journal} = await open(disk);
  journal.append(step(1));
  await journal.commit();
  disk.failOn('datasync');
  journal.append(step(2));
  await expect(journal.commit()).rejects.toThrow('EIO');
  expect(disk.files.get(FIRST_SEGMENT)?.dirty).toEqual([]);

  const restarted = disk.kill();
  const {journal: next} = await open(restarted);
  next.append(step(3));
  await next.commit();

  const dark = restarted.losePower({keepsBytes: () => 0, zeroFills: false});
  expect((await open(dark)).envelopes).toEqual([1, 2, 3].flatMap(seq => step(seq)));
});
