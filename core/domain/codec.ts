/** Carries exact numbers and maps through JSON text: a bigint becomes `{"$n":"123"}`, a Map `{"$m":[[key,value],…]}`. */
const replace = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return {$n: value.toString()};
  if (value instanceof Map) return {$m: [...value]};

  return value;
};

const revive = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if ('$n' in value && typeof value.$n === 'string') return BigInt(value.$n);
  if ('$m' in value && Array.isArray(value.$m)) return new Map(value.$m);

  return value;
};

/** JSON text of any plain value with bigints and Maps; the same value gives the same text. */
export const encodeExact = (value: unknown): string => JSON.stringify(value, replace);

/** The value behind `encodeExact`. The caller vouches for its type: this is a parse border. */
export const decodeExact = (text: string): unknown => JSON.parse(text, revive);
