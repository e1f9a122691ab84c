import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {JournalFailed, JournalFull} from '../../core/runtime/journal/errors.ts';
import {anySteps, DIRECTORY, FIRST_SEGMENT, open, step, written} from './journals.ts';
import {SimulatedDisk} from './SimulatedDisk.ts';

const NAME = 'journal-000000000001.ndjson';

const settled = async (promises: readonly Promise<void>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(promises)).map(result =>
    result.status === 'fulfilled' ? 'durable' : String(result.reason?.name),
  );

/** Lets every promise that can go on without the disk go on. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('append', () => {
  it('gives back on opening exactly what was appended, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps({maxLength: 30}), fc.integer({min: 1, max: 5000}), async (steps, segmentLimitBytes) => {
        const {envelopes, recovery} = await open(await written(steps, segmentLimitBytes));
        expect(envelopes).toEqual(steps.flat());
        expect(recovery).toMatchObject({events: steps.flat().length, lastSeq: steps.flat().length});
      }),
    );
  });

  it.each(['a', 'é', '€', '😀'])('takes long lines of %s whole', async letter => {
    const long = step(1, 2, letter.repeat(200_000));
    expect((await open(await written([long]))).envelopes).toEqual(long);
  });

  it('may come at any moment of a write that is under way', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk, {segmentLimitBytes: 2000});
    const steps = Array.from({length: 60}, (_, index) => step(index + 1, 1, 'x'.repeat(index)));
    for (const one of steps) {
      journal.append(one);
      await Promise.resolve();
    }
    await journal.close();

    expect((await open(disk)).envelopes).toEqual(steps.flat());
  });

  it('writes lines that are JSON, each with what is left of its step, behind a header', async () => {
    const disk = await written([step(1, 2, {price: '1'})]);
    const hex = (digits: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
    const seal = {chain: hex(16), crc: hex(8)};

    expect(
      disk
        .bytes(FIRST_SEGMENT)
        .toString()
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([
      {format: 1, journal: '00112233aabbccdd', previous: '0000000000000000', first: 1, ...seal},
      {seq: 1, time: 1_700_000_000_001, cause: 1, type: 'CandleClosed', data: {price: '1'}, left: 1, ...seal},
      {seq: 2, time: 1_700_000_000_001, cause: 1, type: 'DecisionMade', data: {price: '1'}, left: 0, ...seal},
    ]);
  });

  it('opens a new segment, named by its first seq, once the last one has reached its limit', async () => {
    const disk = await written([step(1, 3), step(4), step(5)], 500);
    expect(disk.paths()).toEqual([FIRST_SEGMENT, `${DIRECTORY}/journal-000000000004.ndjson`]);
  });

  it.each([
    ['a gap', [...step(1), ...step(3)], 'Envelope has seq "3", expected 2.'],
    ['another beginning', step(7), 'Envelope has seq "7", expected 1.'],
    ['nothing', [], 'A step has at least its input envelope'],
    ['data that JSON has no word for', step(1, 1, () => 0), 'is not plain JSON'],
    ['a bigint', step(1, 1, 1n), 'BigInt'],
    ['no time', [{...step(1)[0], seq: 1, time: Number.NaN, cause: 1, type: 'A', data: 0}], 'is not plain JSON'],
  ])('refuses %s, and is as it was before', async (_what, envelopes, message) => {
    const {journal} = await open(new SimulatedDisk());
    expect(() => journal.append(envelopes)).toThrow(message);
    journal.append(step(1));
    await journal.commit();

    expect(journal.status()).toMatchObject({lastSeq: 1, durableSeq: 1});
  });

  it('refuses a step that is larger than all that may ever wait', async () => {
    const {journal} = await open(new SimulatedDisk(), {pendingLimitBytes: 1000});
    expect(() => journal.append(step(1, 1, 'x'.repeat(1000)))).toThrow(RangeError);
  });

  it('pushes back when the disk is slow: no room first, JournalFull at the limit, all well after a commit', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk, {pendingLimitBytes: 1000});
    const letGo = disk.holdDatasync();
    let seq = 1;
    while (journal.hasRoom()) journal.append(step(seq++));
    expect(journal.status().pendingBytes).toBeGreaterThanOrEqual(500);

    const fill = (): never => {
      for (;;) {
        journal.append(step(seq));
        seq++;
      }
    };
    expect(fill).toThrow(JournalFull);
    await turn();
    expect(() => journal.append(step(seq))).toThrow(JournalFull);
    expect(journal.status().lastSeq).toBe(seq - 1);

    letGo();
    await journal.commit();
    expect(journal.hasRoom()).toBe(true);
    journal.append(step(seq));
    await journal.close();
    expect((await open(disk)).recovery.lastSeq).toBe(seq);
  });
});

describe('group commit', () => {
  it('sends all that came while one fdatasync was under way out with the next', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk);
    const letGo = disk.holdDatasync();
    journal.append(step(1));
    await turn();
    for (let seq = 2; seq <= 100; seq++) journal.append(step(seq));
    letGo();
    await journal.commit();

    const operations = disk.log.map(line => line.replace(/ \d+$/, ''));
    expect(operations).toEqual([`write ${NAME}`, `datasync ${NAME}`, `write ${NAME}`, `datasync ${NAME}`]);
  });

  it('resolves in order of seq, and none before its fdatasync has returned', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk);
    const letGo = disk.holdDatasync();
    const order: number[] = [];
    const watch = async (seq: number): Promise<void> => {
      await journal.durable(seq);
      expect(journal.status().durableSeq).toBeGreaterThanOrEqual(seq);
      order.push(seq);
    };

    journal.append(step(1));
    const first = watch(1);
    await turn();
    journal.append(step(2, 2));
    journal.append(step(4));
    const others = [watch(2), watch(3), watch(4)];
    await turn();
    expect(order).toEqual([]);
    expect(journal.status()).toMatchObject({lastSeq: 4, durableSeq: 0});

    letGo();
    await Promise.all([first, ...others]);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('has the segment before on the medium before a new one exists', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk, {segmentLimitBytes: 1});
    journal.append(step(1));
    journal.append(step(2));
    await journal.commit();

    expect(disk.log.map(line => line.replace(/ \d+$/, ''))).toEqual([
      `write ${NAME}`,
      `datasync ${NAME}`,
      `close ${NAME}`,
      'write journal-000000000002.ndjson',
      'datasync journal-000000000002.ndjson',
    ]);
  });

  it('is done at once for what is durable already, and refuses to wait for what never came', async () => {
    const {journal} = await open(await written([step(1)]));
    await expect(journal.durable(1)).resolves.toBeUndefined();
    await expect(journal.durable(2)).rejects.toThrow('Seq "2" was never appended, the last one is 1.');
  });
});

describe('a journal that could not write', () => {
  it.each([
    ['write', 'ENOSPC'],
    ['write', 'EROFS'],
    ['datasync', 'EIO'],
    ['create', 'ENOSPC'],
  ] as const)(
    'after a failed %s (%s) is failed for good: everyone who waits is told, nothing is tried again',
    async (operation, code) => {
      const disk = new SimulatedDisk();
      const {journal} = await open(disk, {segmentLimitBytes: 1});
      journal.append(step(1));
      await journal.commit();
      disk.failOn(operation, {code});

      journal.append(step(2));
      const waiting = [journal.durable(2), journal.durable(2)];
      await Promise.resolve();
      await Promise.resolve();
      journal.append(step(3));
      waiting.push(journal.durable(3));

      expect(await settled(waiting)).toEqual(['JournalFailed', 'JournalFailed', 'JournalFailed']);
      expect(await settled([journal.durable(1), journal.commit(), journal.close()])).toEqual([
        'JournalFailed',
        'JournalFailed',
        'JournalFailed',
      ]);
      expect(() => journal.append(step(4))).toThrow(JournalFailed);
      expect(journal.status()).toMatchObject({state: 'failed', durableSeq: 1, error: expect.stringContaining(code)});

      const operations = disk.log.length;
      await turn();
      expect(disk.log).toHaveLength(operations);
    },
  );

  it('leaves a directory that the next start recovers', async () => {
    const disk = new SimulatedDisk();
    const {journal} = await open(disk);
    journal.append(step(1));
    await journal.commit();
    disk.failOn('write', {code: 'ENOSPC'});
    journal.append(step(2, 3));
    await settled([journal.commit()]);

    const {envelopes, recovery} = await open(disk.kill());
    expect(envelopes).toEqual(step(1));
    expect(recovery.torn?.bytes).toBeGreaterThan(0);
  });
});

it('writes on closing what was still pending, and takes nothing after that', async () => {
  const disk = new SimulatedDisk();
  const {journal} = await open(disk);
  journal.append(step(1));
  await journal.close();

  expect(() => journal.append(step(2))).toThrow('is closed');
  expect(journal.status()).toMatchObject({state: 'closed', durableSeq: 1, pendingBytes: 0});
  expect((await open(disk)).envelopes).toEqual(step(1));
});

it('opens only under an identity of 16 hex digits', async () => {
  const {openJournal} = await import('../../core/runtime/journal/openJournal.ts');
  const opening = openJournal({
    directory: DIRECTORY,
    journalId: 'mine',
    onEnvelope: () => {},
    disk: new SimulatedDisk(),
  });
  await expect(opening).rejects.toThrow('Journal id "mine" should be 16 hex digits.');
});
