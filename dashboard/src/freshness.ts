import type {Bot} from './store.ts';

/** Silence after which the page no longer calls its numbers live: a pulse comes a few times a second. */
export const STALE_AFTER_MS = 3_000;

export type Freshness =
  | {readonly kind: 'starting'; readonly text: string}
  | {readonly kind: 'live'}
  | {readonly kind: 'stale'; readonly ageMs: number}
  | {readonly kind: 'error'; readonly text: string};

/** Whether the page still hears the bot. `now` is the page's clock. */
export const linkFreshness = (bot: Bot, now: number): Freshness => {
  if (bot.link === 'fault') return {kind: 'error', text: bot.fault ?? 'unknown'};
  if (bot.state === null)
    return {kind: 'starting', text: 'Waiting for the bot. It answers once it has read its journal.'};
  const ageMs = now - (bot.heardAt ?? now);

  return ageMs > STALE_AFTER_MS ? {kind: 'stale', ageMs} : {kind: 'live'};
};

/** Real ms since the bot last heard of the market, or null before the first time. */
export const marketAge = (bot: Bot, symbol: string, now: number): number | null => {
  const age = bot.pulse?.feedAgeMs[symbol] ?? null;

  return age === null ? null : age + (now - (bot.heardAt ?? now));
};

/** Like `linkFreshness`, and stale too when the bot itself has lost that market. */
export const marketFreshness = (bot: Bot, symbol: string, now: number): Freshness => {
  const link = linkFreshness(bot, now);
  const market = bot.state?.markets.get(symbol);
  if (link.kind !== 'live' || market?.feed !== 'lost') return link;

  return {kind: 'stale', ageMs: marketAge(bot, symbol, now) ?? 0};
};
