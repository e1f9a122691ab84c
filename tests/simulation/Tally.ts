import {createHash} from 'node:crypto';
import type {Catch} from './hunt.ts';
import type {Violation} from './oracle/Verdict.ts';
import type {RunReport} from './runScenario.ts';

const YEAR_MS = 31_557_600_000;

/** What `npm run simulate -- --json` prints. */
export type Summary = {
  readonly commit: string;
  readonly seeds: number;
  readonly from: number;
  readonly hours: number;
  readonly simulatedYears: number;
  readonly elapsedMs: number;
  /** Simulated time per real time. */
  readonly speed: number;
  readonly events: number;
  readonly crashes: number;
  readonly orders: number;
  readonly fills: number;
  readonly lines: number;
  /** Over the hashes of all seeds: the same commit, seeds and hours give the same one everywhere. */
  readonly hash: string;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly (Violation & {readonly seed: number; readonly file: string | null})[];
  readonly plantedBugs: {readonly planted: number; readonly caught: number; readonly catches: readonly Catch[]};
  readonly passed: boolean;
};

/** Adds up the reports of many seeds. */
export class Tally {
  readonly failed: RunReport[] = [];
  readonly #sums = {events: 0, crashes: 0, orders: 0, fills: 0, lines: 0, simulatedMs: 0};
  readonly #faults = new Map<string, number>();
  readonly #hashes = new Map<number, string>();
  count = 0;

  add(report: RunReport): void {
    this.count += 1;
    this.#hashes.set(report.seed, report.hash);
    for (const key of ['events', 'crashes', 'orders', 'fills', 'lines', 'simulatedMs'] as const)
      this.#sums[key] += report[key];
    for (const [name, count] of Object.entries(report.faults))
      this.#faults.set(name, (this.#faults.get(name) ?? 0) + count);
    if (report.violations.length > 0) this.failed.push(report);
  }

  summary(known: {
    readonly commit: string;
    readonly from: number;
    readonly hours: number;
    readonly elapsedMs: number;
    readonly files: ReadonlyMap<number, string>;
    readonly catches: readonly Catch[];
  }): Summary {
    const {simulatedMs, ...sums} = this.#sums;
    const {files, catches, ...rest} = known;
    const caught = catches.filter(({caughtBy}) => caughtBy !== null).length;

    return {
      ...rest,
      seeds: this.count,
      simulatedYears: Number((simulatedMs / YEAR_MS).toPrecision(4)),
      speed: Math.round(simulatedMs / Math.max(1, known.elapsedMs)),
      ...sums,
      hash: this.#hash(),
      faults: Object.fromEntries([...this.#faults].sort(([a], [b]) => (a < b ? -1 : 1))),
      violations: this.failed.flatMap(({seed, violations}) =>
        violations.map(violation => ({...violation, seed, file: files.get(seed) ?? null})),
      ),
      plantedBugs: {planted: catches.length, caught, catches},
      passed: this.failed.length === 0 && caught === catches.length,
    };
  }

  #hash(): string {
    const hash = createHash('sha256');
    for (const [seed, each] of [...this.#hashes].sort(([a], [b]) => a - b)) hash.update(`${seed} ${each}\n`);

    return hash.digest('hex');
  }
}
