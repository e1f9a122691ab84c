import {readPlace} from '../../../brokers/simulator/state/ExchangeFolder.ts';
import {exchangeDirectory, exchangePid} from '../closeExchange.ts';
import {type Check, ok} from './Finding.ts';

/** The simulated exchange that kraken-sim keeps beside the bot's data. */
export const exchange: Check = {
  name: 'exchange',
  look: ({place: {dataDir}}) => {
    const known = readPlace(exchangeDirectory(dataDir));
    if (known === null) return ok('none here: only --market kraken-sim has one');
    const pid = exchangePid(dataDir);

    return pid === null
      ? ok('closed, its account is kept for the next start')
      : ok(`open in process ${pid} at ${known.restUrl}`);
  },
};
