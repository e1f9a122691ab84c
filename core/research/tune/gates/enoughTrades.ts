import {type Gate, verdictOf} from './Gate.ts';

const LEAST = 100;
const THIN = 30;
const ROBUST = 300;

const bandOf = (trades: number): string => {
  if (trades < THIN) return 'TOO FEW';
  if (trades < LEAST) return 'THIN';

  return trades < ROBUST ? 'MEDIUM' : 'ROBUST';
};

/** A few trades can all be lucky. */
export const enoughTrades: Gate = {
  name: 'trades',
  title: 'Trades on the holdout',
  judge: ({holdout: {trades}}) => verdictOf(trades >= LEAST, `${trades} (${bandOf(trades)})`, `>= ${LEAST}`),
};
