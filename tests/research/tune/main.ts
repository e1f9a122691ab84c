import {parseArgs} from 'node:util';
import {engineStudy} from './engineStudy.ts';
import {onEdge, onNoise, type Trust} from './honesty.ts';

/**
 * `npm run honesty`: how often search and gates take luck for an edge, and an edge for luck; results on stdout, talk on stderr.
 * With `--engine` through the whole bot, which takes minutes for each study.
 */

const USAGE = 'Usage: npm run honesty -- [--repeats N] [--trials N] [--engine] [--json]';
const LEAST_EDGES = 0.8;

const numberOf = (name: string, text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);

  throw new Error(`"--${name} ${text}": expected a whole number from 1 to 9999.\n${USAGE}`);
};

const lineOf = (name: string, {repeats, trials, passed, fewestFailures}: Trust): string =>
  `${name}: ${passed} of ${repeats} candidates passed after ${trials} trials each; at least ${fewestFailures} gates failed\n`;

const {values} = parseArgs({
  options: {
    repeats: {type: 'string', default: '20'},
    trials: {type: 'string', default: '200'},
    engine: {type: 'boolean', default: false},
    json: {type: 'boolean', default: false},
  },
});
const repeats = numberOf('repeats', values.repeats);
const trials = numberOf('trials', values.trials);
const say = (name: string) => (done: number) => void process.stderr.write(`${name}: ${done} of ${repeats}\n`);
const study = values.engine ? {study: engineStudy} : {};
const noise = await onNoise({repeats, trials, ...study, onDone: say('noise')});
const edge = await onEdge({repeats, trials, ...study, onDone: say('edge')});
const passed = noise.passed === 0 && edge.passed >= LEAST_EDGES * repeats;
process.stdout.write(
  values.json
    ? `${JSON.stringify({noise, edge, passed}, null, 2)}\n`
    : lineOf('noise', noise) + lineOf('planted edge', edge),
);
if (!passed) process.exitCode = 1;
