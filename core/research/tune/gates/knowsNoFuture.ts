import {type Gate, verdictOf} from './Gate.ts';

/** With these parameters, too, the strategy may depend on the past alone. */
export const knowsNoFuture: Gate = {
  name: 'lookAhead',
  title: 'Same decisions on data that ends early, is spoilt later or begins later',
  judge: ({lookAhead}) =>
    verdictOf(lookAhead.length === 0, lookAhead.length === 0 ? 'no difference' : lookAhead.join(', '), 'no difference'),
};
