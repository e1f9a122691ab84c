import {nearest} from '../config/nearest.ts';
import {quote, UsageError} from '../config/problems.ts';

/** The error for a name that no register knows: `Unknown verb "helth". Did you mean health?` */
export const unknownName = (kind: string, name: string, known: readonly string[]): UsageError => {
  const guess = nearest(name, known);

  return new UsageError(
    `Unknown ${kind} ${quote(name)}. ${guess === null ? `Known: ${known.join(', ')}.` : `Did you mean ${guess}?`}`,
  );
};
