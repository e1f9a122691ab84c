import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {floorFindings} from './floors.ts';
import {habitFindings, silencerFindings} from './habits.ts';
import {importFindings, isModule} from './importable.ts';
import {gitDangerFindings, machinePathFindings, topLevelFindings} from './layout.ts';
import {purityFindings} from './purity.ts';
import {readmeFindings, troubleFindings} from './readme.ts';
import {README_RUNNERS} from './readmeRunners.ts';
import {README_TROUBLES} from './readmeTroubles.ts';
import {REGISTERS, registerFindings} from './registers.ts';
import {longFunctions, medianLines, sizeFindings} from './sizes.ts';
import {readSources, repositoryPaths, ROOT} from './sources.ts';

const paths = repositoryPaths();
const code = readSources(paths.filter(path => /\.tsx?$/.test(path)));
const product = code.filter(({path}) => /^(core|brokers|indicators|dashboard\/src)\//.test(path));
const texts = readSources(
  paths.filter(path => /\.(tsx?|js|json|md|ya?ml|sh|css|html)$|^\.(ci|npmrc|gitignore)/.test(path)),
);

const readIfThere = (file: string): string | null =>
  existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : null;

describe('the house', () => {
  test('imports go down, and the page sees only what is meant for it', () => {
    expect(product.flatMap(floorFindings)).toEqual([]);
  });

  test('the two lower floors know no clock, no chance, no input and no output', () => {
    expect(product.flatMap(purityFindings)).toEqual([]);
  });

  test('nothing hides a mistake: no any, no !, no empty catch', () => {
    expect(code.flatMap(habitFindings)).toEqual([]);
  });

  test('no checker and no test is silenced', () => {
    const rules = /^tests\/house\//;
    expect(code.filter(({path}) => !rules.test(path)).flatMap(silencerFindings)).toEqual([]);
  });

  test.each(REGISTERS)('every member is in $index', register => {
    expect(registerFindings(product, register)).toEqual([]);
  });

  test('plain node can import every module', () => {
    expect(importFindings(paths.filter(isModule), ROOT)).toEqual([]);
  });

  test('the top level is the fixed list', () => {
    expect(topLevelFindings(paths)).toEqual([]);
  });

  test('no file is too long for one thing', () => {
    const long = product.flatMap(longFunctions);
    console.log(
      `${product.length} files, ${medianLines(product)} lines in the middle, ${long.length} functions over 70 lines`,
    );
    for (const place of long) console.log(place);

    expect(code.flatMap(sizeFindings)).toEqual([]);
  });

  test('nothing names a place of one machine', () => {
    expect(texts.flatMap(machinePathFindings)).toEqual([]);
  });

  test('no script rewrites history', () => {
    expect(texts.filter(({path}) => /\.(js|sh|ya?ml|json)$|^\.ci/.test(path)).flatMap(gitDangerFindings)).toEqual([]);
  });

  test('every command of the README is run by a test', () => {
    expect(readmeFindings(readIfThere('README.md') ?? '', README_RUNNERS, readIfThere)).toEqual([]);
  });

  test('each line of what happens when is held by a test', () => {
    expect(troubleFindings(readIfThere('README.md') ?? '', README_TROUBLES, readIfThere)).toEqual([]);
  });
});
