import {type Gate, ratio, verdictOf} from './Gate.ts';

const LEAST = 1.15;

/** What the winners brought over what the losers cost. */
export const profitFactorHolds: Gate = {
  name: 'profitFactor',
  title: 'Profit factor on the holdout',
  judge: ({holdout: {won, lost}}) => verdictOf(won > LEAST * lost, ratio(won / lost), `> ${LEAST}`),
};
