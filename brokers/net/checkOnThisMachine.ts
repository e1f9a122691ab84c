import {isLoopback} from '../../core/config/check.ts';

/** True for an address that only this machine can reach. */
export const isOnThisMachine = (address: string): boolean =>
  isLoopback(new URL(address).hostname.replace(/^\[|\]$/g, ''));

/** Keeps play on this machine. @throws RangeError that names the address. */
export const checkOnThisMachine = (address: string): void => {
  if (isOnThisMachine(address)) return;
  throw new RangeError(`A simulated exchange is on this machine, and "${address}" is not. Use 127.0.0.1.`);
};
