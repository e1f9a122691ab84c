import {bug, type PlantedBug} from './PlantedBug.ts';
import {wrongDisk, wrongEngine, wrongFile} from './seams.ts';

/** Mistakes in how lines become durable, and how a life goes on from them. */
export const JOURNAL_BUGS: readonly PlantedBug[] = [
  bug('orders leave before their line is durable', 'I-14', () => ({
    journal: journal => ({
      append: step => journal.append(step),
      hasRoom: () => journal.hasRoom(),
      durable: () => null,
    }),
  })),
  bug('no fsync', 'I-14', () => ({disk: wrongFile(() => ({datasync: async () => {}}))})),
  bug('a failed fsync is tried again', 'I-18', () => ({
    disk: wrongFile(file => ({datasync: () => file.datasync().catch(() => file.datasync())})),
  })),
  bug('a failed write is swallowed', 'I-18', () => ({
    disk: wrongFile(file => ({write: bytes => file.write(bytes).catch(() => {})})),
  })),
  bug('the torn tail is not cut', 'I-17', () => ({disk: wrongDisk({truncate: async () => {}})})),
  bug('two runs share an epoch', 'I-13', () => ({run: run => ({...run, epoch: 1})})),
  bug('something is known that no line says', 'I-16', () => ({
    engine: wrongEngine({
      after: state => {
        state.funnel.sent += 1;
      },
    }),
  })),
  bug('time comes from the wall clock', 'I-30', () => ({
    engine: wrongEngine({
      after: state => {
        state.time = Date.now();
      },
    }),
  })),
];
