import {type Gate, ratio, verdictOf} from './Gate.ts';

const LEAST = 0.95;

/** The best of many trials looks good by luck; every trial ever made on this data counts. */
export const deflatedSharpeHigh: Gate = {
  name: 'deflatedSharpe',
  title: 'Deflated Sharpe ratio, counting every trial ever made on this data',
  judge: ({deflatedSharpe, provenance: {ledgerTrials}}) => {
    const value = ratio(deflatedSharpe);

    return verdictOf(
      (deflatedSharpe ?? 0) > LEAST,
      value === null ? null : `${value} after ${ledgerTrials} trials`,
      `> ${LEAST}`,
    );
  },
};
