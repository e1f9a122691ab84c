import {type Gate, ratio, verdictOf} from './Gate.ts';

const LEAST = 0.9;

/** A champion is only replaced by something that is better with high probability. */
export const beatsChampion: Gate = {
  name: 'champion',
  title: 'Probability of being better than the champion on the same span',
  judge: ({beatsChampion: probability}) => {
    if (probability === null) return {status: 'NOT_APPLICABLE', value: 'no champion', limit: `> ${LEAST}`};

    return verdictOf(probability > LEAST, ratio(probability), `> ${LEAST}`);
  },
};
