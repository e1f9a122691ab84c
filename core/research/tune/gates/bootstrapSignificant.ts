import {type Gate, ratio, verdictOf} from './Gate.ts';

const LEVEL = 0.05;

/** A holdout that others looked at before is less untouched: the level is divided among all looks (Bonferroni). */
export const bootstrapSignificant: Gate = {
  name: 'bootstrap',
  title: 'Chance of such holdout trades without an edge, the level shared among all studies that looked there',
  judge: ({pValue, earlierLooks}) => {
    const level = LEVEL / (1 + earlierLooks);

    return verdictOf((pValue ?? 1) < level, ratio(pValue), `< ${level.toFixed(4)} (look ${earlierLooks + 1})`);
  },
};
