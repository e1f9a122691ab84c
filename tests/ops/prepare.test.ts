import {existsSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {Clone, lock} from './support.ts';

describe('packages', () => {
  test('a fresh clone gets exactly what the lock file says, and shows that it works on it', () => {
    const clone = new Clone();
    const {code, talk} = clone.prepare();

    expect(code).toBe(0);
    expect(clone.calls()).toEqual(['ci --no-audit --no-fund --loglevel=error']);
    expect(talk).toMatch(
      /^Installing packages \(npm ci\) \.\.\.\n.*Installing packages \(npm ci\): done in \d+\.\d s\n$/s,
    );
  });

  test('where all is in place nothing is said or done', () => {
    const clone = new Clone();
    clone.prepare();

    expect(clone.prepare()).toEqual({code: 0, talk: ''});
    expect(clone.calls()).toHaveLength(1);
  });

  test.each([
    ['the lock file asks for another version', (clone: Clone) => clone.write('package-lock.json', lock('2.0.0'))],
    ['an install was broken off', (clone: Clone) => rmSync(join(clone.root, 'node_modules/.package-lock.json'))],
    ['the pinned node is gone', (clone: Clone) => rmSync(join(clone.root, 'node_modules/.bin/node'))],
  ])('it installs again when %s', (_, damage) => {
    const clone = new Clone();
    clone.prepare();
    damage(clone);

    expect(clone.prepare().code).toBe(0);
    expect(clone.calls()).toHaveLength(2);
  });

  test.each([
    ['npm error code ENOTFOUND registry', 75, 'The npm registry cannot be reached.'],
    ['npm error code ENOSPC', 1, 'The disk is full.'],
    ['npm error code EACCES', 1, 'The folder cannot be written to.'],
    ['npm error code EUSAGE', 1, 'package.json and package-lock.json do not belong together.'],
    ['npm error something new', 1, 'npm ci failed; its own words are above.'],
  ])('%s is explained', (words, exitCode, text) => {
    const clone = new Clone();
    clone.write('npm-fails', words);
    const {code, talk} = clone.prepare();

    expect(code).toBe(exitCode);
    expect(talk).toContain(words);
    expect(talk).toContain(text);
  });
});

describe('the page', () => {
  test('is built once, and again when a source has changed', () => {
    const clone = new Clone();
    clone.prepare('--dashboard');
    clone.prepare('--dashboard');
    expect(clone.calls().filter(call => call.startsWith('vite'))).toEqual(['vite build dashboard --logLevel warn']);

    clone.write('core/domain/New.ts', 'export {};');
    expect(clone.prepare('--dashboard').talk).toMatch(/^Building the dashboard \(vite\) \.\.\.\n.*done in/);
    expect(clone.calls().filter(call => call.startsWith('vite'))).toHaveLength(2);
  });

  test('a failed build ends with code 1 and is tried again', () => {
    const clone = new Clone();
    clone.write('vite-fails', '');

    expect(clone.prepare('--dashboard')).toMatchObject({code: 1, talk: expect.stringContaining('could not be built')});
    rmSync(join(clone.root, 'vite-fails'));
    expect(clone.prepare('--dashboard').code).toBe(0);
    expect(existsSync(join(clone.root, 'dashboard/dist'))).toBe(true);
  });
});
