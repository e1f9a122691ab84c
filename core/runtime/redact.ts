/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

const MAX_DEPTH = 8;
const MAX_ITEMS = 200;
const MAX_TEXT = 16_384;
const MIN_SECRET = 6;

/** Trading's own words: values under these keys are let through as they are, whatever they look like. */
const NEVER_TOUCHED = new Set(
  `price stopPrice limitPrice lastPrice entryPrice exitPrice open high low close volume quantity filled notional fee fees feeAsset
  cash equity drawdown pnl netPnl grossPnl realized value limit share seq cause epoch seed time timestamp openedTime closedTime ageMs
  latencyMs elapsedMs uptimeMs id clientOrderId venueOrderId executionId tradeId decision correlationId ocoGroup symbol side type
  status code strategy timeframe hash stateHash configHash commit version pid port heapUsedBytes level`.split(/\s+/),
);

/** A key that has one of these words in it holds a secret. */
const SECRET_WORDS = new Set(
  'token secret password passwd passphrase authorization auth cookie credential credentials signature mnemonic jwt otp'.split(
    ' ',
  ),
);
const SECRET_PAIRS = /(api|private|access|signing|encryption|session)[-_]?key/i;

const QUERY_SECRET = /([?&#;](?:[\w-]*(?:token|secret|password|signature|api_?key|auth|code)[\w-]*)=)[^&#\s"']+/gi;
const HEADER_SECRET = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi;

/** Controls that JSON leaves raw and that steer a terminal or turn the reading direction. */
const RAW_CONTROLS = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

const knownSecrets = new Set<string>();

/** Makes a value unprintable in every later log line, wherever it turns up. Values shorter than 6 letters are no secrets. */
export const registerSecret = (value: string): void => {
  if (value.length >= MIN_SECRET) knownSecrets.add(value);
};

const escapeControl = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Free text without the secrets that can be recognised in it: known values, `?token=`, bearer headers, passwords in URLs. */
export const redactText = (text: string): string => {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} letters)` : text;
  for (const secret of knownSecrets)
    clean = clean.replaceAll(secret, REDACTED).replaceAll(encodeURIComponent(secret), REDACTED);

  return clean
    .replace(QUERY_SECRET, `$1${REDACTED}`)
    .replace(HEADER_SECRET, `$1 ${REDACTED}`)
    .replace(URL_PASSWORD, `$1${REDACTED}@`)
    .replace(RAW_CONTROLS, escapeControl);
};

const words = (key: string): string[] =>
  key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const isSecretKey = (key: string): boolean => SECRET_PAIRS.test(key) || words(key).some(word => SECRET_WORDS.has(word));

/** A copy of a log line's fields that is safe to write: no secrets, no cycles, no endless lists. */
export const redactFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  redactObject(fields, 0, new Set());

const redactObject = (object: object, depth: number, above: Set<object>): Record<string, unknown> => {
  const clean: Record<string, unknown> = {};
  above.add(object);
  for (const [key, value] of Object.entries(object)) clean[key] = redactEntry(key, value, depth, above);
  above.delete(object);

  return clean;
};

const redactEntry = (key: string, value: unknown, depth: number, above: Set<object>): unknown => {
  if (NEVER_TOUCHED.has(key) && (typeof value !== 'object' || value === null)) return plain(value);
  if (isSecretKey(key) && value !== null && value !== undefined && typeof value !== 'boolean') return REDACTED;

  return redactValue(value, depth, above);
};

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const redactValue = (value: unknown, depth: number, above: Set<object>): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return plain(value);
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (above.has(value)) return '[circular]';
  if (value instanceof Error) return redactObject(errorFields(value), depth + 1, above);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Map) return redactObject(Object.fromEntries(value), depth + 1, above);
  if (Array.isArray(value) || value instanceof Set) return redactList([...value], depth, above);

  return redactObject(value, depth + 1, above);
};

const redactList = (list: readonly unknown[], depth: number, above: Set<object>): unknown[] => {
  const clean = list.slice(0, MAX_ITEMS).map(item => redactValue(item, depth + 1, above));

  return list.length > MAX_ITEMS ? [...clean, `… (${list.length} items)`] : clean;
};

const errorFields = (error: Error): object => ({
  ...error,
  name: error.name,
  message: error.message,
  stack: error.stack,
  ...(error.cause === undefined ? {} : {cause: error.cause}),
});
