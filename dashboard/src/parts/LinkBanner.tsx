import type {ReactNode} from 'react';
import {useBot} from '../context.ts';
import {age, clock} from '../format.ts';
import {linkFreshness} from '../freshness.ts';

/** Says that the page is on its own, and since when. */
export const LinkBanner = (): ReactNode => {
  const link = useBot(bot => linkFreshness(bot, performance.now()));
  const heardAt = useBot(bot => performance.timeOrigin + (bot.heardAt ?? 0));
  if (link.kind !== 'stale') return null;

  return (
    <div className="link-banner" role="status">
      <strong>No word from the bot</strong> for {age(link.ageMs)}, since {clock(heardAt)} UTC. The page shows what it
      knew then and keeps trying. Is the bot running? <code>npx ogz status</code>
    </div>
  );
};
