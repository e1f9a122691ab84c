import {type Gate, verdictOf} from './Gate.ts';

/** The holdout played again with the same parameters has to come out the same. */
export const repeatable: Gate = {
  name: 'repeatable',
  title: 'The holdout played again comes out the same',
  judge: ({isRepeatable}) => verdictOf(isRepeatable, isRepeatable ? 'the same' : 'another result', 'the same'),
};
