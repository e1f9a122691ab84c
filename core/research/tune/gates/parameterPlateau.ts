import {type Gate, ratio, verdictOf} from './Gate.ts';

const KEPT = 0.7;

/** A peak is luck, a plateau may be an edge: one step aside most of the score has to be left. */
export const parameterPlateau: Gate = {
  name: 'plateau',
  title: 'Share of the score that the neighbours one step away keep',
  judge: ({score, neighbourScores}) => {
    const kept = Math.min(...neighbourScores) / score;
    const isJudged = score > 0 && neighbourScores.length > 0;

    return verdictOf(isJudged && kept >= KEPT, isJudged ? ratio(kept) : null, `>= ${KEPT}, of a score above 0`);
  },
};
