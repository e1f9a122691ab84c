import {mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Envelope} from '../../core/domain/Envelope.ts';
import type {Disk} from '../../core/runtime/journal/Disk.ts';
import {JournalDamaged, JournalFailed} from '../../core/runtime/journal/errors.ts';
import {nodeDisk} from '../../core/runtime/journal/nodeDisk.ts';
import {readEnvelopes} from '../../core/runtime/journal/readEnvelopes.ts';
import {verifyJournal} from '../../core/runtime/journal/verifyJournal.ts';
import {contents, DIRECTORY, FIRST_SEGMENT, open, step, withFile, written} from './journals.ts';
import {SimulatedDisk} from './SimulatedDisk.ts';

const collect = async (envelopes: AsyncIterable<Envelope>): Promise<readonly number[]> => {
  const seqs: number[] = [];
  for await (const {seq} of envelopes) seqs.push(seq);

  return seqs;
};

const STEPS = [1, 4, 7, 10].map(seq => step(seq, 3));
const SECOND = `${DIRECTORY}/journal-000000000004.ndjson`;

describe('readEnvelopes', () => {
  it('yields all, from a seq on, or some types only', async () => {
    const disk = await written(STEPS, 500);
    expect(await collect(readEnvelopes(DIRECTORY, {disk}))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await collect(readEnvelopes(DIRECTORY, {disk, fromSeq: 6}))).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(await collect(readEnvelopes(DIRECTORY, {disk, fromSeq: 13}))).toEqual([]);
    expect(await collect(readEnvelopes(DIRECTORY, {disk, types: ['CandleClosed']}))).toEqual([1, 4, 7, 10]);
    expect(await collect(readEnvelopes(DIRECTORY, {disk, fromSeq: 5, types: ['CandleClosed']}))).toEqual([7, 10]);
  });

  it('does not read the segments before', async () => {
    const disk = await written(STEPS, 500);
    disk.put(FIRST_SEGMENT, Buffer.from('not read\n'));
    expect(await collect(readEnvelopes(DIRECTORY, {disk, fromSeq: 4}))).toHaveLength(9);
    await expect(collect(readEnvelopes(DIRECTORY, {disk, fromSeq: 3}))).rejects.toThrow(JournalDamaged);
  });

  it('ends at the last whole step of a journal that is being written, and changes nothing', async () => {
    const disk = await written(STEPS);
    const torn = withFile(disk, FIRST_SEGMENT, disk.bytes(FIRST_SEGMENT).subarray(0, -20));
    const before = contents(torn);

    expect(await collect(readEnvelopes(DIRECTORY, {disk: torn}))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(contents(torn)).toEqual(before);
  });

  it('yields nothing where there is no journal', async () => {
    expect(await collect(readEnvelopes(DIRECTORY, {disk: new SimulatedDisk()}))).toEqual([]);
  });
});

describe('verifyJournal', () => {
  it('counts a sound journal', async () => {
    expect(await verifyJournal(DIRECTORY, await written(STEPS, 500))).toEqual({
      events: 12,
      segments: 4,
      lastSeq: 12,
      chain: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('names a torn tail and leaves it', async () => {
    const disk = await written(STEPS);
    const file = disk.bytes(FIRST_SEGMENT).subarray(0, -20);
    const torn = withFile(disk, FIRST_SEGMENT, file);

    expect(await verifyJournal(DIRECTORY, torn)).toMatchObject({events: 9, lastSeq: 9, torn: {line: 11}});
    expect(torn.bytes(FIRST_SEGMENT)).toEqual(file);
  });

  it('names damage, with what was sound before it', async () => {
    const disk = await written(STEPS, 500);
    disk.put(SECOND, Buffer.concat([disk.bytes(SECOND), Buffer.from('?\n')]));

    expect(await verifyJournal(DIRECTORY, disk)).toMatchObject({
      events: 6,
      lastSeq: 6,
      damaged: {file: SECOND, line: 5, reason: 'the line has 1 bytes, its seal alone has 45'},
    });
  });
});

describe('on the real disk', () => {
  let directory = '';
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'ogz-journal-')), 'journal');
  });
  afterEach(() => rmSync(join(directory, '..'), {recursive: true}));

  it('the same journal is written, torn, recovered, continued and read', async () => {
    const first = await open(nodeDisk, {directory, segmentLimitBytes: 500});
    for (const one of STEPS) first.journal.append(one);
    await first.journal.close();
    truncateSync(join(directory, 'journal-000000000010.ndjson'), 300);

    const {journal, envelopes, recovery} = await open(nodeDisk, {directory});
    expect(envelopes).toEqual(STEPS.slice(0, 3).flat());
    journal.append(step(10));
    await journal.close();

    expect(readFileSync(recovery.torn?.copy ?? '')).toHaveLength(recovery.torn?.bytes ?? 0);
    expect(readdirSync(directory)).toHaveLength(5);
    expect(await collect(readEnvelopes(directory, {fromSeq: 8}))).toEqual([8, 9, 10]);
    expect(await verifyJournal(directory)).toMatchObject({events: 10, segments: 4, lastSeq: 10});
  });

  it('a torn header goes aside', async () => {
    const first = await open(nodeDisk, {directory, segmentLimitBytes: 500});
    for (const one of STEPS) first.journal.append(one);
    await first.journal.close();
    truncateSync(join(directory, 'journal-000000000010.ndjson'), 30);

    const {envelopes} = await open(nodeDisk, {directory});
    expect(envelopes).toHaveLength(9);
    expect(readdirSync(directory)).toContain('journal-000000000010.ndjson.torn-1');
  });

  it('a full one fails the journal', async () => {
    const full: Disk = {...nodeDisk, openToAppend: () => nodeDisk.openToAppend('/dev/full', {create: false})};
    const {journal} = await open(full, {directory});
    journal.append(step(1));

    await expect(journal.commit()).rejects.toThrow(JournalFailed);
    expect(journal.status().error).toContain('ENOSPC');
  });
});
