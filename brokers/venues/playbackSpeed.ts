import type {Config} from '../../core/config/Config.ts';
import {DEFAULT_SPEED} from '../simulator/SimulatedMarket.ts';

/** The configured speed of a market that this process plays itself; null is as fast as possible. */
export const playbackSpeed = (speed: Config['market']['speed']): number | null => {
  if (speed === 'max') return null;

  return speed === 'auto' ? DEFAULT_SPEED : speed;
};
