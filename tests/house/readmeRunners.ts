import type {Runner} from './readme.ts';

/** Which test runs which command of the README. */
export const README_RUNNERS: Readonly<Record<string, Runner>> = {
  'npm start': {file: 'tests/smoke/freshClone.test.ts', test: 'npm start'},
  'npm test': {file: '.ci/run', test: 'npm test'},
  'npm run check': {file: '.ci/run', test: 'npm run check'},
};
