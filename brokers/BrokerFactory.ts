import type {LoadedConfig} from '../core/config/loadConfig.ts';
import {notThereYet} from '../core/config/venues.ts';
import type {PreparedVenue, VenueDefinition} from './Venue.ts';
import {VENUES} from './venues/index.ts';

/** The one place that knows which venues there are: what is not in its register cannot be traded on. */
export class BrokerFactory {
  readonly #venues: readonly VenueDefinition[];

  constructor(venues: readonly VenueDefinition[] = VENUES) {
    this.#venues = venues;
  }

  get names(): readonly string[] {
    return this.#venues.map(venue => venue.name);
  }

  /** Throws a RangeError that names the known venues when there is none of that name. */
  prepare(name: string, {config, configHash, secrets}: LoadedConfig): Promise<PreparedVenue> {
    const venue = this.#venues.find(one => one.name === name);
    if (venue === undefined)
      throw new RangeError(`Unknown broker "${name}". Known: ${this.names.join(', ')}.${notThereYet(name)}`);

    return venue.prepare(config, configHash, secrets);
  }
}
