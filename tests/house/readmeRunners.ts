import type {Runner} from './readme.ts';

/** Which test runs which command of the README. */
export const README_RUNNERS: Readonly<Record<string, Runner>> = {
  'npm start': {file: 'tests/smoke/freshClone.test.ts', test: 'npm start'},
  'npm start -- --market replay --data data/examples/sim_BTCUSD_1m.csv.gz --speed max': {
    file: 'tests/smoke/readme.test.ts',
    test: 'npm start -- --market replay',
  },
  'npm start -- --market kraken-sim': {
    file: 'tests/process/krakenSim.test.ts',
    test: 'npm start -- --market kraken-sim',
  },
  'npm run kill-loop -- --count 200 --json': {file: 'tests/killLoop/killLoop.test.ts', test: 'npm run kill-loop'},
  'npm run simulate -- --seeds 1000 --hours 1 --json': {
    file: 'tests/simulation/simulation.test.ts',
    test: 'npm run simulate',
  },
  'npx ogz backtest --data data/examples/sim_BTCUSD_1m.csv.gz --json': {
    file: 'tests/smoke/readme.test.ts',
    test: 'npx ogz backtest',
  },
  'npx pm2 start ecosystem.config.js': {file: 'tests/process/pm2.test.ts', test: 'ecosystem.config.js'},
  'npm run bench -- --json': {file: '.ci/run', test: 'npm run bench -- --json'},
  'npm test': {file: '.ci/run', test: 'npm test'},
  'npm run check': {file: '.ci/run', test: 'npm run check'},
};
