/** Says in one closing line how many tests passed and failed, from the numbers that vitest wrote; skipped tests make it fail. */
import {existsSync, readFileSync} from 'node:fs';

const file = process.argv[2] ?? '';

if (!existsSync(file)) {
  process.stdout.write('The tests wrote no result: they ended before their end.\n');
  process.exit(1);
}

const {
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests = 0,
  testResults,
} = JSON.parse(readFileSync(file, 'utf8'));
/** A file that cannot even be loaded has no tests to fail. */
const broken = testResults.filter(({status, assertionResults}) => status === 'failed' && assertionResults.length === 0);
const skipped = numPendingTests + numTodoTests;
const failed = numFailedTests + broken.length;

for (const {assertionResults} of testResults) {
  for (const {status, fullName} of assertionResults) {
    if (status !== 'passed' && status !== 'failed') process.stdout.write(`${status}: ${fullName}\n`);
  }
}
if (skipped > 0) process.stdout.write(`${skipped} skipped, which must not be.\n`);
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed + skipped > 0 ? 1 : 0;
