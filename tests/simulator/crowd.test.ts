import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {MAKERS} from '../../brokers/simulator/crowd/Crowd.ts';
import {KrakenSimulation} from '../../brokers/simulator/KrakenSimulation.ts';
import {madeUpMarkets} from '../../brokers/simulator/madeUpMarkets.ts';
import type {Link} from '../../brokers/simulator/dialects/kraken/streams/Session.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {d, order, totalOf} from './exchangeWorld.ts';

const SYMBOL = 'BTC/USD';
const MINUTE_MS = 60_000;

/** The exchange in virtual time and without sockets, and every frame of one subscriber. */
const open = (seed: number, historyMinutes = 10) => {
  const time = new ManualTime(1_700_000_000_000);
  const opensAt = time.clock.now();
  const simulation = new KrakenSimulation({
    seed,
    markets: madeUpMarkets({seed, opensAt, historyMinutes, symbols: [SYMBOL]}),
    credentials: {apiKey: 'key', apiSecret: 'c2VjcmV0'},
    clock: time.clock,
    timers: time.timers,
    rateTier: 'off',
  });
  const frames: string[] = [];
  const link: Link = {send: text => void frames.push(text), terminate: () => {}};
  const session = simulation.dialect.connect('public', link);
  simulation.start();
  const send = (message: object) => simulation.dialect.receive(session, JSON.stringify(message));
  for (const channel of ['trade', 'book', 'ticker', 'ohlc'])
    send({method: 'subscribe', params: {channel, symbol: [SYMBOL]}});

  return {time, simulation, frames, send, opensAt};
};

const tradesIn = (frames: readonly string[]) =>
  frames
    .map(
      text =>
        JSON.parse(text) as {
          channel?: string;
          type?: string;
          data?: {trade_id: number; timestamp: string; price: number}[];
        },
    )
    .filter(({channel}) => channel === 'trade')
    .flatMap(({data = []}) => data);

describe('the crowd', () => {
  it('prints the made-up trades, with ids and times that go on from the past', () => {
    const {time, simulation, frames, opensAt} = open(3);
    time.advance(5 * MINUTE_MS);
    const trades = tradesIn(frames);
    const ids = trades.map(trade => trade.trade_id);

    expect(trades.length).toBeGreaterThan(100);
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
    expect(trades.every(({timestamp}, index) => timestamp >= (trades[index - 1]?.timestamp ?? ''))).toBe(true);
    expect(new Set(trades.map(trade => trade.price)).size).toBeGreaterThan(20);
    const candles = simulation.market.tape(SYMBOL).candles.bars(1, 720);
    expect(candles.map(candle => candle.time)).toEqual(
      candles.map((_, index) => (candles[0]?.time ?? 0) + index * MINUTE_MS),
    );
    expect(candles.at(-1)?.time).toBeGreaterThan(opensAt + 3 * MINUTE_MS);
  });

  it('always leaves a book on both sides that is not crossed', () => {
    const {time, simulation} = open(4);
    for (let step = 0; step < 120; step += 1) {
      time.advance(1_000);
      const book = simulation.exchange.book(SYMBOL);
      const [bid, ask] = [book.bestPrice('buy'), book.bestPrice('sell')];
      expect(bid !== null && ask !== null && bid < ask).toBe(true);
      expect(book.levels('buy').length).toBeGreaterThan(10);
      expect(book.levels('buy').length).toBeLessThan(100);
    }
  });

  it('fills a resting order when the market comes to it, before anybody who came later', () => {
    const {time, simulation} = open(5);
    const {exchange, account} = simulation;
    const bid = exchange.book(SYMBOL).bestPrice('buy') ?? d('0');
    const answer = exchange.submit(
      account,
      {...order({quantity: '0.01'}), kind: 'limit', limitPrice: bid},
      simulation.now(),
    );
    for (let minutes = 0; minutes < 60 && exchange.openOrders(account).length > 0; minutes += 1)
      time.advance(MINUTE_MS);

    expect(answer.ok && exchange.truth.order(answer.order.id)).toMatchObject({status: 'filled', filled: d('0.01')});
    expect(exchange.truth.executionsOf(account).every(fill => fill.liquidity === 'maker' && fill.price === bid)).toBe(
      true,
    );
  });

  it('neither makes nor loses money with all its trades', () => {
    const {time, simulation} = open(6);
    const {exchange} = simulation;
    const before = ['USD', 'BTC'].map(asset => totalOf(exchange, asset));
    time.advance(10 * MINUTE_MS);

    expect(['USD', 'BTC'].map(asset => totalOf(exchange, asset))).toEqual(before);
    expect(exchange.account(MAKERS).held('USD') > 0n).toBe(true);
    expect(exchange.truth.orders()).toEqual([]);
  });

  it('gives the same frames for the same seed, byte for byte, and others for another', () => {
    const hashOf = (seed: number): string => {
      const {time, frames} = open(seed);
      time.advance(2 * MINUTE_MS);
      return createHash('sha256').update(frames.join('\n')).digest('hex');
    };
    expect(hashOf(8)).toBe(hashOf(8));
    expect(hashOf(8)).not.toBe(hashOf(9));
  });
});
