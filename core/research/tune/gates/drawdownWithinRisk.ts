import {type Gate, share, verdictOf} from './Gate.ts';

const OF_RISK_LIMIT = 0.8;

/** A candidate that comes close to the breaker will trip it one day. */
export const drawdownWithinRisk: Gate = {
  name: 'drawdown',
  title: 'Largest drawdown on the holdout against the risk limit x0.8',
  judge: ({holdout: {maxDrawdown}, riskDrawdown}) => {
    const limit = riskDrawdown * OF_RISK_LIMIT;

    return verdictOf(maxDrawdown <= limit, share(maxDrawdown), `<= ${share(limit)}`);
  },
};
