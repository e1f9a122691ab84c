/** `npm run kill-loop`: kills the real bot beside a real exchange process and compares their books; the result on stdout, talk on stderr. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {cleanUp} from '../support/botProcess.ts';
import {KillLoop, type KillLoopResult} from './KillLoop.ts';

const BOOKS_WITHIN_MS = 10_000;
const RECONCILED_WITHIN_MS = 10_000;
const REPORT_EVERY = 10;

const {values} = parseArgs({options: {count: {type: 'string'}, seed: {type: 'string'}, json: {type: 'boolean'}}});
const {count = '200', seed = '1', json = false} = values;
if (!/^[1-9]\d{0,5}$/.test(count) || !/^\d{1,9}$/.test(seed))
  throw new Error('Usage: npm run kill-loop -- [--count N] [--seed S] [--json], both whole numbers.');

const isGood = ({violations, reconciledMs}: KillLoopResult): boolean =>
  violations.length === 0 && reconciledMs.p99 <= RECONCILED_WITHIN_MS;

/** Kept where something went wrong, so that it can be looked at. */
const folder = mkdtempSync(join(tmpdir(), 'ogz-kill-loop-'));
let isToBeKept = true;
try {
  const result = await new KillLoop({
    count: Number(count),
    seed: Number(seed),
    dataDir: join(folder, 'data'),
    booksWithinMs: BOOKS_WITHIN_MS,
    onKill: kill => {
      if (kill % REPORT_EVERY === 0) process.stderr.write(`${kill} of ${count} kills\n`);
    },
  }).run();
  process.stdout.write(
    json
      ? `${JSON.stringify(result)}\n`
      : `${Object.entries(result)
          .map(([name, value]) => `${name.padEnd(20)} ${JSON.stringify(value)}`)
          .join('\n')}\n`,
  );
  isToBeKept = !isGood(result);
  process.exitCode = isToBeKept ? 1 : 0;
} finally {
  await cleanUp();
  if (isToBeKept) process.stderr.write(`Journal and ledger are kept in ${folder}\n`);
  else rmSync(folder, {recursive: true, force: true});
}
