import {isIPv6} from 'node:net';

/** An address as it stands in a URL or a Host header. */
export const inUrl = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');

  return isIPv6(plain) ? `[${plain}]` : plain;
};

/** Whose attempts are counted together: one IPv4 address, or the /64 network that one IPv6 customer has for himself. */
export const neighbourhood = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [left = '', right] = plain.split('::');
  const groups = left === '' ? [] : left.split(':');
  const rest = right === undefined || right === '' ? 0 : right.split(':').length;
  const zeros = right === undefined ? 0 : Math.max(0, 8 - groups.length - rest);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...(right?.split(':') ?? [])];

  return `${all.slice(0, 4).join(':')}::/64`;
};
