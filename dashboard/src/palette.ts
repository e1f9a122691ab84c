/** One thing that can be done from the keyboard. */
export type PaletteEntry = {
  readonly id: string;
  /** What it does, in words that are searched. */
  readonly title: string;
  /** Where it belongs: searched, too. */
  readonly group: string;
  readonly run: () => void;
};

/** Most entries shown at once. */
export const MOST_SHOWN = 12;

/** The entries in which every word of `query` occurs, in their order; the first ones where there are many. */
export const matching = (entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({title, group}) => {
    const text = `${group} ${title}`.toLowerCase();

    return words.every(word => text.includes(word));
  });

  return found.slice(0, MOST_SHOWN);
};

/** The seq that a query names, be it written with spaces; null for any other query. */
export const seqIn = (query: string): number | null => {
  const digits = query.replaceAll(/\s/g, '');

  return /^[1-9]\d{0,14}$/.test(digits) ? Number(digits) : null;
};
