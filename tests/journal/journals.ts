import {basename} from 'node:path';
import fc from 'fast-check';
import type {Envelope} from '../../core/domain/Envelope.ts';
import type {Disk} from '../../core/runtime/journal/Disk.ts';
import type {Journal} from '../../core/runtime/journal/Journal.ts';
import {openJournal} from '../../core/runtime/journal/openJournal.ts';
import type {Recovery} from '../../core/runtime/journal/openJournal.ts';
import {SimulatedDisk} from './SimulatedDisk.ts';

export const DIRECTORY = '/data/journal';
export const FIRST_SEGMENT = `${DIRECTORY}/journal-000000000001.ndjson`;

export type Step = readonly Envelope[];

type Opened = {journal: Journal; recovery: Recovery; envelopes: Envelope[]};

/** Opens a journal and collects what it holds. */
export const open = async (
  disk: Disk,
  limits: {segmentLimitBytes?: number; pendingLimitBytes?: number; directory?: string} = {},
): Promise<Opened> => {
  const envelopes: Envelope[] = [];
  const {journal, recovery} = await openJournal({
    directory: DIRECTORY,
    journalId: '00112233aabbccdd',
    onEnvelope: envelope => envelopes.push(envelope),
    disk,
    ...limits,
  });

  return {journal, recovery, envelopes};
};

/** A step of `size` envelopes from `seq` on. */
export const step = (seq: number, size = 1, data: unknown = {price: '64000.5'}): Step =>
  Array.from({length: size}, (_, index) => ({
    seq: seq + index,
    time: 1_700_000_000_000 + seq,
    cause: seq,
    type: index === 0 ? 'CandleClosed' : 'DecisionMade',
    data,
  }));

const payload = fc.oneof(
  fc.jsonValue({maxDepth: 1}).map(value => JSON.parse(JSON.stringify(value))),
  fc.constantFrom({a: 1, crc: '00000000'}, 'line\nbreak "quoted" ,"crc":"', '€ 😀', null),
);

/** Random steps, numbered without a gap, whose data try to look like the journal's own syntax. */
export const anySteps = ({minLength = 1, maxLength = 6} = {}): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.tuple(fc.integer({min: 1, max: 3}), payload), {minLength, maxLength}).map(shapes => {
    let seq = 1;
    return shapes.map(([size, data]) => {
      const next = step(seq, size, data);
      seq += size;
      return next;
    });
  });

/** A closed journal of these steps on a fresh simulated disk. */
export const written = async (steps: readonly Step[], segmentLimitBytes?: number): Promise<SimulatedDisk> => {
  const disk = new SimulatedDisk();
  const {journal} = await open(disk, segmentLimitBytes === undefined ? {} : {segmentLimitBytes});
  for (const one of steps) journal.append(one);
  await journal.close();

  return disk;
};

/** The same disk with these bytes in one file, and without the segments after it where `isEnd`. */
export const withFile = (disk: SimulatedDisk, path: string, bytes: Buffer, {isEnd = false} = {}): SimulatedDisk => {
  const changed = new SimulatedDisk();
  for (const other of disk.paths()) {
    if (!isEnd || other <= path) changed.put(other, other === path ? bytes : disk.bytes(other));
  }

  return changed;
};

/** Content of every file, to compare before and after. */
export const contents = (disk: SimulatedDisk): Record<string, string> =>
  Object.fromEntries(disk.paths().map(path => [basename(path), disk.bytes(path).toString('hex')]));
