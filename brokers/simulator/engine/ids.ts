const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LETTERS = 16;
const RANGE = 2n ** 80n;
/** Odd, so that counting through it never meets an id twice. */
const STRIDE = 0x9e3779b97f4a7c15f39dn;

/** The nth id of a kind in the look of `OABCDE-FGHIJ-KLMNOP`: no two are equal, and no two runs of a seed differ. */
export const idOf = (prefix: 'O' | 'T' | 'L' | 'A', count: number): string => {
  let rest = (BigInt(count) * STRIDE + BigInt(prefix.charCodeAt(0)) * 0x1234567n) % RANGE;
  let text = '';
  for (let index = 0; index < LETTERS; index += 1) {
    text += ALPHABET[Number(rest % 32n)] ?? '';
    rest /= 32n;
  }

  return `${prefix}${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`;
};
