import {foldJournal, type ReplayReport, verifyReplay} from '../../runtime/replay.ts';
import {EXIT} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, type Flag, JSON_FLAG} from '../Flags.ts';
import {count, duration} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {makeMinds} from '../makeMinds.ts';
import {openJournalFolder} from '../openJournalFolder.ts';
import {paintFor} from '../paint.ts';
import {Progress} from '../Progress.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

const VERIFY: Flag = {
  name: '--verify',
  value: null,
  about: 'run the engine again on the inputs and compare every line',
};

/** Folds a journal, and proves on demand that the engine would write it again. */
export const replay: Verb = {
  name: 'replay',
  summary: 'Folds the journal into a state; --verify proves that the engine writes it again byte for byte.',
  usage: ['replay', 'replay --verify --json'],
  flags: [VERIFY, DATA_DIR, JSON_FLAG],
  async run({flags, io}) {
    const {directory, roughLines} = openJournalFolder(findPlace(flags, io).dataDir);
    const isAudit = flags.has(VERIFY);
    const progress = new Progress({label: isAudit ? 'Replaying' : 'Folding', unit: 'lines', io});
    const onLine = ({seq}: {readonly seq: number}): void => progress.update(seq, roughLines);
    const begin = io.now();
    const report = isAudit ? await verifyReplay(directory, makeMinds(), onLine) : await foldJournal(directory, onLine);
    progress.finish();
    show(report, {io, isJson: flags.has(JSON_FLAG), ms: io.now() - begin});

    return report.equal === false ? EXIT.failed : EXIT.ok;
  },
};

type Showing = {readonly io: Io; readonly isJson: boolean; readonly ms: number};

const show = (report: ReplayReport, {io, isJson, ms}: Showing): void => {
  const {difference, ...rest} = report;
  if (isJson) return printJson(io, difference === null ? rest : report);
  const paint = paintFor(io.stdout, io);
  const verdict = {true: paint.good('yes'), false: paint.bad('no'), null: 'not asked (--verify)'}[String(rest.equal)];
  const rows = [
    ['events', count(rest.events)],
    ['inputs', count(rest.inputs)],
    ['state hash', rest.stateHash],
    ['equal', verdict ?? ''],
    ['took', duration(ms)],
  ];
  for (const line of table(rows)) printLine(io.stdout, line);
  if (difference === null) return;
  printLine(io.stdout, `The first line that differs is ${difference.seq}, written by commit ${difference.commit}:`);
  printLine(io.stdout, `  journal  ${difference.journal ?? '(no line)'}`);
  printLine(io.stdout, `  replayed ${difference.replayed ?? '(no line)'}`);
  printLine(
    io.stdout,
    'A journal proves itself under the code that wrote it: check that commit out before you suspect the bot.',
  );
};
