import {sendHttp} from '../../net/sendHttp.ts';
import type {ExchangeClock} from '../controlApi.ts';
import {MarketTime} from '../MarketTime.ts';

/** A loopback answer that takes longer comes from a process that is stopped or not ours, be the machine as busy as it may. */
const TIMEOUT_MS = 5_000;

/** What the exchange's calendar says; `notBefore` (ms UTC) moves it forward first. Rejects where no simulated exchange answers. */
export const askClock = async (restUrl: string, notBefore = 0): Promise<ExchangeClock> => {
  const url = `${restUrl}/simulator/clock`;
  const body = JSON.stringify({notBefore});
  const {status, text} = await sendHttp({method: 'POST', url, body, timeoutMs: TIMEOUT_MS});
  const clock: unknown = status === 200 ? JSON.parse(text) : null;
  if (!isClock(clock))
    throw new Error(`"${restUrl}" is no simulated exchange: it answered ${status} without a calendar.`);

  return clock;
};

/** The exchange's time, kept by our own clock from one answer on: both sides go by the same monotonic clock of one machine. */
export const joinClock = async (restUrl: string, notBefore: number): Promise<MarketTime> => {
  const askedAt = performance.now();
  const {time, speed} = await askClock(restUrl, notBefore);
  const underway = (performance.now() - askedAt) / 2;

  return new MarketTime({from: time + underway * speed, speed});
};

const isClock = (value: unknown): value is ExchangeClock =>
  typeof value === 'object' &&
  value !== null &&
  'instance' in value &&
  typeof value.instance === 'string' &&
  'time' in value &&
  typeof value.time === 'number' &&
  'speed' in value &&
  typeof value.speed === 'number' &&
  value.speed > 0;
