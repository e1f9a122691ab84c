/** Appends to a list that keeps its latest `limit` entries; trims in batches so that a push stays cheap. */
export const pushBounded = <T>(list: T[], entry: T, limit: number): void => {
  list.push(entry);
  if (list.length > limit * 2) list.splice(0, list.length - limit);
};
