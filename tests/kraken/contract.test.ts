import {afterEach} from 'vitest';
import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import {brokerContract} from '../contracts/brokerContract.ts';
import {SimulatedKraken, SYMBOL} from './SimulatedKraken.ts';

const open: SimulatedKraken[] = [];

afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

brokerContract(
  'KrakenBroker over the simulated exchange',
  async () => {
    const venue = await SimulatedKraken.open();
    open.push(venue);
    const {broker} = venue;

    return {
      adapter: broker,
      symbol: SYMBOL,
      settled: () => venue.settled(),
      trade: async (price, quantity) => {
        await venue.settled();
        venue.move(price, quantity);
        await venue.settled();
      },
    };
  },
  {
    isSpotOnly: true,
    hasNoGroups: !new KrakenBroker({credentials: {apiKey: '', apiSecret: ''}}).capabilities.oneCancelsOther,
  },
);
