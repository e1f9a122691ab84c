import type {Clock, Timers} from '../../core/runtime/clock.ts';
import type {SendHttp} from '../net/sendHttp.ts';

/** Time, chance and the network, so that all of it can be a test's. */
export type CcxtEdge = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly sendHttp: SendHttp;
};
