/** Texts for numbers and times as the terminal shows them; times are UTC. */

/** `12,345`. */
export const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `one line` or `12,345 lines`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  value === 1 ? `1 ${one}` : `${count(value)} ${many}`;

/** `2026-03-01 14:05:31 UTC`; a dash for what is no time. */
export const moment = (time: number): string =>
  Number.isFinite(time) ? `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–';

/** A share of one: `1.25 %`. */
export const percent = (share: number, digits = 2): string => `${(share * 100).toFixed(digits)} %`;

/** `512 B`, `1.5 MB`, `12 GB`. */
export const bytes = (value: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }

  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? ''}`;
};

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`, `3 d`. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;

  return `${Math.floor(seconds / 86_400)} d`;
};
