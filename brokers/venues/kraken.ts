import {drawJournalId} from '../../core/runtime/openBooks.ts';
import {KrakenMarket} from '../kraken/KrakenMarket.ts';
import type {VenueDefinition} from '../Venue.ts';
import {commonQuote, paperAccount} from './paperAccount.ts';

const DEFAULT_SYMBOLS = ['BTC/USD'];

/** Kraken's real public prices with paper fills: no key is loaded and nothing can be ordered. Needs a network. */
export const kraken: VenueDefinition = {
  name: 'kraken',
  async prepare({market, ...config}) {
    const symbols = market.symbols.length > 0 ? market.symbols : DEFAULT_SYMBOLS;

    return {
      journalId: drawJournalId(),
      symbols,
      currency: commonQuote(symbols),
      base: '1m',
      delivers: 'trades',
      decision: market.timeframe === 'auto' ? '1m' : market.timeframe,
      dataset: null,
      open: state => paperAccount({source: new KrakenMarket(), symbols, config: {market, ...config}, state}),
    };
  },
};
