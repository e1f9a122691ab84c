import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Summary} from './Tally.ts';

type Entry = {
  readonly commit: string;
  readonly seeds: number;
  readonly simulatedYears: number;
  readonly crashes: number;
  readonly orders: number;
  readonly violations: number;
};

const FILE = resolve(import.meta.dirname, '../../ops/simulation-ledger.json');

/** Adds a run to what has been simulated so far, by commit. */
export const addToLedger = ({commit, seeds, simulatedYears, crashes, orders, violations}: Summary): string => {
  const known: readonly Entry[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).runs : [];
  const before = known.find(entry => entry.commit === commit);
  const entry: Entry = {
    commit,
    seeds: seeds + (before?.seeds ?? 0),
    simulatedYears: Number((simulatedYears + (before?.simulatedYears ?? 0)).toPrecision(4)),
    crashes: crashes + (before?.crashes ?? 0),
    orders: orders + (before?.orders ?? 0),
    violations: violations.length + (before?.violations ?? 0),
  };
  const runs = [...known.filter(other => other.commit !== commit), entry];
  const total = (key: 'seeds' | 'simulatedYears'): number =>
    Number(runs.reduce((sum, run) => sum + run[key], 0).toPrecision(6));
  writeFileSync(
    FILE,
    `${JSON.stringify({seeds: total('seeds'), simulatedYears: total('simulatedYears'), runs}, null, 2)}\n`,
  );

  return FILE;
};
