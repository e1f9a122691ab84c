import {createHash, randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {failClosed} from '../brain/failClosed.ts';
import type {AnyEnvelope} from '../domain/Event.ts';
import {Engine} from '../kernel/Engine.ts';
import type {Mind} from '../kernel/Mind.ts';
import type {Checkpoint} from './checkpoint/Checkpoint.ts';
import type {Disk} from './journal/Disk.ts';
import type {Journal} from './journal/Journal.ts';
import {openJournal, type Recovery} from './journal/openJournal.ts';
import type {StepJournal} from './TradingLoop.ts';

export type Books = {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly recovery: Recovery;
};

export const journalDirectory = (dataDir: string): string => join(dataDir, 'journal');

type Options = {
  readonly dataDir: string;
  readonly mind: Mind;
  readonly segmentBytes: number;
  /** Identity of a new journal: given, so that a replay writes the same bytes every time, or drawn by lot. */
  readonly journalId: string;
  readonly onEnvelope: (envelope: AnyEnvelope) => void;
  /** What is known already of the journal's beginning; `mind` has taken it up. */
  readonly checkpoint?: Checkpoint | null;
  /** Other than the machine's own. */
  readonly disk?: Disk | undefined;
};

/** Opens the journal and folds every line of it, after the checkpoint if there is one: recovery and an ordinary start are the same code. */
export const openBooks = async ({
  dataDir,
  mind,
  segmentBytes,
  journalId,
  onEnvelope,
  checkpoint = null,
  disk,
}: Options): Promise<Books> => {
  const engine = new Engine(failClosed(mind), checkpoint?.state());
  const {journal, recovery} = await openJournal({
    directory: journalDirectory(dataDir),
    journalId,
    segmentLimitBytes: segmentBytes,
    ...(disk === undefined ? {} : {disk}),
    ...(checkpoint === null ? {} : {after: checkpoint.position}),
    onEnvelope: line => {
      const envelope = line as AnyEnvelope;
      engine.recover(envelope);
      onEnvelope(envelope);
    },
  });

  return {engine, journal, recovery};
};

export const drawJournalId = (): string => randomBytes(8).toString('hex');

/** The same market and settings give the same journal, byte for byte. */
export const derivedJournalId = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

/** The journal as the loop sees it: null where a line is durable already. */
export const stepJournal = (journal: Journal, onCommit: (seconds: number) => void): StepJournal => ({
  append: step => journal.append(step),
  hasRoom: () => journal.hasRoom(),
  durable: seq => {
    if (journal.status().durableSeq >= seq) return null;
    const from = performance.now();

    return journal.durable(seq).then(() => onCommit((performance.now() - from) / 1_000));
  },
});
