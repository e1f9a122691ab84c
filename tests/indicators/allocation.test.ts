import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import {expect, test} from 'vitest';

/** Boxed numbers in a call that the compiler chose not to inline; an object or array per call would be several times that. */
const BYTES_PER_CALL = 24;

test('update and peek of every indicator allocate nothing to speak of', () => {
  const script = resolve(import.meta.dirname, 'measureAllocation.ts');
  const bytes = JSON.parse(execFileSync(process.execPath, [script], {encoding: 'utf8'})) as Record<string, number>;

  expect(bytes['update']).toBeLessThan(BYTES_PER_CALL);
  expect(bytes['peek']).toBeLessThan(BYTES_PER_CALL);
});
