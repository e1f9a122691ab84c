import type {ExchangeClock} from '../controlApi.ts';
import type {Credentials} from '../dialects/kraken/Keys.ts';
import {readPlace} from '../state/ExchangeFolder.ts';
import {askClock} from './askClock.ts';
import {type ExchangeWish, launchExchange} from './launchExchange.ts';

/** A simulated exchange that runs, wherever it came from. */
export type FoundExchange = Credentials & {readonly restUrl: string; readonly clock: ExchangeClock};

/** The exchange of the folder: the one that still runs, or one that is started now and outlives this process. */
export const findExchange = async (wish: ExchangeWish): Promise<FoundExchange> => {
  const find = (): Promise<FoundExchange | null> => answering(wish.directory);
  const running = await find();
  if (running === null) return launchExchange(wish, find);
  const {speed} = running.clock;
  if (wish.speed !== null && wish.speed !== speed)
    throw new RangeError(
      `The exchange of "${wish.directory}" runs at x${speed}. Stop it with ogz stop --exchange to start it at x${wish.speed}, or leave --speed out.`,
    );

  return running;
};

/** Null where nobody answers, or somebody else does who has the port by now. */
const answering = async (directory: string): Promise<FoundExchange | null> => {
  const place = readPlace(directory);
  if (place === null) return null;
  const {instance, ...known} = place;
  // Whatever goes wrong says the same: it is not there.
  const clock = await askClock(place.restUrl).catch(() => null);

  return clock?.instance === instance ? {...known, clock} : null;
};
