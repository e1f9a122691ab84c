import {UsageError} from '../../config/problems.ts';
import type {ExitCode} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {RUN_FLAGS} from '../runFlags.ts';
import {listTunings} from '../tune/list.ts';
import {reportTuning} from '../tune/report.ts';
import {rollBackChampion} from '../tune/rollback.ts';
import {runTuning, SEARCH_FLAGS} from '../tune/run.ts';
import {unknownName} from '../unknownName.ts';
import type {Invocation, Verb} from '../Verb.ts';

const ACTIONS: Readonly<Record<string, (invocation: Invocation) => Promise<ExitCode>>> = {
  run: runTuning,
  report: reportTuning,
  list: listTunings,
  rollback: rollBackChampion,
};

const MOST_WORDS = 2;

/** Searches parameters and judges what was found. */
export const tune: Verb = {
  name: 'tune',
  summary: 'Searches the parameters of a strategy, walk-forward, and holds the best against every gate.',
  usage: [
    'tune run --strategy donchianTrend --data FILE.csv.gz --trials 60 --seed 1 --workers 2',
    'tune report STUDY [--json]',
    'tune list [--json]',
    'tune rollback STRATEGY [--json]',
  ],
  flags: [...RUN_FLAGS, ...SEARCH_FLAGS, JSON_FLAG],
  mostWords: MOST_WORDS,
  run(invocation) {
    const [name] = invocation.flags.words;
    const known = Object.keys(ACTIONS);
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action !== undefined) return action(invocation);
    if (name === undefined) throw new UsageError(`ogz tune needs a word after it: ${known.join(', ')}.`);

    throw unknownName('word after tune', name, known);
  },
};
