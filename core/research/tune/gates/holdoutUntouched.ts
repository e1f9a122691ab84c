import {type Gate, verdictOf} from './Gate.ts';

/** What an earlier study searched may be in the configuration by now: the holdout would test what was fitted to it. */
export const holdoutUntouched: Gate = {
  name: 'untouched',
  title: 'Earlier studies that searched a part of the holdout',
  judge: ({searchedBy}) =>
    verdictOf(searchedBy.length === 0, searchedBy.length === 0 ? 'none' : searchedBy.join(', '), 'none'),
};
