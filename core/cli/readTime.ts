/** Whole numbers from here on are ms since 1970 (March 1973 and later); smaller ones are none. */
export const LEAST_TIME = 100_000_000_000;

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ](?<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/** Ms UTC of `2026-01-31`, `2026-01-31T12:00`, or ms since 1970; without a zone it is UTC, whatever the machine's own. Null for anything else. */
export const readTime = (text: string): number | null => {
  if (/^\d+$/.test(text)) return Number(text) >= LEAST_TIME && Number(text) <= LATEST ? Number(text) : null;
  const match = ISO.exec(text);
  if (match === null) return null;
  const {clock, zone} = match.groups ?? {};
  const time = Date.parse(clock === undefined || zone !== undefined ? text : `${text}Z`);

  return Number.isNaN(time) ? null : time;
};

/** Beyond it a Date has no text. */
const LATEST = 8_640_000_000_000_000;
