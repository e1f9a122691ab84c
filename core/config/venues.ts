/** The register of the venues that `market.venue` may name. */
export const VENUES = ['sim', 'replay', 'kraken'] as const;

export type Venue = (typeof VENUES)[number];
