import {toText} from '../../domain/Decimal.ts';
import type {Bot} from '../Bot.ts';
import type {Parts} from './buildParts.ts';
import type {MonitorFacts} from './ProcessMonitor.ts';

/** The bot in five figures, of durable lines alone. */
export const monitorFacts = ({shown, venue, broker}: Parts, bot: Bot): MonitorFacts => {
  const ages = venue.symbols.map(symbol => bot.feedAgeMs(symbol) ?? 0);

  return {
    mode: `${broker.identity.mode} ${broker.identity.name}`,
    equity: toText(shown.equity.current),
    feedAgeMs: Math.round(Math.max(...ages)),
    positions: shown.positions.size,
    halted: shown.trading.state === 'HALTED',
  };
};
