import type {Trade} from '../../core/domain/Trade.ts';
import type {TradePage} from './codec/readRest.ts';
import type {KrakenRest} from './KrakenRest.ts';
import type {Pair} from './Pairs.ts';

const PAGE = 1_000;
/** Pages that are read; a longer hole stays one, and the trade ids say so. */
const MAX_PAGES = 10;

/** A market's public trades after a time, ms UTC, oldest first. */
export const tradesSince = async (
  rest: KrakenRest,
  {names: [name = ''], spec: {symbol}}: Pair,
  after: number,
): Promise<readonly Trade[]> => {
  const missed: Trade[] = [];
  let from: number | string = after;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const {trades, next}: TradePage = await rest.trades(name, symbol, from);
    missed.push(...trades);
    if (trades.length < PAGE) return missed;
    from = next;
  }

  return missed;
};
