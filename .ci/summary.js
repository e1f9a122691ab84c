/** Says in one closing line how many tests passed and failed, from the numbers that vitest wrote; skipped tests make it fail. */
import {existsSync, readFileSync} from 'node:fs';

/** Characters of a failure shown here; the whole text stands where the test ran. */
const LONGEST_MESSAGE = 2000;
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

for (const {name, assertionResults} of testResults) {
  for (const {status, fullName, failureMessages = []} of assertionResults) {
    if (status === 'passed') continue;
    process.stdout.write(`${status}: ${name}: ${fullName}\n`);
    for (const text of failureMessages) process.stdout.write(`${text.slice(0, LONGEST_MESSAGE)}\n`);
  }
}
for (const {name, message} of broken) process.stdout.write(`not loaded: ${name}: ${message}\n`);
if (skipped > 0) process.stdout.write(`${skipped} skipped, which must not be.\n`);
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed + skipped > 0 ? 1 : 0;
