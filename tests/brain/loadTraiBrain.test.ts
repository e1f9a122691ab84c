import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {STRATEGIES} from '../../core/brain/strategies/index.ts';
import {loadTraiBrain, traiBrainLoads} from '../../core/runtime/loadTraiBrain.ts';
import {STATIC_BRAIN, STATIC_BRAIN_PATH} from './brains.ts';

const directory = mkdtempSync(join(tmpdir(), 'trai-brain-'));
const path = join(directory, 'trai-brain.json');

afterAll(() => rmSync(directory, {recursive: true}));

const load = (content: unknown): unknown => {
  writeFileSync(path, JSON.stringify(content));

  return loadTraiBrain(path);
};

it('reads the brain that is shipped, which knows every strategy, and counts the load', () => {
  const before = traiBrainLoads();
  const brain = loadTraiBrain(STATIC_BRAIN_PATH);

  expect(Object.keys(brain.priors).sort()).toEqual(STRATEGIES.map(({name}) => name).sort());
  expect(traiBrainLoads()).toBe(before + 1);
});

it('names everything that is wrong at once', () => {
  const {promoteAt: _, ...rest} = STATIC_BRAIN;
  const wrong = {...rest, unknownPrior: 2, minimumTargetToFees: -1, mood: 'good'};

  expect(() => load(wrong)).toThrow(/promoteAt/);
  expect(() => load(wrong)).toThrow(/\/unknownPrior must be <= 1/);
  expect(() => load(wrong)).toThrow(/\/minimumTargetToFees must be >= 0/);
  expect(() => load(wrong)).toThrow(/mood/);
});

it('refuses priors that are not complete', () => {
  expect(() => load({...STATIC_BRAIN, priors: {macdTrend: {withTrend: 0.5}}})).toThrow(
    /\/priors\/macdTrend must have required property 'againstTrend'/,
  );
});

it('says which file is missing', () => {
  expect(() => loadTraiBrain(join(directory, 'none.json'))).toThrow(/none\.json/);
});
