import type {StudyResult} from '../../research/tune/records/StudyResult.ts';
import {count} from '../format.ts';
import {table} from '../table.ts';

const NO_CANDIDATE = 'none: no trial had enough trades in every fold; it takes a longer file, or a lower --min-trades';

/** A study's result for people. */
export const resultLines = (result: StudyResult, reportPath: string): string[] => {
  const {run, candidate, configured, trials, provenance, gates, passed} = result;
  const paramsOf = (params: Readonly<Record<string, number>>): string =>
    Object.entries(params)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');

  return [
    ...table([
      ['study', run],
      ['trials', `${count(trials.made)}, of which ${count(trials.counted)} had enough trades in every fold`],
      ['ever made on this data', count(provenance.ledgerTrials)],
      ['configured', `${paramsOf(configured.params)}; score ${scoreText(configured.score)}`],
      [
        'candidate',
        candidate === null ? NO_CANDIDATE : `${paramsOf(candidate.params)}; score ${scoreText(candidate.score)}`,
      ],
    ]),
    ...table(gates.map(({name, status, value, limit}) => [`  ${status.replace('_', ' ')}`, name, value, limit])),
    passed ? 'Every gate was passed.' : 'Not fit to be promoted.',
    reportPath,
  ];
};

const scoreText = (score: number | null): string => (score === null ? 'does not count' : score.toFixed(3));
