import {type Gate, share, verdictOf} from './Gate.ts';

/** An edge that a little more slippage eats is none. */
export const expectancyAfterCosts: Gate = {
  name: 'expectancy',
  title: 'Mean net result of a trade on the holdout, also with costs x1.5',
  judge: ({holdout, dearer}) => {
    const [mean, dear] = [holdout.net / holdout.trades, dearer.net / dearer.trades];
    const value = holdout.trades === 0 ? null : `${share(mean)}, ${share(dear)} with costs x1.5`;

    return verdictOf(mean > 0 && dear > 0, value, '> 0 %, > 0 %');
  },
};
