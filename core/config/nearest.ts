/** How many letters must be added, dropped or changed to make one word of the other (Levenshtein 1965). */
export const editDistance = (from: string, to: string): number => {
  let row = Array.from({length: to.length + 1}, (_, index) => index);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1));
    }
    row = next;
  }

  return row[to.length] ?? 0;
};

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** A right name in a wrong place is a worse guess than two wrong letters, and still a guess. */
const MISPLACED = 2.25;

const strangeness = (wanted: string, known: string): number => {
  const [a, b] = [wanted.toLowerCase(), known.toLowerCase()];

  return Math.min(editDistance(a, b), editDistance(lastPart(a), lastPart(b)) + MISPLACED);
};

/**
 * The known word or dotted path that `wanted` most likely misspells or misplaces, or null when none is close.
 * More than a third of the letters wrong (at least two may be) is not a misspelling.
 */
export const nearest = (wanted: string, known: readonly string[]): string | null => {
  let best: string | null = null;
  let least = Math.max(2, lastPart(wanted).length / 3) + 0.5;
  for (const candidate of known) {
    const distance = strangeness(wanted, candidate);
    if (distance >= least) continue;
    best = candidate;
    least = distance;
  }

  return best;
};
