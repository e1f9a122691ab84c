const PLAIN = /^[+]?(\d+(?:\.\d*)?|\.\d+)$/;
const EXPONENT = /^[+]?(?:\d+\.?\d*|\.\d+)e[+-]?\d{1,3}$/i;

/** Finer digits than any exchange's; what is beyond is the noise of a float. */
const MAX_DIGITS = 12;

/** Texts that mean that there is nothing. */
export const isNothing = (text: string): boolean => text === '' || /^(?:null|nan|none|n\/a|-)$/i.test(text);

/** A number as the house writes it: its own digits, without trailing zeros or exponent; null when it is no number. */
export const plainNumber = (text: string): string | null => {
  if (EXPONENT.test(text)) return trimmed(Number(text).toFixed(MAX_DIGITS));
  const digits = PLAIN.exec(text)?.[1];
  if (digits === undefined) return null;

  return trimmed(digits.startsWith('.') ? `0${digits}` : digits.replace(/^0+(?=\d)/, ''));
};

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);
