import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {JournalDamaged} from '../../core/runtime/journal/errors.ts';
import {PENDING_LIMIT_BYTES} from '../../core/runtime/journal/limits.ts';
import {GENESIS, sealInto} from '../../core/runtime/journal/seal.ts';
import {verifyJournal} from '../../core/runtime/journal/verifyJournal.ts';
import {anySteps, contents, DIRECTORY, FIRST_SEGMENT, open, step, withFile, written} from './journals.ts';
import type {Step} from './journals.ts';
import {SimulatedDisk} from './SimulatedDisk.ts';

const SMALL_SEGMENT = 500;

/** Bytes after which a file of the journal ends cleanly: behind its header and behind each last line of a step. */
const cleanEnds = (file: Buffer): ReadonlySet<number> => {
  const ends = new Set<number>();
  let at = 0;
  for (const line of file.toString().split('\n').slice(0, -1)) {
    at += Buffer.byteLength(line) + 1;
    const {format, left} = JSON.parse(line);
    if (format !== undefined || left === 0) ends.add(at);
  }

  return ends;
};

const envelopesBefore = (disk: SimulatedDisk, path: string, cut: number): number[] => {
  const seqs: number[] = [];
  for (const other of disk.paths().filter(name => name <= path)) {
    const whole = other === path ? lastCleanEnd(disk.bytes(other), cut) : disk.bytes(other).length;
    const lines = disk.bytes(other).subarray(0, whole).toString().split('\n').slice(0, -1);
    seqs.push(...lines.map(line => JSON.parse(line).seq).filter(seq => seq !== undefined));
  }

  return seqs;
};

const lastCleanEnd = (file: Buffer, cut: number): number =>
  Math.max(0, ...[...cleanEnds(file)].filter(end => end <= cut));

const damageOf = async (disk: SimulatedDisk): Promise<JournalDamaged> => {
  const before = contents(disk);
  const error = await open(disk).catch((thrown: unknown) => thrown);
  if (!(error instanceof JournalDamaged)) throw new Error('The damage went unnoticed.', {cause: error});
  expect(contents(disk)).toEqual(before);

  return error;
};

const xor = (bytes: Buffer, at: number, mask: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ mask;

  return changed;
};

/** Save the one that turns a newline to zero: at the start of a block that is what a power loss leaves, and it is cut. */
const anyMask = fc.integer({min: 1, max: 255}).filter(mask => mask !== 10);

const record = (seq: number, left: number): string =>
  `{"seq":${seq},"time":1,"cause":1,"type":"A","data":0,"left":${left}`;

const sealed = (bodies: readonly string[]): Buffer => {
  const bytes = Buffer.alloc(10_000);
  let [at, previous] = [0, GENESIS];
  for (const body of bodies) ({end: at, chain: previous} = sealInto(bytes, at, body, previous));

  return bytes.subarray(0, at);
};

describe('an interrupted write', () => {
  it('cut at any byte leaves exactly the whole steps before it, with a copy of the rest', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps({maxLength: 5}), async steps => {
        const disk = await written(steps, SMALL_SEGMENT);
        for (const path of disk.paths()) {
          const file = disk.bytes(path);
          for (let cut = 0; cut <= file.length; cut++) {
            const torn = withFile(disk, path, file.subarray(0, cut), {isEnd: true});
            const {envelopes, recovery} = await open(torn);
            const whole = lastCleanEnd(file, cut);

            expect(envelopes.map(({seq}) => seq)).toEqual(envelopesBefore(disk, path, cut));
            expect(recovery.torn?.bytes).toBe(whole === cut && cut > 0 ? undefined : cut - whole);
            if (recovery.torn === undefined) continue;
            expect(torn.bytes(recovery.torn.copy)).toEqual(file.subarray(whole, cut));
            if (whole > 0) expect(torn.bytes(path)).toEqual(file.subarray(0, whole));
          }
        }
      }),
      {numRuns: 10},
    );
  });

  it('is healed: what is appended after it follows on without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps(), fc.nat(), async (steps, anywhere) => {
        const disk = await written(steps, SMALL_SEGMENT);
        const path = disk.paths()[anywhere % disk.paths().length] ?? FIRST_SEGMENT;
        const cut = anywhere % (disk.bytes(path).length + 1);
        const torn = withFile(disk, path, disk.bytes(path).subarray(0, cut), {isEnd: true});

        const {journal, envelopes} = await open(torn, {segmentLimitBytes: SMALL_SEGMENT});
        const more = step(envelopes.length + 1, 2);
        journal.append(more);
        await journal.close();

        const again = await open(torn);
        expect(again.recovery.torn).toBeUndefined();
        expect(again.envelopes).toEqual([...envelopes, ...more]);
      }),
      {numRuns: 150},
    );
  });

  it('that left zeros up to the end of the file is cut like any other', async () => {
    const disk = await written([step(1), step(2, 3)]);
    const file = disk.bytes(FIRST_SEGMENT);
    for (const keep of [file.length, file.length - 30]) {
      const torn = withFile(disk, FIRST_SEGMENT, Buffer.concat([file.subarray(0, keep), Buffer.alloc(5000)]));
      const {envelopes, recovery} = await open(torn);

      expect(envelopes).toHaveLength(keep === file.length ? 4 : 1);
      expect(recovery.torn?.reason).toBe('the last line is cut short');
    }
  });

  it('that left zeros from the start of a block on is cut also where only a newline is missing', async () => {
    const short = await written([step(1, 1, '')]);
    const disk = await written([step(1, 1, 'x'.repeat(513 - short.bytes(FIRST_SEGMENT).length))]);
    const file = disk.bytes(FIRST_SEGMENT);
    expect(file).toHaveLength(513);
    const torn = withFile(disk, FIRST_SEGMENT, Buffer.concat([file.subarray(0, 512), Buffer.alloc(512)]));

    expect((await open(torn)).recovery.torn).toMatchObject({line: 2, reason: 'the last line is cut short'});
    await damageOf(
      withFile(disk, FIRST_SEGMENT, Buffer.concat([file.subarray(0, 512), Buffer.alloc(512), Buffer.from('!')])),
    );
  });

  it('that ended between the lines of a step takes the whole step back', async () => {
    const disk = await written([step(1), step(2, 3)]);
    const file = disk.bytes(FIRST_SEGMENT);
    const torn = withFile(disk, FIRST_SEGMENT, file.subarray(0, file.lastIndexOf('\n', file.length - 2) + 1));

    const {envelopes, recovery} = await open(torn);
    expect(envelopes).toEqual(step(1));
    expect(recovery.torn).toMatchObject({line: 3, reason: 'the last step is not complete'});
  });

  it.each([0, 1, 100])('that left %i bytes of a new segment goes on in the segment before', async size => {
    const disk = await written([step(1, 3), step(4)], SMALL_SEGMENT);
    const second = `${DIRECTORY}/journal-000000000004.ndjson`;
    const torn = withFile(disk, second, disk.bytes(second).subarray(0, size));

    const {journal, envelopes, recovery} = await open(torn, {segmentLimitBytes: SMALL_SEGMENT});
    journal.append(step(4));
    await journal.close();

    expect(envelopes).toEqual(step(1, 3));
    expect(recovery.torn).toMatchObject({file: second, copy: `${second}.torn-1`, from: 0, bytes: size});
    expect(await verifyJournal(DIRECTORY, torn)).toMatchObject({events: 4, segments: 2});
  });

  it('has its copy on the medium before the segment is cut', async () => {
    const disk = await written([step(1), step(2)]);
    const torn = withFile(disk, FIRST_SEGMENT, disk.bytes(FIRST_SEGMENT).subarray(0, -5));
    const {recovery} = await open(torn);
    const dark = torn.losePower({keepsBytes: () => 0, zeroFills: false});

    expect(dark.bytes(recovery.torn?.copy ?? '')).toHaveLength(recovery.torn?.bytes ?? 0);
  });

  it('keeps the copy of an earlier one', async () => {
    const disk = await written([step(1), step(2)]);
    for (const number of [1, 2]) {
      const file = disk.bytes(FIRST_SEGMENT);
      disk.put(FIRST_SEGMENT, file.subarray(0, file.length - 5));
      const {recovery} = await open(disk);
      expect(recovery.torn?.copy).toBe(`${FIRST_SEGMENT}.torn-${number}`);
    }
  });
});

describe('damage', () => {
  it('in any byte of any line is found, and nothing is changed', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps({maxLength: 5}), anyMask, async (steps, mask) => {
        const disk = await written(steps, SMALL_SEGMENT);
        for (const path of disk.paths()) {
          const file = disk.bytes(path);
          for (let at = 0; at < file.length; at++) await damageOf(withFile(disk, path, xor(file, at, mask)));
        }
      }),
      {numRuns: 10},
    );
  });

  it('of any single bit is found', async () => {
    const disk = await written([step(1), step(2, 2, {text: '€', crc: '00000000'})]);
    const file = disk.bytes(FIRST_SEGMENT);
    for (let bit = 0; bit < file.length * 8; bit++) {
      await damageOf(withFile(disk, FIRST_SEGMENT, xor(file, bit >> 3, 1 << (bit & 7))));
    }
  });

  it.each(['!', '\r', '\0', '!{"seq":', '\0\0\0\0'])(
    'of the last newline is found where %j stands instead',
    async junk => {
      const disk = await written([step(1), step(2)]);
      const file = disk.bytes(FIRST_SEGMENT);
      const error = await damageOf(
        withFile(disk, FIRST_SEGMENT, Buffer.concat([file.subarray(0, -1), Buffer.from(junk)])),
      );

      expect(error).toMatchObject({line: 3, reason: expect.stringContaining('where its newline belongs')});
    },
  );

  it('says which file and line, what was expected and what to do', async () => {
    const disk = await written([step(1), step(2), step(3)]);
    const file = disk.bytes(FIRST_SEGMENT);
    const error = await damageOf(withFile(disk, FIRST_SEGMENT, xor(file, file.indexOf('"seq":2'), 1)));

    expect(error.message).toMatch(
      /^Journal damaged: "\/data\/journal\/journal-000000000001\.ndjson" line 3: its bytes have the crc "[0-9a-f]{8}", it does not end in that\. Nothing was changed and nothing will be traded\. Restore the file from a backup or move the data directory aside; `ogz doctor` shows what is affected\.$/,
    );
  });

  it('is a line that was taken out, doubled or swapped', async () => {
    const disk = await written([step(1), step(2), step(3)]);
    const [header, one, two, three] = disk.bytes(FIRST_SEGMENT).toString().split('\n');
    for (const lines of [
      [header, one, three],
      [header, one, two, two, three],
      [header, two, one, three],
      [header, header, one],
    ]) {
      await damageOf(withFile(disk, FIRST_SEGMENT, Buffer.from(`${lines.join('\n')}\n`)));
    }
  });

  it('is a line of another journal, though it has the right number', async () => {
    const [mine, other] = [await written([step(1), step(2)]), await written([step(1, 1, 'other'), step(2)])];
    const [header, one] = mine.bytes(FIRST_SEGMENT).toString().split('\n');
    const two = other.bytes(FIRST_SEGMENT).toString().split('\n')[2];
    const error = await damageOf(withFile(mine, FIRST_SEGMENT, Buffer.from(`${header}\n${one}\n${two}\n`)));

    expect(error.reason).toContain('it does not follow from what stands before it');
  });

  it.each([
    ['a seq that jumps', '{"seq":2,"time":1,"cause":1,"type":"A","data":0,"left":0', 'it has seq 2, expected 1'],
    ['a step that starts anew within a step', record(1, 2) + record(2, 2), '2 lines of its step are left, expected 1'],
    ['a step that does not end', record(1, 1) + record(2, 1), '1 lines of its step are left, expected 0'],
    ['a step that ends early', record(1, 2) + record(2, 0), '0 lines of its step are left, expected 1'],
    ['a record that is no envelope', '{"seq":1', 'it is not an envelope'],
    ['a record that is no JSON', '{"seq":1,,', 'it is not an envelope'],
  ])('is %s, though it be sealed', async (_what, bodies, reason) => {
    const header = '{"format":1,"journal":"00112233aabbccdd","previous":"0000000000000000","first":1';
    const disk = new SimulatedDisk();
    disk.put(FIRST_SEGMENT, sealed([header, ...bodies.split(/(?<=\d)(?={)/)]));

    expect((await damageOf(disk)).reason).toBe(reason);
  });

  it.each([
    ['of a format yet to come', '{"format":2', 'its format is "2", this version reads "1"'],
    ['that says nothing', '{"format":1', 'the first line is not a segment header'],
    ['that is an envelope', record(1, 0), 'its format is "undefined", this version reads "1"'],
  ])('is a header %s, though it be sealed', async (_what, body, reason) => {
    const disk = new SimulatedDisk();
    disk.put(FIRST_SEGMENT, sealed([body]));

    expect((await damageOf(disk)).reason).toBe(reason);
  });

  describe('of the set of segments', () => {
    const steps: readonly Step[] = [1, 4, 7, 10].map(seq => step(seq, 3));
    const names = [1, 4, 7, 10].map(seq => `${DIRECTORY}/journal-${String(seq).padStart(12, '0')}.ndjson`);

    it.each([0, 1, 2])('is segment %i missing, with segments after it', async index => {
      const disk = await written(steps, SMALL_SEGMENT);
      expect(disk.paths()).toEqual(names);
      disk.files.delete(names[index] ?? '');

      expect(await damageOf(disk)).toMatchObject({
        file: names[index + 1],
        line: 1,
        reason: expect.stringMatching(
          /^the segment starts with seq \d+, expected \d+: a segment is missing before it$/,
        ),
      });
    });

    it.each([0, 50, 300, 500])('is a segment that ends after %i bytes, with segments after it', async size => {
      const disk = await written(steps, SMALL_SEGMENT);
      const path = names[1] ?? '';
      expect(await damageOf(withFile(disk, path, disk.bytes(path).subarray(0, size)))).toMatchObject({
        file: path,
        reason: 'the segment ends within a step, and there are segments after it',
      });
    });

    it('is a segment of another journal', async () => {
      const disk = await written(steps, SMALL_SEGMENT);
      const other = await written([step(1, 3, 'other'), ...steps.slice(1)], SMALL_SEGMENT);
      await damageOf(withFile(disk, names[1] ?? '', other.bytes(names[1] ?? '')));
    });

    it('is a segment under the name of another', async () => {
      const disk = await written(steps, SMALL_SEGMENT);
      disk.put(`${DIRECTORY}/journal-000000000012.ndjson`, disk.bytes(names[3] ?? ''));
      disk.files.delete(names[3] ?? '');

      expect((await damageOf(disk)).reason).toBe('it is named for seq 12 and says that it starts with 10');
    });
  });

  it('is a line longer than anything the journal writes', async () => {
    const disk = await written([step(1)]);
    const endless = Buffer.alloc(PENDING_LIMIT_BYTES + 1, 'x');
    expect((await damageOf(withFile(disk, FIRST_SEGMENT, endless))).reason).toBe('it has no end within 16777216 bytes');
  });
});

it('takes a segment with nothing but its header for an empty journal', async () => {
  const disk = await written([step(1)]);
  const header = disk.bytes(FIRST_SEGMENT).subarray(0, disk.bytes(FIRST_SEGMENT).indexOf('\n') + 1);
  const {envelopes, recovery} = await open(withFile(disk, FIRST_SEGMENT, header));

  expect(envelopes).toEqual([]);
  expect(recovery).toMatchObject({events: 0, segments: 1, lastSeq: 0});
});
