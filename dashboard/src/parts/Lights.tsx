import type {ReactNode} from 'react';
import {useBot, useView} from '../context.ts';
import {age} from '../format.ts';
import {linkFreshness, marketAge} from '../freshness.ts';
import type {Bot} from '../store.ts';

type Light = {readonly label: string; readonly text: string; readonly state: 'ok' | 'slow' | 'bad' | 'none'};

const SLOW_ROUND_TRIP_MS = 500;
const FALLBACK_FEED_AGE_MS = 5_000;

/** How old everything on the page is, in real time. */
export const Lights = (): ReactNode => {
  const {symbol} = useView();
  const lights = useBot(bot => lightsOf(bot, symbol, performance.now()));

  return (
    <dl className="lights" aria-label="Freshness">
      {lights.map(({label, text, state}) => (
        <div key={label} className="light" data-light={state}>
          <dt>{label}</dt>
          <dd>{text}</dd>
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
    {label: 'bot–market', text: age(feedAge), state: feedAge === null ? 'none' : feedAge > limit ? 'bad' : 'ok'},
    {label: 'last event', text: age(since(bot.eventAt, now)), state: 'none'},
    {label: 'last decision', text: age(since(bot.decisionAt, now)), state: 'none'},
    ...healthLight(bot),
  ];
};

const pageLight = (bot: Bot, now: number): Light => {
  const link = linkFreshness(bot, now);
  const label = 'page–bot';
  if (link.kind === 'stale') return {label, text: age(link.ageMs), state: 'bad'};
  const trip = bot.roundTripMs;

  return {label, text: age(trip), state: trip === null ? 'none' : trip > SLOW_ROUND_TRIP_MS ? 'slow' : 'ok'};
};

/** Nothing while the bot calls itself well; else which of its checks fail. */
const healthLight = ({pulse}: Bot): readonly Light[] => {
  if (pulse === null || pulse.health.status === 'ok') return [];
  const {status, checks} = pulse.health;
  const failing = Object.entries(checks).flatMap(([name, {ok}]) => (ok ? [] : [name]));

  return [{label: status, text: failing.join(', '), state: status === 'down' ? 'bad' : 'slow'}];
};

const since = (at: number | null, now: number): number | null => (at === null ? null : now - at);
