/** What a refusal means for an order: `rejected` for good, `notPlaced` this time, `unknown` when it may rest all the same. */
export type ErrorOutcome = 'rejected' | 'notPlaced' | 'unknown';

export type ErrorMeaning = {
  readonly outcome: ErrorOutcome;
  /** Our reason code, as it goes into the journal. */
  readonly code: string;
};

/** The venue answered and refused. */
export class VenueError extends Error {
  override readonly name = 'VenueError';
  readonly meaning: ErrorMeaning;

  constructor(message: string, meaning: ErrorMeaning) {
    super(message);
    this.meaning = meaning;
  }
}

/** No usable answer came: the network, a gateway's error page, a time-out. */
export class VenueUnreachable extends Error {
  override readonly name = 'VenueUnreachable';
}
