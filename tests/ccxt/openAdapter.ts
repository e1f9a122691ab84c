import {CcxtBrokerAdapter} from '../../brokers/ccxt/CcxtBrokerAdapter.ts';
import type {CcxtBrokerOptions} from '../../brokers/ccxt/CcxtBrokerOptions.ts';
import type {VirtualKraken} from '../kraken/VirtualKraken.ts';

/** An unmodified ccxt behind our adapter, in the virtual time of a simulated exchange. */
export const openAdapter = (
  {time, credentials, urls, sendHttp}: VirtualKraken,
  options: Partial<CcxtBrokerOptions> = {},
): Promise<CcxtBrokerAdapter> =>
  CcxtBrokerAdapter.open({
    exchange: 'kraken',
    credentials,
    simulated: {urls: {public: urls.rest, private: urls.rest}, speed: 1},
    edge: {...time, random: () => 0.5, sendHttp},
    ...options,
  });
