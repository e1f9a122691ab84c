import {availableParallelism} from 'node:os';
import {parseArgs} from 'node:util';
import {headCommit} from '../../core/runtime/headCommit.ts';
import {drawScenario} from './drawScenario.ts';
import {huntAll} from './hunt.ts';
import {addToLedger} from './ledger.ts';
import {quietDays} from './quiet.ts';
import type {RunReport} from './runScenario.ts';
import {shrink} from './shrink.ts';
import {storeSeed} from './storedSeeds.ts';
import {type Summary, Tally} from './Tally.ts';
import {Threads} from './Threads.ts';

const HOUR_MS = 3_600_000;
/** Planted bugs are looked for in so many seeds of this length. */
const HUNT_SEEDS = 40;
const HUNT_MS = 1_200_000;
/** Failures that are made small before the command ends. */
const MOST_SHRUNK = 3;
const USAGE = `Usage: npm run simulate -- [--seeds N] [--hours H] [--from SEED] [--no-bugs] [--no-keep] [--quiet-days D] [--ledger] [--json]
Plays the whole bot against the simulated exchange in virtual time, with faults of every kind, and checks its promises after every step.
To play one seed again: npm run simulate -- --from SEED --seeds 1 --hours H --no-bugs`;

type Arguments = {
  readonly seeds: number;
  readonly hours: number;
  readonly from: number;
  readonly quiet: number;
  readonly bugs: boolean;
  readonly keep: boolean;
  readonly ledger: boolean;
  readonly json: boolean;
};

const readArguments = (): Arguments => {
  const {values} = parseArgs({
    allowNegative: true,
    options: {
      seeds: {type: 'string', default: '100'},
      hours: {type: 'string', default: '1'},
      from: {type: 'string', default: '1'},
      'quiet-days': {type: 'string', default: '0'},
      bugs: {type: 'boolean', default: true},
      keep: {type: 'boolean', default: true},
      ledger: {type: 'boolean', default: false},
      json: {type: 'boolean', default: false},
    },
  });
  const {bugs, keep, ledger, json} = values;
  const read = (name: 'seeds' | 'hours' | 'from' | 'quiet-days', least: number): number => {
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= least) return value;
    throw new RangeError(`"--${name} ${values[name]}": expected a number from ${least} on.`);
  };

  return {
    seeds: Math.floor(read('seeds', 1)),
    hours: read('hours', 0.01),
    from: Math.floor(read('from', 0)),
    quiet: read('quiet-days', 0),
    bugs,
    keep,
    ledger,
    json,
  };
};

/** `npm run simulate`: results on stdout, talk on stderr; exit 1 when a promise broke or a planted bug got away. */
const main = async (asked: Arguments): Promise<boolean> => {
  const threads = new Threads(availableParallelism());
  try {
    const quiet = asked.quiet > 0 ? await quietDays(threads, asked.quiet) : null;
    const summary = await simulate(threads, asked);
    if (asked.ledger) say(`Counted in ${addToLedger(summary)}.`);
    const result = quiet === null ? summary : {...summary, quiet};
    process.stdout.write(asked.json ? `${JSON.stringify(result, null, 2)}\n` : table(summary));

    return summary.passed && (quiet === null || quiet.falseAlarms === 0);
  } finally {
    await threads.close();
  }
};

const simulate = async (threads: Threads, {seeds, hours, from, bugs, keep}: Arguments): Promise<Summary> => {
  const tally = new Tally();
  const horizonMs = Math.round(hours * HOUR_MS);
  const began = performance.now();
  const progress = new Progress(seeds, began);
  await Promise.all(
    Array.from({length: seeds}, async (_, index) => {
      const report = await threads.play({seed: from + index, horizonMs});
      tally.add(report);
      progress.tell(tally.count, tally.failed.length);
    }),
  );
  const elapsedMs = Math.round(performance.now() - began);
  const files = await keepFailures(threads, keep ? tally.failed : [], horizonMs);
  const hunt = {threads, from: 1, seeds: HUNT_SEEDS, horizonMs: HUNT_MS};
  const catches = bugs
    ? await huntAll(hunt, ({bug, caughtBy}) => say(`${caughtBy === null ? 'GOT AWAY' : 'caught'}: ${bug}`))
    : [];

  return tally.summary({commit: headCommit(), from, hours, elapsedMs, files, catches});
};

const keepFailures = async (
  threads: Threads,
  failed: readonly RunReport[],
  horizonMs: number,
): Promise<ReadonlyMap<number, string>> => {
  const files = new Map<number, string>();
  for (const {seed, violations} of failed.slice(0, MOST_SHRUNK)) {
    const [first] = violations;
    if (first === undefined) continue;
    say(`Seed ${seed} broke ${first.rule}: ${first.text}. Making it small …`);
    const scenario = await shrink(drawScenario(seed, horizonMs), first.rule, candidate =>
      threads.play({seed, horizonMs, scenario: candidate}),
    );
    files.set(seed, storeSeed({rule: first.rule, text: first.text, fixedBy: null, scenario}));
  }

  return files;
};

/** One line on stderr: on a terminal it stays one, elsewhere a line now and then. */
class Progress {
  readonly #total: number;
  readonly #began: number;
  #toldAt = 0;

  constructor(total: number, began: number) {
    this.#total = total;
    this.#began = began;
  }

  tell(done: number, failed: number): void {
    const {isTTY} = process.stderr;
    const now = performance.now();
    if (done < this.#total && now - this.#toldAt < (isTTY ? 200 : 10_000)) return;
    this.#toldAt = now;
    const rate = done / ((now - this.#began) / 1_000);
    const left = Math.round((this.#total - done) / rate);
    const line = `${done}/${this.#total} seeds, ${rate.toFixed(1)}/s, ${left} s left, ${failed} failed`;
    process.stderr.write(isTTY && done < this.#total ? `\r\u001b[K${line}` : `${isTTY ? '\r\u001b[K' : ''}${line}\n`);
  }
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const table = ({violations, plantedBugs, faults, ...figures}: Summary): string =>
  [
    ...Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${value}`),
    ...Object.entries(faults).map(([name, count]) => `fault ${name.padEnd(32)} ${count}`),
    `planted bugs     ${plantedBugs.caught} of ${plantedBugs.planted} caught`,
    ...plantedBugs.catches.map(({bug, breaks, caughtBy}) =>
      caughtBy === null
        ? `  GOT AWAY ${breaks} ${bug}`
        : `  seed ${caughtBy.seed}: ${bug} (${breaks}) by ${caughtBy.rule}`,
    ),
    ...violations.map(({seed, rule, text, file}) => `VIOLATION seed ${seed} ${rule}: ${text} ${file ?? ''}`),
    '',
  ].join('\n');

try {
  const passed = await main(readArguments());
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
}
