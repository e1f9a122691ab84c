import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import type {TradingBrain} from '../../core/brain/TradingBrain.ts';
import {type AnyEnvelope, type InputDraft, isInput} from '../../core/domain/Event.ts';
import type {Settings} from '../../core/domain/Settings.ts';
import {Engine} from '../../core/kernel/Engine.ts';
import type {Checkpoint} from '../../core/runtime/checkpoint/Checkpoint.ts';
import {checkpointFolder, listCheckpoints} from '../../core/runtime/checkpoint/checkpointFile.ts';
import {findCheckpoint} from '../../core/runtime/checkpoint/findCheckpoint.ts';
import {makeCheckpoint} from '../../core/runtime/checkpoint/makeCheckpoint.ts';
import {firstSeqOf, segmentNames} from '../../core/runtime/journal/segment.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {drawJournalId, openBooks} from '../../core/runtime/openBooks.ts';
import {hashState} from '../../core/runtime/replay.ts';
import {STATIC_BRAIN} from '../brain/brains.ts';
import {livelyMarket} from '../brain/market.ts';
import {accountSettings, SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {keepLines} from '../support/keepLines.ts';
import {ofType} from '../support/kernelWorld.ts';

const SETTINGS: Settings = {...accountSettings(), brain: {...DEFAULT_BRAIN, minConfidence: 0}};
const SEGMENT_BYTES = 200_000;

const newBrain = (): TradingBrain => makeMind(SETTINGS, [SYMBOL], STATIC_BRAIN).brain;
const setupOf = (dataDir: string, settings = SETTINGS) => ({dataDir, settings, symbols: [SYMBOL], base: '1m' as const});

let lines: readonly AnyEnvelope[] = [];
beforeAll(async () => {
  const world = await EngineWorld.start({mind: newBrain(), settings: SETTINGS});
  await world.bars(livelyMarket(3, 900));
  lines = world.lines;
});

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, {recursive: true, force: true});
});

/** A data directory with the journal of a run, cut into segments. */
const keep = async (): Promise<string> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ogz-checkpoint-'));
  directories.push(dataDir);
  await keepLines(join(dataDir, 'journal'), lines, {segmentLimitBytes: SEGMENT_BYTES});

  return dataDir;
};

/** Last lines of the full segments. */
const sealedSeqs = (dataDir: string): readonly number[] =>
  segmentNames(readdirSync(join(dataDir, 'journal')))
    .slice(1)
    .map(name => firstSeqOf(name) - 1);

const found = async (dataDir: string): Promise<Checkpoint> =>
  (await findCheckpoint(setupOf(dataDir))).checkpoint ?? expect.fail('there is no usable checkpoint');

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a checkpoint', () => {
  test('knows to the last bit what a bot knows that has read every line, and goes on like it', async () => {
    const dataDir = await keep();
    const sealed = sealedSeqs(dataDir);
    expect(sealed.length).toBeGreaterThan(5);
    expect(ofType(lines, 'PositionClosed').length).toBeGreaterThan(5);
    const reader = new Engine(newBrain());
    const read = newBrain();
    for (const lastSeq of sealed) {
      await makeCheckpoint(setupOf(dataDir), lastSeq);
      const checkpoint = await found(dataDir);
      for (const line of lines.slice(reader.state.seq, lastSeq)) {
        reader.recover(line);
        read.observe(line);
      }
      expect(checkpoint.position.lastSeq).toBe(lastSeq);
      expect(hashState(checkpoint.state())).toBe(hashState(reader.state));
      expect(plain(checkpoint.brain)).toEqual(plain(read.snapshot()));

      const brain = newBrain();
      brain.restore(checkpoint.brain);
      const engine = new Engine(brain, checkpoint.state());
      const rest = lines.slice(lastSeq, lastSeq + 300).filter(isInput);
      const again = rest.flatMap(({type, data, time}) => engine.take({type, data} as InputDraft, time));
      expect(JSON.stringify(again)).toBe(JSON.stringify(lines.slice(lastSeq, lastSeq + again.length)));
    }
  });

  test('spares a start what came before it, and the journal must join on to it', async () => {
    const dataDir = await keep();
    const lastSeq = sealedSeqs(dataDir).at(-1) ?? 0;
    await makeCheckpoint(setupOf(dataDir), lastSeq);
    const checkpoint = await found(dataDir);
    const mind = newBrain();
    mind.restore(checkpoint.brain);
    const read: AnyEnvelope[] = [];
    const {engine, journal, recovery} = await openBooks({
      dataDir,
      mind,
      segmentBytes: SEGMENT_BYTES,
      journalId: drawJournalId(),
      onEnvelope: line => read.push(line),
      checkpoint,
    });
    await journal.close();

    expect(JSON.stringify(read)).toBe(JSON.stringify(lines.slice(lastSeq)));
    expect(recovery).toMatchObject({journalId: '0011223344556677', lastSeq: lines.length, sealedSeq: lastSeq});
    expect(engine.state.seq).toBe(lines.length);
  });

  test('is kept in two copies of different age, and a draft that was left lying goes', async () => {
    const dataDir = await keep();
    const sealed = sealedSeqs(dataDir).slice(0, 4);
    mkdirSync(checkpointFolder(dataDir));
    writeFileSync(join(checkpointFolder(dataDir), 'checkpoint-000000000001.gz.1.draft'), 'half');
    writeFileSync(join(checkpointFolder(dataDir), 'notes.txt'), 'of somebody else');
    for (const lastSeq of sealed) await makeCheckpoint(setupOf(dataDir), lastSeq);

    expect(listCheckpoints(dataDir)).toEqual(sealed.slice(-2).toReversed());
    expect(readdirSync(checkpointFolder(dataDir))).toContain('notes.txt');
    expect(readdirSync(checkpointFolder(dataDir))).toHaveLength(3);
  });

  test('is not made of a segment that is not full', async () => {
    const dataDir = await keep();
    await expect(makeCheckpoint(setupOf(dataDir), lines.length)).rejects.toThrow('No segment of');
    expect(existsSync(checkpointFolder(dataDir))).toBe(false);
  });
});

describe('a checkpoint that cannot be used is passed over', () => {
  const two = async (): Promise<{dataDir: string; older: number; younger: number}> => {
    const dataDir = await keep();
    const [older = 0, younger = 0] = sealedSeqs(dataDir).slice(-2);
    for (const lastSeq of [older, younger]) await makeCheckpoint(setupOf(dataDir), lastSeq);

    return {dataDir, older, younger};
  };
  const fileOf = (dataDir: string, lastSeq: number): string =>
    join(checkpointFolder(dataDir), `checkpoint-${String(lastSeq).padStart(12, '0')}.gz`);

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['with a bit flipped', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 5_000 ? byte ^ 1 : byte)))],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: the one before it is taken', async (_what, spoil) => {
    const {dataDir, older, younger} = await two();
    writeFileSync(fileOf(dataDir, younger), spoil(readFileSync(fileOf(dataDir, younger))));
    const {checkpoint, unusable} = await findCheckpoint(setupOf(dataDir));

    expect(checkpoint?.position.lastSeq).toBe(older);
    expect(unusable).toEqual([expect.stringContaining(`The checkpoint at line ${younger} cannot be used`)]);
  });

  test('of other settings of the brain', async () => {
    const {dataDir} = await two();
    const brain = {...SETTINGS.brain, strategies: SETTINGS.brain.strategies.slice(1)};
    const {checkpoint, unusable} = await findCheckpoint(setupOf(dataDir, {...SETTINGS, brain}));

    expect(checkpoint).toBeNull();
    expect(unusable).toEqual([expect.stringContaining('settings of the brain'), expect.stringContaining('settings')]);
  });

  test('of another journal', async () => {
    const {dataDir} = await two();
    rmSync(join(dataDir, 'journal'), {recursive: true});
    const other = {segmentLimitBytes: SEGMENT_BYTES, journalId: '8899aabbccddeeff'};
    await keepLines(join(dataDir, 'journal'), lines, other);
    const {checkpoint, unusable} = await findCheckpoint(setupOf(dataDir));

    expect(checkpoint).toBeNull();
    expect(unusable.join()).toContain('the journal does not go on from there');
  });
});
