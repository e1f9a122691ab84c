import {checkOnThisMachine} from '../net/checkOnThisMachine.ts';
import type {KrakenUrls} from './Edge.ts';
import spec from './spec.json' with {type: 'json'};

const REAL: ReadonlySet<string> = new Set(Object.values(spec.endpoints));

/**
 * Keeps play and money apart by where requests go: a simulated exchange is on this machine, and real orders go to the
 * venue's own addresses and to no others.
 * @throws RangeError that names the address.
 */
export const checkAddresses = (urls: KrakenUrls, isSimulated: boolean): void => {
  for (const address of Object.values(urls)) {
    if (isSimulated) checkOnThisMachine(address);
    else if (!REAL.has(address))
      throw new RangeError(`Real orders go to ${[...REAL].join(', ')} and nowhere else, and not to "${address}".`);
  }
};
