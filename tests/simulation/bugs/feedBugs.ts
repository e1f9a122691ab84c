import {bug, type PlantedBug} from './PlantedBug.ts';
import {wrongBroker, wrongSocket} from './seams.ts';

const ALIVE_EVERY_MS = 1_000;
const ODD_TRADE = 300;

/** Mistakes in believing the market data, and the clock. */
export const FEED_BUGS: readonly PlantedBug[] = [
  bug('a gap in the trades is not seen, and nothing is fetched', 'I-27', () => ({
    edge: edge => {
      let id = 0;
      const renumbered = wrongSocket({
        received: text =>
          text.includes('"channel":"trade"')
            ? text.replace(/"trade_id":\d+/g, () => `"trade_id":${1_000_000_000 + (id += 1)}`)
            : text,
      })(edge);

      return {
        ...renumbered,
        sendHttp: async request => {
          const answer = await edge.sendHttp(request);
          return request.url.includes('/public/Trades') ? {...answer, text: withoutTrades(answer.text)} : answer;
        },
      };
    },
  })),
  bug('a gap in the executions is not seen, and nothing is fetched', 'I-5', () => ({
    edge: edge => {
      let sequence = 0;
      const renumbered = wrongSocket({
        received: text =>
          text.includes('"channel":"executions"')
            ? text.replace(/"sequence":\d+/, () => `"sequence":${(sequence += 1)}`)
            : text,
      })(edge);

      return {
        ...renumbered,
        sendHttp: async request =>
          /TradesHistory|ClosedOrders/.test(request.url)
            ? {status: 200, text: '{"error":[],"result":{"trades":{},"closed":{},"count":0}}'}
            : edge.sendHttp(request),
      };
    },
  })),
  bug('a silent feed counts as alive', 'I-26', () => ({
    broker: wrongBroker((_broker, {edge, symbol}) => ({
      listener: listener => {
        edge.timers.every(ALIVE_EVERY_MS, () => listener.onAlive?.(symbol));
        return {...listener, onFeed: () => {}, onAccount: () => {}};
      },
    })),
  })),
  bug('the book is not proven, and silence is not noticed', 'I-26', () => ({
    edge: edge => ({
      ...edge,
      timers: {...edge.timers, every: (ms, action) => (ms === 1_000 ? () => {} : edge.timers.every(ms, action))},
    }),
    broker: wrongBroker((_broker, {edge, symbol}) => ({
      listener: listener => {
        edge.timers.every(ALIVE_EVERY_MS + 1, () => listener.onAlive?.(symbol));
        return listener;
      },
    })),
  })),
  bug('a price that is no number gets in', 'I-28', () => {
    let count = 0;

    return {
      broker: wrongBroker(() => ({
        listener: listener => ({
          ...listener,
          onTrade: trade => {
            count += 1;
            listener.onTrade(count % ODD_TRADE === 0 ? {...trade, price: Number.NaN} : trade);
          },
        }),
      })),
    };
  }),
  bug('bars close by the wall clock', 'I-35', () => ({
    broker: wrongBroker((_broker, {edge}) => ({now: () => edge.clock.now()})),
  })),
];

const withoutTrades = (text: string): string => text.replace(/\[\[.*\]\]/, '[]');
