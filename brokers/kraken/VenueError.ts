import {type ErrorMeaning, meaningOf} from './errors.ts';

/** The venue answered and refused. */
export class VenueError extends Error {
  override readonly name = 'VenueError';
  readonly meaning: ErrorMeaning;

  constructor(what: string, raw: string) {
    super(`Kraken refused ${what}: "${raw}".`);
    this.meaning = meaningOf(raw);
  }
}

/** No usable answer came: the network, a gateway's error page, a time-out. */
export class VenueUnreachable extends Error {
  override readonly name = 'VenueUnreachable';
}
