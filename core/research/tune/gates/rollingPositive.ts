import {type Gate, share, verdictOf} from './Gate.ts';

const LEAST = 0.7;
const WINDOWS = [20, 30, 50];

/** An edge that was there for one lucky stretch is none: of all runs of 20, 30 and 50 trades in a row most have to earn. */
export const rollingPositive: Gate = {
  name: 'rollingPositive',
  title: 'Stretches of 20, 30 and 50 holdout trades that earn, the least of the three shares',
  judge: ({results}) => {
    const shares = WINDOWS.map(length => positiveShare(results, length));
    const least = shares.includes(null) ? null : Math.min(...shares.map(value => value ?? 0));

    return verdictOf((least ?? 0) >= LEAST, least === null ? null : share(least), `>= ${share(LEAST)}`);
  },
};

const positiveShare = (results: readonly number[], length: number): number | null => {
  const windows = results.length - length + 1;
  if (windows < 1) return null;
  let [sum, positive] = [0, 0];
  for (const [index, result] of results.entries()) {
    sum += result - (results[index - length] ?? 0);
    if (index >= length - 1 && sum > 0) positive += 1;
  }

  return positive / windows;
};
