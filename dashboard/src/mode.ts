import type {VenueIdentity} from '../../core/domain/Event.ts';
import type {Bot} from './store.ts';

/** `kind` picks the colour of the frame; UNKNOWN until a loaded broker has proven who it is. */
export type Mode = {readonly kind: 'simulated' | 'paper' | 'live' | 'unknown'; readonly words: readonly string[]};

const UNKNOWN: Mode = {kind: 'unknown', words: ['UNKNOWN', 'NO BROKER PROVEN YET']};

/** What money is at stake. Journal and health must agree, or the mode is unknown. */
export const modeOf = ({state, pulse}: Bot): Mode => {
  const venue = state?.run?.venue ?? null;
  if (venue === null) return UNKNOWN;
  if (pulse !== null && (pulse.health.mode !== venue.mode || pulse.health.simulated !== venue.simulated)) {
    return {kind: 'unknown', words: ['UNKNOWN', 'JOURNAL AND BROKER DISAGREE']};
  }

  return venue.mode === 'live' ? live(venue) : paper(venue);
};

const live = ({name}: VenueIdentity): Mode => ({kind: 'live', words: ['LIVE', name.toUpperCase()]});

const paper = (venue: VenueIdentity): Mode => {
  const speed = speedText(venue.speed);
  if (venue.name === 'replay') return {kind: 'simulated', words: ['PAPER', `REPLAY${speed}`]};
  if (venue.name === 'kraken-sim') return {kind: 'simulated', words: ['PAPER', `SIMULATED EXCHANGE${speed}`]};
  if (venue.simulated) return {kind: 'simulated', words: ['PAPER', `SIMULATED MARKET${speed}`]};

  return {kind: 'paper', words: ['PAPER', venue.name.toUpperCase() + speed]};
};

const speedText = (speed: number | null): string => {
  if (speed === null) return ' AT FULL SPEED';

  return speed === 1 ? '' : ` ×${speed}`;
};
