import {type Gate, ratio, verdictOf} from './Gate.ts';

const LEAST = 0.5;

/** Much of what was earned in training has to be left in the test. */
export const walkForwardEfficiency: Gate = {
  name: 'walkForwardEfficiency',
  title: 'Annual return of the tests over that of the trainings',
  judge: ({walkForward}) => {
    const trained = walkForward.reduce((sum, step) => sum + (step?.trainReturn ?? 0), 0);
    const tested = walkForward.reduce((sum, step) => sum + (step?.testReturn ?? 0), 0);

    return verdictOf(
      trained > 0 && tested / trained >= LEAST,
      trained > 0 ? ratio(tested / trained) : null,
      `>= ${LEAST}`,
    );
  },
};
