/** The register of the venues that `market.venue` may name. */
export const VENUES = ['sim', 'replay', 'kraken-sim', 'kraken'] as const;

export type Venue = (typeof VENUES)[number];

/** Exchanges that people ask for first, and that have no native adapter here yet. */
const ASKED_FOR: readonly string[] = ['binance', 'coinbase'];

/** What an operator who asks for one of them must know; empty for any other name. */
export const notThereYet = (name: string): string =>
  ASKED_FOR.includes(name) ? ' Binance and Coinbase are not there yet.' : '';
