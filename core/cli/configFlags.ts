import {VENUES} from '../config/venues.ts';
import type {Flag} from './Flags.ts';
import {DATA_DIR} from './Flags.ts';

/** The flags that configure a bot, with their meaning; what they do is `takeConfigFlags`' business. */
export const CONFIGURING: readonly Flag[] = [
  {name: '--market', value: VENUES.join('|'), about: 'where prices come from'},
  {name: '--data', value: 'FILE', about: 'a recorded market for replay; may be given several times'},
  {name: '--symbol', value: 'SYMBOL', about: 'a market to trade, such as BTC/USD; may be given several times'},
  {name: '--speed', value: 'N|max', about: 'market seconds in one real second (default: 60, and 10 on kraken-sim)'},
  {name: '--timeframe', value: 'T', about: 'candles that the brain decides on'},
  {name: '--seed', value: 'N', about: 'seed of everything that is drawn by lot'},
  {name: '--host', value: 'ADDRESS', about: 'address to listen on'},
  {name: '--port', value: 'N', about: 'port to listen on'},
  DATA_DIR,
  {name: '--no-memory', value: null, about: 'trade without pattern memory'},
  {name: '--set', value: 'PATH=VALUE', about: 'any key of ogz config; may be given several times'},
];
