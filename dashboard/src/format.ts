import {type Decimal, toNumber, toText} from '../../core/domain/Decimal.ts';

/** Texts for numbers as the screen shows them: thin-space thousands, a true minus sign, fixed digits so that columns align. */

/** Narrow and unbreakable. */
export const THIN_SPACE = '\u202f';
export const MINUS = '\u2212';
export const NOTHING = '–';

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);

const isZeroText = (text: string): boolean => !/[1-9]/.test(text);

/** `12 345.60`, with a minus sign below zero. Nothing for what is not a finite number. */
export const fixed = (value: number, digits: number): string => {
  if (!Number.isFinite(value)) return NOTHING;
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const text = group(whole) + (fraction === undefined ? '' : `.${fraction}`);

  return value < 0 && !isZeroText(text) ? MINUS + text : text;
};

/** Like `fixed`, with a plus above zero: for changes and results. */
export const signed = (value: number, digits: number): string => {
  const text = fixed(value, digits);

  return value > 0 && !isZeroText(text) ? `+${text}` : text;
};

export const money = (value: Decimal): string => fixed(toNumber(value), 2);
export const signedMoney = (value: Decimal): string => signed(toNumber(value), 2);
export const count = (value: number): string => fixed(value, 0);

/** A share of one as a percentage: `1.2 %`. */
export const percent = (share: number, digits = 1): string => `${fixed(share * 100, digits)}${THIN_SPACE}%`;
export const signedPercent = (share: number, digits = 2): string => `${signed(share * 100, digits)}${THIN_SPACE}%`;

/** Digits after the point of a step such as the tick. */
export const digitsOf = (step: Decimal): number => toText(step).split('.')[1]?.length ?? 0;

const MOST_DIGITS = 4;

/** Decimal text for a quick look: grouped, with at most four digits after the point. */
export const shortNumber = (text: string): string => {
  const digits = Math.min(MOST_DIGITS, text.split('.')[1]?.length ?? 0);

  return fixed(Number(text), digits);
};

/** A quantity in full, without trailing zeros. */
export const quantity = (value: Decimal): string => {
  const [whole = '', fraction] = toText(value).replace('-', '').split('.');

  return (value < 0n ? MINUS : '') + group(whole) + (fraction === undefined ? '' : `.${fraction}`);
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An age in the unit that reads best: `12 ms`, `0.3 s`, `41 s`, `38 m`, `5 h 04 m`, `3 d`. */
export const age = (ms: number | null): string => {
  if (ms === null || !Number.isFinite(ms)) return NOTHING;
  const positive = Math.max(0, ms);
  if (positive < 100) return `${Math.round(positive)} ms`;
  if (positive < 9_950) return `${(positive / SECOND_MS).toFixed(1)} s`;
  if (positive < 90 * SECOND_MS) return `${Math.round(positive / SECOND_MS)} s`;
  if (positive < 90 * MINUTE_MS) return `${Math.round(positive / MINUTE_MS)} m`;
  if (positive < 2 * DAY_MS) return hours(positive);

  return `${Math.round(positive / DAY_MS)} d`;
};

const hours = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS);

  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
};

/** `14:05:31`, UTC. */
export const clock = (time: number): string => new Date(time).toISOString().slice(11, 19);

/** `2026-03-01`, UTC. */
export const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The clock, with the day before it when it is not the day of `now`: `03-01 14:05:31`. */
export const moment = (time: number, now: number): string =>
  day(time) === day(now) ? clock(time) : `${day(time).slice(5)} ${clock(time)}`;
