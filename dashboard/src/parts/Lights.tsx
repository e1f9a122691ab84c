import type {ReactNode} from 'react';
import {useBot, useView} from '../context.ts';
import {age} from '../format.ts';
import {linkFreshness, marketAge} from '../freshness.ts';
import type {Bot} from '../store.ts';

type Light = {readonly label: string; readonly ageMs: number | null; readonly state: 'ok' | 'slow' | 'bad' | 'none'};

const SLOW_ROUND_TRIP_MS = 500;
const FALLBACK_FEED_AGE_MS = 5_000;

/** How old everything on the page is, in real time. */
export const Lights = (): ReactNode => {
  const {symbol} = useView();
  const lights = useBot(bot => lightsOf(bot, symbol, performance.now()));

  return (
    <dl className="lights" aria-label="Freshness">
      {lights.map(({label, ageMs, state}) => (
        <div key={label} className="light" data-light={state}>
          <dt>{label}</dt>
          <dd>{age(ageMs)}</dd>
        </div>
      ))}
    </dl>
  );
};

const lightsOf = (bot: Bot, symbol: string, now: number): readonly Light[] => {
  const feedAge = marketAge(bot, symbol, now);
  const limit = bot.state?.settings?.risk.maxFeedAgeMs ?? FALLBACK_FEED_AGE_MS;

  return [
    pageLight(bot, now),
    {label: 'bot–market', ageMs: feedAge, state: feedAge === null ? 'none' : feedAge > limit ? 'bad' : 'ok'},
    {label: 'last event', ageMs: since(bot.eventAt, now), state: 'none'},
    {label: 'last decision', ageMs: since(bot.decisionAt, now), state: 'none'},
  ];
};

const pageLight = (bot: Bot, now: number): Light => {
  const link = linkFreshness(bot, now);
  const label = 'page–bot';
  if (link.kind === 'stale') return {label, ageMs: link.ageMs, state: 'bad'};
  const trip = bot.roundTripMs;

  return {label, ageMs: trip, state: trip === null ? 'none' : trip > SLOW_ROUND_TRIP_MS ? 'slow' : 'ok'};
};

const since = (at: number | null, now: number): number | null => (at === null ? null : now - at);
