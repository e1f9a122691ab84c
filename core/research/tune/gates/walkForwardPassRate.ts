import {type Gate, share, verdictOf} from './Gate.ts';

const LEAST = 0.6;

/** Parameters that were chosen on the past have to earn in what came next, fold after fold. */
export const walkForwardPassRate: Gate = {
  name: 'walkForward',
  title: 'Folds that earn in the part that their choice did not see',
  judge: ({walkForward}) => {
    const earned = walkForward.filter(step => step !== null && step.testNet > 0).length;
    const rate = earned / walkForward.length;

    return verdictOf(rate >= LEAST, `${share(rate)} (${earned} of ${walkForward.length})`, `>= ${share(LEAST)}`);
  },
};
