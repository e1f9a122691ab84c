import type {VenueDefinition} from '../Venue.ts';
import {kraken} from './kraken.ts';
import {krakenSim} from './krakenSim.ts';
import {replay} from './replay.ts';
import {sim} from './sim.ts';

/** The register of venues: to add one is a file here and a line. */
export const VENUES: readonly VenueDefinition[] = [sim, replay, krakenSim, kraken];
