import {cpus, loadavg, totalmem} from 'node:os';
import {parseArgs} from 'node:util';
import {allocationBench} from './allocation.ts';
import {backtestBench} from './backtest.ts';
import type {Bench, BenchResult} from './BenchResult.ts';
import {indicatorsBench} from './indicators.ts';
import {journalBench} from './journal.ts';
import {loopbackBench} from './loopback.ts';
import {ticksBench} from './ticks.ts';
import {tuningBench} from './tuning.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  indicators: indicatorsBench,
  journal: journalBench,
  ticks: ticksBench,
  allocation: allocationBench,
  backtest: backtestBench,
  tuning: tuningBench,
  loopback: loopbackBench,
};

const ROUNDS = 9;
const USAGE = 'Usage: npm run bench -- [--only NAME] [--rounds N] [--json]';

/** `npm run bench`: measures ours beside its rivals on this machine; results on stdout, talk on stderr. */
const main = async (): Promise<void> => {
  const {only, json, rounds} = readArguments();
  const names = Object.keys(BENCHES).filter(name => only === undefined || name === only);
  const results = [];
  for (const name of names) {
    process.stderr.write(`${name}: ${rounds} rounds …\n`);
    for (const result of (await BENCHES[name]?.(rounds)) ?? []) results.push(judge(result));
  }
  process.stdout.write(json ? `${JSON.stringify({machine: machine(), results}, null, 2)}\n` : table(results));
};

const readArguments = (): {only: string | undefined; json: boolean; rounds: number} => {
  const {values} = parseArgs({
    options: {only: {type: 'string'}, json: {type: 'boolean'}, rounds: {type: 'string'}},
  });
  const {only, json = false, rounds = String(ROUNDS)} = values;
  if (only !== undefined && !(only in BENCHES)) {
    throw new Error(`Unknown bench "${only}". Known: ${Object.keys(BENCHES).join(', ')}.`);
  }
  if (!/^[1-9]\d{0,2}$/.test(rounds)) throw new Error(`"--rounds ${rounds}": expected a whole number from 1 to 999.`);

  return {only, json, rounds: Number(rounds)};
};

type Judged = BenchResult & {readonly passed: boolean};

const judge = (result: BenchResult): Judged => ({
  ...result,
  ours: rounded(result.ours),
  theirs: rounded(result.theirs),
  ratio: rounded(result.ratio),
  goal: rounded(result.goal),
  passed: result.ratio >= result.goal,
});

const rounded = (value: number): number => Number(value.toPrecision(4));

const machine = () => ({
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  load: loadavg()[0] ?? 0,
});

const table = (results: readonly Judged[]): string => {
  const lines = results.map(({name, ours, theirs, unit, ratio, goal, passed, against, candlesPerSecond}) =>
    [
      passed ? 'ok    ' : 'MISSED',
      name.padEnd(36),
      `${ours} ${unit}`.padStart(18),
      `${theirs}`.padStart(10),
      `${ratio}x`.padStart(9),
      `(goal ${goal}x)`.padEnd(15),
      candlesPerSecond === undefined ? against : `${candlesPerSecond} candles/s; ${against}`,
    ].join(' '),
  );

  return `${lines.join('\n')}\n`;
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exitCode = 2;
}
