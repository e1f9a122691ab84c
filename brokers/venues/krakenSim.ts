import {join} from 'node:path';
import type {Config, Secrets} from '../../core/config/Config.ts';
import {registerSecret} from '../../core/runtime/redact.ts';
import {restoreOrders} from '../../core/runtime/restoreOrders.ts';
import type {KrakenUrls} from '../kraken/Edge.ts';
import {fencedEdge} from '../kraken/fencedEdge.ts';
import {VenueUnreachable} from '../net/VenueError.ts';
import {askClock, joinClock} from '../simulator/client/askClock.ts';
import {findExchange, type FoundExchange} from '../simulator/client/findExchange.ts';
import {SIMULATED_SPECS} from '../simulator/flow/SimulatedSpec.ts';
import type {VenueDefinition} from '../Venue.ts';
import {accountName} from './accountName.ts';
import {tradeVenue} from './tradeVenue.ts';

/** A simulated exchange in a process of its own, traded on through the real Kraken adapter: every order goes the way that it would go live. */
export const krakenSim: VenueDefinition = {
  name: 'kraken-sim',
  async prepare(config, _configHash, secrets) {
    const {market} = config;
    const symbols = market.symbols.length > 0 ? market.symbols : SIMULATED_SPECS.map(({symbol}) => symbol);
    const {restUrl, apiKey, apiSecret, clock} = await locate(config, secrets);
    for (const secret of [apiKey, apiSecret]) registerSecret(secret);

    return {
      ...tradeVenue(market, symbols),
      account: accountName('kraken-sim', apiKey),
      async open(state, fence) {
        // Only this venue loads what can sign an order.
        const {KrakenBroker} = await import('../kraken/KrakenBroker.ts');
        const time = await joinClock(restUrl, state.time);
        const broker = new KrakenBroker({
          credentials: {apiKey, apiSecret},
          simulated: {speed: clock.speed},
          edge: {
            ...time,
            ...(fence === undefined ? {} : fencedEdge(fence, urlsOf(restUrl))),
            urls: urlsOf(restUrl),
            tier: 'intermediate',
            patience: clock.speed,
          },
        });
        if (state.run !== null) broker.restore(restoreOrders(state));

        return broker;
      },
    };
  },
};

/** The exchange that the configuration names, or the one of the data directory. */
const locate = async ({market, account, dataDir, seed}: Config, {exchangeKey}: Secrets): Promise<FoundExchange> => {
  if (market.exchange === '' || exchangeKey === null) {
    const speed = typeof market.speed === 'number' ? market.speed : null;
    const directory = join(dataDir, 'exchange');

    return findExchange({directory, speed, seed, cash: account.openingCash, symbols: market.symbols});
  }
  try {
    return {...exchangeKey, restUrl: market.exchange, clock: await askClock(market.exchange)};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new VenueUnreachable(
      `No simulated exchange answers at "${market.exchange}": ${reason}. Start one with ogz simulator, or leave market.exchange out.`,
      {cause: error},
    );
  }
};

const urlsOf = (restUrl: string): KrakenUrls => {
  const socket = restUrl.replace(/^http/, 'ws');

  return {rest: restUrl, publicSocket: `${socket}/v2`, privateSocket: `${socket}/auth/v2`};
};
