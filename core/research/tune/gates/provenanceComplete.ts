import {type Gate, share, verdictOf} from './Gate.ts';

const MOST_GAPS = 0.005;

const COMMIT = /^[0-9a-f]{40}$/;

/** A result that nobody can make again, or on data full of holes, says nothing. */
export const provenanceComplete: Gate = {
  name: 'provenance',
  title: 'Data, code, configuration and seed are known, and the data has few gaps',
  judge: ({provenance: {data, commit}}) =>
    verdictOf(
      data.gapShare <= MOST_GAPS && COMMIT.test(commit),
      `${share(data.gapShare)} gaps, commit ${commit}`,
      `gaps <= ${share(MOST_GAPS)}, a commit without local changes`,
    ),
};
