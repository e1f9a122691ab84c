import {describe, expect, it} from 'vitest';
import {KrakenMarket} from '../../brokers/kraken/KrakenMarket.ts';
import type {MarketListener} from '../../brokers/MarketSource.ts';
import type {FeedReport} from '../../brokers/IBrokerAdapter.ts';
import type {Book} from '../../core/domain/Book.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import {type ScriptedSocket, ScriptedSockets, settled} from '../net/ScriptedSockets.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {ScriptedRest, URLS} from './ScriptedKraken.ts';

class Recorder implements MarketListener {
  readonly trades: Trade[] = [];
  readonly books: Book[] = [];
  readonly feed: FeedReport[] = [];

  onTrade(trade: Trade): null {
    this.trades.push(trade);
    return null;
  }

  onBook(_symbol: string, book: Book): null {
    this.books.push(book);
    return null;
  }

  onFeed(report: FeedReport): void {
    this.feed.push(report);
  }

  onBar(): null {
    return null;
  }

  onEnd(): void {}
}

const makeWorld = () => {
  const time = new ManualTime();
  const rest = new ScriptedRest(() => time.clock.now());
  const sockets = new ScriptedSockets();
  const edge = {
    urls: URLS,
    clock: time.clock,
    timers: time.timers,
    random: () => 0.5,
    openSocket: sockets.open,
    sendHttp: rest.send,
  };

  return {time, rest, sockets, heard: new Recorder(), market: new KrakenMarket(edge)};
};

type World = ReturnType<typeof makeWorld>;

const requests = (socket: ScriptedSocket): {method: string; req_id: number; params: Record<string, unknown>}[] =>
  socket.sent.map(text => JSON.parse(text));

/** Answers everything that has not been answered. */
const answer = async (socket: ScriptedSocket, from = 0): Promise<void> => {
  await settled();
  for (const {method, req_id} of requests(socket).slice(from)) socket.say({method, req_id, success: true, result: {}});
  await settled();
};

const started = async (): Promise<World> => {
  const world = makeWorld();
  await world.market.markets(['BTC/USD']);
  const up = world.market.start(world.heard);
  world.sockets.last.open();
  await answer(world.sockets.last);
  await up;
  await settled();

  return world;
};

const trade = (id: number, price = 50_000): object => ({
  channel: 'trade',
  type: 'update',
  data: [
    {
      symbol: 'BTC/USD',
      side: 'buy',
      price,
      qty: 0.1,
      ord_type: 'limit',
      trade_id: id,
      timestamp: '2023-11-14T22:13:20Z',
    },
  ],
});

/** Lets time pass with a heartbeat each second, and an answer to each ping. */
const pass = async ({time, sockets}: World, ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 1_000) {
    const {length} = sockets.last.sent;
    time.advance(1_000);
    sockets.last.say({channel: 'heartbeat'});
    for (const text of sockets.last.sent.slice(length)) {
      const {method, req_id} = JSON.parse(text) as {method: string; req_id: number};
      if (method === 'ping') sockets.last.say({method: 'pong', req_id});
    }
  }
  await settled();
};

describe('KrakenMarket', () => {
  it('says plainly that it needs a network', async () => {
    const {market, rest, time} = makeWorld();
    rest.answers.set('AssetPairs', new Error('getaddrinfo ENOTFOUND'));
    const failed = market.markets(['BTC/USD']).catch((error: unknown) => String(error));
    for (let step = 0; step < 20; step += 1) {
      await settled();
      time.advance(1_000);
    }

    expect(await failed).toMatch(/ENOTFOUND.*needs a network.*--market sim/);
  });

  it('names the known markets when one is unknown', async () => {
    await expect(makeWorld().market.markets(['NO/SUCH'])).rejects.toThrow(/"NO\/SUCH".*Known: BTC\/USD/);
  });

  it('is paper, real and keyless', async () => {
    const {market, rest} = await started();

    expect(market.identity).toEqual({name: 'kraken', mode: 'paper', simulated: false, speed: 1});
    expect(rest.headers.every(headers => !('API-Key' in headers))).toBe(true);
  });

  it('delivers each trade once and keeps to their order', async () => {
    const {heard, sockets} = await started();
    for (const id of [7, 8, 8, 7, 9]) sockets.last.say(trade(id));

    expect(heard.trades.map(({id}) => id)).toEqual([7, 8, 9]);
  });

  it('begins with the trades since its history ended', async () => {
    const world = makeWorld();
    const now = world.time.clock.now();
    await world.market.markets(['BTC/USD']);
    world.rest.answers.set('Trades', {
      XXBTZUSD: [
        ['50000.0', '0.1', now / 1_000 - 5, 'b', 'l', '', 5],
        ['50001.0', '0.1', now / 1_000 - 2, 's', 'm', '', 6],
      ],
      last: '0',
    });
    const up = world.market.start(world.heard);
    world.sockets.last.open();
    await settled();
    for (const {method, req_id} of requests(world.sockets.last)) {
      world.sockets.last.say({method, req_id, success: true, result: {}});
    }
    world.sockets.last.say(trade(7));
    await up;
    await settled();

    expect(world.heard.trades.map(({id, takerSide}) => [id, takerSide])).toEqual([
      [5, 'buy'],
      [6, 'sell'],
      [7, 'buy'],
    ]);
  });

  it('cannot be relied on while trades lack that could not be fetched, and fetches them as soon as it can', async () => {
    const world = makeWorld();
    const {time, heard, rest, sockets, market} = world;
    const now = time.clock.now();
    await market.markets(['BTC/USD']);
    rest.answers.set('Trades', ['EGeneral:Internal error']);
    const up = market.start(heard);
    sockets.last.open();
    await answer(sockets.last);
    for (let second = 0; second < 20; second += 1) await pass(world, 1_000);
    await up;
    sockets.last.say(trade(7));
    expect(heard.feed.map(({kind}) => kind)).toEqual(['lost']);
    expect(heard.trades.map(({id}) => id)).toEqual([7]);

    rest.answers.set('Trades', {XXBTZUSD: [['50000.0', '0.1', now / 1_000 - 5, 'b', 'l', '', 6]], last: '0'});
    for (let second = 0; second < 20; second += 1) {
      sockets.last.say(trade(8 + second));
      await pass(world, 1_000);
    }
    expect(heard.feed.map(({kind}) => kind)).toEqual(['lost', 'restored']);
    expect(heard.trades.map(({id}) => id)).toContain(6);
  });

  it('says that a market is lost in maintenance, and that it is back', async () => {
    const {heard, sockets} = await started();
    sockets.last.say({channel: 'status', type: 'update', data: [{system: 'maintenance'}]});
    sockets.last.say({channel: 'status', type: 'update', data: [{system: 'online'}]});

    expect(heard.feed).toMatchObject([
      {kind: 'lost', reason: expect.stringContaining('"maintenance"')},
      {kind: 'restored'},
    ]);
  });

  it('renews a trade channel that has stopped while the price moves on', async () => {
    const world = await started();
    const {heard, sockets, rest} = world;
    sockets.last.say(trade(7));
    const from = sockets.last.sent.length;
    rest.calls.length = 0;
    for (let index = 0; index < 3; index += 1) {
      await pass(world, 9_000);
      sockets.last.say({
        channel: 'ticker',
        type: 'update',
        data: [{symbol: 'BTC/USD', bid: 51_000 + index, ask: 51_001 + index, last: 51_000 + index}],
      });
    }
    await pass(world, 4_000);

    expect(heard.feed).toMatchObject([{kind: 'lost', reason: 'the trade channel has stopped'}]);
    expect(requests(sockets.last).slice(from)).toMatchObject([{method: 'unsubscribe', params: {channel: 'trade'}}]);
    expect(rest.calls).toContain('Trades');
    sockets.last.say(trade(8, 51_003));
    expect(heard.feed.at(-1)).toEqual({kind: 'restored', symbol: 'BTC/USD'});
  });

  it('raises no alarm in a quiet market, however long', async () => {
    const world = await started();
    world.sockets.last.say(trade(7));
    for (let hour = 0; hour < 24; hour += 1) {
      await pass(world, 600_000);
      world.sockets.last.say({
        channel: 'ticker',
        type: 'update',
        data: [{symbol: 'BTC/USD', bid: 49_999, ask: 50_001, last: 50_000}],
      });
    }

    expect(world.heard.feed).toEqual([]);
    expect(world.sockets.all.length).toBe(1);
  });

  it('tells nothing more once it is stopped', async () => {
    const {heard, market, sockets} = await started();
    await market.stop();
    sockets.last.say(trade(7));

    expect(heard.trades).toEqual([]);
  });
});
