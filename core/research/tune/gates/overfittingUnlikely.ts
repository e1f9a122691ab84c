import {type Gate, ratio, verdictOf} from './Gate.ts';

const MOST = 0.2;

/** How often the best of one half of the time is no better than the middle in the other half. */
export const overfittingUnlikely: Gate = {
  name: 'pbo',
  title: 'Probability of backtest overfitting over the trials that cover the space evenly',
  judge: ({overfitting}) =>
    verdictOf((overfitting?.probability ?? 1) < MOST, ratio(overfitting?.probability ?? null), `< ${MOST}`),
};
