import {parseArgs} from 'node:util';
import {type FaultedRun, runFaulted} from './faultedWorld.ts';

const PER_WORLD = 1_000;

/** `npm run faulted-orders -- --orders 10000 --json`: orders under faults in virtual time, and every difference from the venue's own ledger. */
const {values} = parseArgs({
  options: {
    orders: {type: 'string', default: '10000'},
    seed: {type: 'string', default: '1'},
    adapter: {type: 'string', default: 'kraken'},
    json: {type: 'boolean'},
  },
});
const wanted = Number(values.orders);
const firstSeed = Number(values.seed);
const {adapter} = values;
if (
  !Number.isSafeInteger(wanted) ||
  wanted < 1 ||
  !Number.isSafeInteger(firstSeed) ||
  (adapter !== 'kraken' && adapter !== 'ccxt')
) {
  process.stderr.write(
    'Usage: npm run faulted-orders -- [--orders 10000] [--seed 1] [--adapter kraken|ccxt] [--json]\n',
  );
  process.exit(2);
}

const addCounts = (
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> => {
  const sums = {...a};
  for (const [key, count] of Object.entries(b)) sums[key] = (sums[key] ?? 0) + count;

  return sums;
};

const join = (a: FaultedRun, b: FaultedRun): FaultedRun => ({
  orders: a.orders + b.orders,
  fills: a.fills + b.fills,
  faults: a.faults + b.faults,
  virtualSeconds: a.virtualSeconds + b.virtualSeconds,
  ends: addCounts(a.ends, b.ends),
  refusals: addCounts(a.refusals, b.refusals),
  differences: [...a.differences, ...b.differences],
});

const started = performance.now();
let total: FaultedRun | null = null;
for (let seed = firstSeed, left = wanted; left > 0; seed += 1, left -= PER_WORLD) {
  const run = await runFaulted({adapter, seed, orders: Math.min(left, PER_WORLD)});
  for (const difference of run.differences) process.stderr.write(`seed ${seed}: ${difference}\n`);
  total = total === null ? run : join(total, run);
  process.stderr.write(`${total.orders} of ${wanted} orders, ${total.differences.length} differences\n`);
}
const report = {...total, elapsedMs: Math.round(performance.now() - started)};
process.stdout.write(`${values.json === true ? JSON.stringify(report) : JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.differences?.length === 0 ? 0 : 1;
