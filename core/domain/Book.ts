/** Resting quantity at one price, in base units. */
export type BookLevel = {readonly price: number; readonly quantity: number};

/** The visible order book of one market, best price first on both sides. */
export type Book = {readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[]};
