import type {Cell} from './html.ts';

/** Numbers as the report shows them. */

const DIGITS = 2;

const grouped = (text: string): string => text.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');

/** `-1,234.50`. */
export const moneyText = (value: number): string => grouped(value.toFixed(DIGITS));

/** `12.34 %` of a share. */
export const percentText = (share: number, digits = DIGITS): string => `${(share * 100).toFixed(digits)} %`;

export const countText = (value: number): string => grouped(String(Math.round(value)));

/** `n/a` says that the sample is too small, or that there is nothing to divide by. */
export const ratioText = (value: number | null, digits = DIGITS): string =>
  value === null ? 'n/a' : value.toFixed(digits);

/** `2021-04-01 12:30`, UTC. */
export const timeText = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

/** Coloured by its sign. */
export const signed = (value: number, text: string): Cell => ({
  text,
  className: value > 0 ? 'good' : value < 0 ? 'bad' : '',
});

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** `12.5 d` or `3.2 h`. */
export const spanText = (ms: number): string =>
  ms >= DAY_MS ? `${(ms / DAY_MS).toFixed(1)} d` : `${(ms / HOUR_MS).toFixed(1)} h`;
