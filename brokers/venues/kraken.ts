import {KrakenMarket} from '../kraken/KrakenMarket.ts';
import type {VenueDefinition} from '../Venue.ts';
import {paperAccount} from './paperAccount.ts';
import {tradeVenue} from './tradeVenue.ts';

const DEFAULT_SYMBOLS = ['BTC/USD'];

/** Kraken's real public prices with paper fills: no key is loaded and nothing can be ordered. Needs a network. */
export const kraken: VenueDefinition = {
  name: 'kraken',
  async prepare({market, ...config}) {
    const symbols = market.symbols.length > 0 ? market.symbols : DEFAULT_SYMBOLS;

    return {
      ...tradeVenue(market, symbols),
      open: state => paperAccount({source: new KrakenMarket(), symbols, config: {market, ...config}, state}),
    };
  },
};
