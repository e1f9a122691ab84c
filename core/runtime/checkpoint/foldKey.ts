import {createHash} from 'node:crypto';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {FoldSetup} from './Checkpoint.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Everything that turns lines into knowledge. */
const FOLDING = [
  'core/{brain,domain,kernel,risk}/**/*.ts',
  'indicators/**/*.ts',
  'core/runtime/{makeMind,CandleStore}.ts',
];

/** Two folds of the same lines with the same key know the same: it changes with the code, the brain's settings and the markets. */
export const foldKey = ({settings, symbols, base}: FoldSetup): string => {
  const hash = createHash('sha256').update(JSON.stringify([settings.brain, settings.timeframe, symbols, base]));
  for (const file of globSync(FOLDING, {cwd: ROOT}).toSorted()) {
    hash.update(`${file}\n`);
    hash.update(readFileSync(join(ROOT, file)));
  }

  return hash.digest('hex');
};
