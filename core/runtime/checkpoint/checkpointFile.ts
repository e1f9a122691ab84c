import {readFile, rm} from 'node:fs/promises';
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';
import type {BrainSnapshot} from '../../brain/TradingBrain.ts';
import {decodeExact, encodeExact} from '../../domain/codec.ts';
import type {State} from '../../kernel/State.ts';
import type {CandleStoreSnapshot} from '../CandleStore.ts';
import type {JournalPosition} from '../journal/JournalProof.ts';
import {writeAtomically} from '../writeAtomically.ts';
import type {Checkpoint} from './Checkpoint.ts';

/** Rises when a file of before cannot be read any more. */
const FORMAT = 1;
/** The younger one, and one before it in case that it cannot be used. */
const KEPT = 2;
const FILE = /^checkpoint-(\d{12})\.gz$/;
/** A checkpoint, or the draft of one. */
const OURS = /^checkpoint-\d{12}\.gz(\.\d+\.draft)?$/;

type Header = {readonly format: number; readonly key: string; readonly position: JournalPosition};

export const checkpointFolder = (dataDir: string): string => join(dataDir, 'checkpoints');

/** Last lines of the checkpoints that are there, the youngest first. */
export const listCheckpoints = (dataDir: string): readonly number[] =>
  namesIn(checkpointFolder(dataDir))
    .flatMap(name => FILE.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);

type Content = Omit<Checkpoint, 'state'> & {readonly state: State};

/** Writes one file as a whole, gzip over four lines of JSON, and takes away what is older than the last two. */
export const writeCheckpoint = async (dataDir: string, key: string, content: Content): Promise<void> => {
  const {position, state, brain, candles} = content;
  const header: Header = {format: FORMAT, key, position};
  const lines = [JSON.stringify(header), encodeExact(state), JSON.stringify(brain), JSON.stringify(candles)];
  const folder = checkpointFolder(dataDir);
  mkdirSync(folder, {recursive: true, mode: 0o700});
  await writeAtomically(join(folder, nameOf(position.lastSeq)), await promisify(gzip)(lines.join('\n')));
  await prune(dataDir);
};

/** A string is why this one cannot be used. Rejects where the file cannot be read. */
export const readCheckpoint = async (dataDir: string, key: string, lastSeq: number): Promise<Checkpoint | string> => {
  const packed = await readFile(join(checkpointFolder(dataDir), nameOf(lastSeq)));
  const [header = '', state = '', brain = '', candles = ''] = (await promisify(gunzip)(packed)).toString().split('\n');
  const {format, key: writtenWith, position} = JSON.parse(header) as Header;
  if (format !== FORMAT) return `its format is ${format}, this version reads ${FORMAT}`;
  if (writtenWith !== key) return 'the code, the settings of the brain or the markets were others';

  return {
    position,
    state: () => decodeExact(state) as State,
    brain: JSON.parse(brain) as BrainSnapshot,
    candles: JSON.parse(candles) as CandleStoreSnapshot,
  };
};

const nameOf = (lastSeq: number): string => `checkpoint-${String(lastSeq).padStart(12, '0')}.gz`;

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Drafts of a writer that was stopped go, too: there is one writer at a time. */
const prune = async (dataDir: string): Promise<void> => {
  const folder = checkpointFolder(dataDir);
  const kept = new Set(listCheckpoints(dataDir).slice(0, KEPT).map(nameOf));
  for (const name of namesIn(folder))
    if (OURS.test(name) && !kept.has(name)) await rm(join(folder, name), {force: true});
};
