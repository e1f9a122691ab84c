import {brokerContract} from '../contracts/brokerContract.ts';
import {VirtualKraken} from '../kraken/VirtualKraken.ts';
import {inVirtualTime} from '../support/withWaits.ts';
import {openAdapter} from './openAdapter.ts';

const SETTLED_MS = 8_000;

brokerContract(
  'CcxtBrokerAdapter over the simulated exchange',
  async () => {
    const venue = new VirtualKraken();
    venue.move(100, 1);
    const adapter = await openAdapter(venue);

    return {
      adapter: inVirtualTime(adapter, venue.time),
      symbol: 'SOL/USD',
      settled: () => venue.time.advance(SETTLED_MS),
      trade: async (price, quantity) => {
        await venue.time.advance(SETTLED_MS);
        venue.move(price, quantity);
        await venue.time.advance(SETTLED_MS);
      },
    };
  },
  {isSpotOnly: true, hasNoGroups: true},
);
