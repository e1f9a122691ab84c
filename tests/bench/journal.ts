import {closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Envelope} from '../../core/domain/Envelope.ts';
import type {Journal} from '../../core/runtime/journal/Journal.ts';
import {openJournal} from '../../core/runtime/journal/openJournal.ts';
import {type Bench, summarize} from './BenchResult.ts';

const DATA = resolve(import.meta.dirname, '../../data');
const IN_FLIGHT = 100;
const GROUPED_EVENTS = 20_000;
const SINGLE_EVENTS = 200;
const LINES = 50_000;
/** What 200,000 lines a second leave for one line. */
const LINE_BUDGET = 5;

/**
 * The journal on the disk that holds `data/`, in interleaved rounds: group commit with 100 in flight against a write and
 * an fdatasync per event, and the cost of appending and of proving a line against a budget.
 */
export const journalBench: Bench = async count => {
  mkdirSync(DATA, {recursive: true});
  const directory = mkdtempSync(join(DATA, 'bench-journal-'));
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < count; round++) rounds.push(await measure(join(directory, String(round))));
  } finally {
    rmSync(directory, {recursive: true});
  }
  const unit = 'µs/event';
  const budget = 'budget for 200,000 lines/s';

  return [
    summarize(
      {name: 'journal: group commit, 100 in flight', unit, goal: 20, against: 'one fdatasync per event'},
      rounds.map(({grouped, single}) => ({ours: grouped, theirs: single})),
    ),
    summarize(
      {name: 'journal: append', unit, goal: 1, against: budget},
      rounds.map(({append}) => ({ours: append, theirs: LINE_BUDGET})),
    ),
    summarize(
      {name: 'journal: recovery', unit, goal: 1, against: budget},
      rounds.map(({recovery}) => ({ours: recovery, theirs: LINE_BUDGET})),
    ),
  ];
};

/** Microseconds per event. */
type Round = {readonly grouped: number; readonly single: number; readonly append: number; readonly recovery: number};

const measure = async (directory: string): Promise<Round> => ({
  grouped: await groupCommit(join(directory, 'grouped')),
  single: await perEvent(SINGLE_EVENTS, () => syncEach(join(directory, 'grouped', 'single.ndjson'))),
  append: await appendAll(join(directory, 'lines')),
  recovery: await perEvent(LINES, async () => (await openAt(join(directory, 'lines'))).close()),
});

const groupCommit = async (directory: string): Promise<number> => {
  const journal = await openAt(directory);
  let seq = 0;
  const client = async (): Promise<void> => {
    while (seq < GROUPED_EVENTS) {
      const mine = ++seq;
      journal.append([event(mine)]);
      await journal.durable(mine);
    }
  };
  const cost = await perEvent(GROUPED_EVENTS, () => Promise.all(Array.from({length: IN_FLIGHT}, client)));
  await journal.close();

  return cost;
};

const syncEach = (path: string): void => {
  const file = openSync(path, 'a');
  for (let seq = 1; seq <= SINGLE_EVENTS; seq++) {
    writeSync(file, `${JSON.stringify(event(seq))}\n`);
    fdatasyncSync(file);
  }
  closeSync(file);
};

const appendAll = async (directory: string): Promise<number> => {
  const journal = await openAt(directory);
  const cost = await perEvent(LINES, async () => {
    for (let seq = 1; seq <= LINES; seq++) {
      if (!journal.hasRoom()) await journal.commit();
      journal.append([event(seq)]);
    }
    await journal.commit();
  });
  await journal.close();

  return cost;
};

const openAt = async (directory: string): Promise<Journal> => {
  const {journal} = await openJournal({directory, journalId: '00112233aabbccdd', onEnvelope: () => {}});

  return journal;
};

const event = (seq: number): Envelope => ({
  seq,
  time: 1_700_000_000_000 + seq,
  cause: seq,
  type: 'CandleClosed',
  data: {symbol: 'BTC/USD', timeframe: '1m', open: '64000.12', high: '64010.5', low: '63990', close: '64001.1'},
});

const perEvent = async (events: number, work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();

  return ((performance.now() - start) * 1000) / events;
};
