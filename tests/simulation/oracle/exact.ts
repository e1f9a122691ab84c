/** The oracle's own arithmetic: whole numbers of 10^-12, and nothing that the bot's own code computes with. */
const DIGITS = 12;
const SCALE = 10n ** BigInt(DIGITS);

export const exact = (text: string): bigint => {
  const isNegative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (isNegative ? text.slice(1) : text).split('.');
  if (!/^\d+$/.test(whole) || !/^\d*$/.test(fraction) || fraction.length > DIGITS)
    throw new Error(`Odd number "${text}".`);
  const value = BigInt(whole) * SCALE + BigInt(fraction.padEnd(DIGITS, '0'));

  return isNegative ? -value : value;
};

/** Price times quantity. @throws when it has more digits than money can have here. */
export const times = (price: bigint, quantity: bigint): bigint => {
  const product = price * quantity;
  if (product % SCALE !== 0n) throw new Error(`${price} times ${quantity} has too many digits.`);

  return product / SCALE;
};

export const show = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(DIGITS + 1, '0');

  return `${value < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`.replace(/\.?0+$/, '');
};
