import type {Io, Sink} from './Io.ts';

const CODES = {strong: 1, dim: 2, bad: 31, good: 32, warn: 33} as const;

export type Paint = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/** Colours for a terminal; anywhere else, and with NO_COLOR set, texts stay as they are. */
export const paintFor = (sink: Sink, {env}: Pick<Io, 'env'>): Paint => {
  const isColoured = sink.isTTY === true && (env['NO_COLOR'] ?? '') === '';
  const paint =
    (code: number) =>
    (text: string): string =>
      isColoured && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text;

  return {
    strong: paint(CODES.strong),
    dim: paint(CODES.dim),
    bad: paint(CODES.bad),
    good: paint(CODES.good),
    warn: paint(CODES.warn),
  };
};
