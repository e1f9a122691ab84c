/** How a file writes its times. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'iso';

/** Ms in one unit. */
const PER_UNIT: Readonly<Record<Exclude<TimeUnit, 'iso'>, number>> = {s: 1e3, ms: 1, us: 1e-3, ns: 1e-6};

/** From 2001 to 2100, in ms: within it the magnitude tells the units apart. */
const EARLIEST_MS = 978_307_200_000;
const LATEST_MS = 4_102_444_800_000;

const ISO =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;

/** The unit that a time is written in, or null when it is none that can be told. */
export const unitOf = (text: string): TimeUnit | null => {
  if (ISO.test(text)) return 'iso';
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const units = ['s', 'ms', 'us', 'ns'] as const;

  return units.find(unit => isPlausible(value * PER_UNIT[unit])) ?? null;
};

const isPlausible = (time: number): boolean => time >= EARLIEST_MS && time <= LATEST_MS;

/** Whether an ISO time says its zone itself. */
export const saysZone = (text: string): boolean => ISO.exec(text)?.[8] !== undefined;

/** The time in ms UTC, or null when it is not written in this unit; `offsetMs` is how far its clock runs before UTC. */
export const readTime = (text: string, unit: TimeUnit, offsetMs: number): number | null => {
  if (unit === 'iso') return readIso(text, offsetMs);
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * PER_UNIT[unit] : Number.NaN;

  return isPlausible(value) ? Math.round(value) - offsetMs : null;
};

const readIso = (text: string, offsetMs: number): number | null => {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone] = match;
  const time =
    Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Math.round(Number(`0.${fraction}`) * 1e3);
  if (Number.isNaN(time)) return null;

  return time - (zone === undefined ? offsetMs : zoneMs(zone));
};

const zoneMs = (zone: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];

  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
};
