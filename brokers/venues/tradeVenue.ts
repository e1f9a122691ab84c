import type {Config} from '../../core/config/Config.ts';
import {drawJournalId} from '../../core/runtime/openBooks.ts';
import type {PreparedVenue} from '../Venue.ts';
import {commonQuote} from './paperAccount.ts';

/** What all venues have in common whose candles are built from trades as they come. */
export const tradeVenue = ({timeframe}: Config['market'], symbols: readonly string[]): Omit<PreparedVenue, 'open'> => ({
  journalId: drawJournalId(),
  symbols,
  currency: commonQuote(symbols),
  base: '1m',
  delivers: 'trades',
  decision: timeframe === 'auto' ? '1m' : timeframe,
  dataset: null,
});
