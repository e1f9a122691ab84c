import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Exchange} from '../../brokers/simulator/engine/Exchange.ts';
import {decodeLine, encodeLine} from '../../brokers/simulator/state/StateLine.ts';
import {essential} from '../../brokers/simulator/state/readState.ts';
import {type Decimal, sum, toText} from '../../core/domain/Decimal.ts';
import {d, openWorld, order, SYMBOL, T0, totalOf} from './exchangeWorld.ts';

const NAMES = ['ann', 'bob', 'cid'] as const;
const RUNS = 150;

type Command =
  | {
      readonly do: 'limit';
      readonly who: number;
      readonly isBuy: boolean;
      readonly price: number;
      readonly lots: number;
      readonly postOnly: boolean;
    }
  | {readonly do: 'market'; readonly who: number; readonly isBuy: boolean; readonly lots: number}
  | {readonly do: 'stop'; readonly who: number; readonly isBuy: boolean; readonly price: number; readonly lots: number}
  | {readonly do: 'cancel'; readonly who: number; readonly pick: number}
  | {readonly do: 'amend'; readonly who: number; readonly pick: number; readonly price: number; readonly lots: number}
  | {readonly do: 'wait'; readonly ms: number};

const who = fc.nat({max: 2});
const isBuy = fc.boolean();
const price = fc.integer({min: 95, max: 105});
const lots = fc.integer({min: 1, max: 400_000});
const pick = fc.nat({max: 20});

const limit = fc.record({do: fc.constant('limit' as const), who, isBuy, price, lots, postOnly: fc.boolean()});
const command: fc.Arbitrary<Command> = fc.oneof(
  {arbitrary: limit, weight: 6},
  fc.record({do: fc.constant('market' as const), who, isBuy, lots}),
  fc.record({do: fc.constant('stop' as const), who, isBuy, price, lots}),
  fc.record({do: fc.constant('cancel' as const), who, pick}),
  fc.record({do: fc.constant('amend' as const), who, pick, price, lots}),
  fc.record({do: fc.constant('wait' as const), ms: fc.nat({max: 5_000})}),
);

/** Odd lots, so that costs and fees are not round. */
const quantity = (count: number): string => toText((d('0.00000337') * BigInt(count)) as Decimal);

const run = (exchange: Exchange, one: Command, time: number): void => {
  if (one.do === 'wait') return exchange.advance(time + one.ms);
  const name = NAMES[one.who] ?? 'ann';
  const side = 'isBuy' in one && one.isBuy ? 'buy' : 'sell';
  if (one.do === 'limit') {
    const {postOnly} = one;
    return void exchange.submit(
      name,
      order({side, limit: `${one.price}.3`, quantity: quantity(one.lots), postOnly}),
      time,
    );
  }
  if (one.do === 'market') return void exchange.submit(name, order({side, quantity: quantity(one.lots)}), time);
  if (one.do === 'stop') {
    return void exchange.submit(
      name,
      order({side, kind: 'stop-loss', trigger: `${one.price}.3`, quantity: quantity(one.lots)}),
      time,
    );
  }
  const open = exchange.openOrders(name);
  const target = open[one.pick % Math.max(1, open.length)];
  if (target === undefined) return;
  if (one.do === 'cancel') exchange.cancel(name, {id: target.id}, time);
  else {
    const change = {
      quantity: d(quantity(one.lots)),
      ...(target.limitPrice === null ? {} : {limitPrice: d(`${one.price}.3`)}),
    };
    exchange.amend(name, {id: target.id}, change, time);
  }
};

/** A poor second account makes funds run out. */
const worldOf = () => {
  const world = openWorld();
  world.exchange.deposit('bob', 'USD', d('-999900'));
  world.exchange.deposit('bob', 'BTC', d('-99'));

  return world;
};

describe('Exchange under any commands', () => {
  it('neither makes nor loses money or units, and never holds what is not there', () => {
    fc.assert(
      fc.property(fc.array(command, {maxLength: 60}), commands => {
        const {exchange} = worldOf();
        const [usd, btc] = [totalOf(exchange, 'USD'), totalOf(exchange, 'BTC')];
        for (const one of commands) {
          run(exchange, one, exchange.time);
          expect(totalOf(exchange, 'USD')).toBe(usd);
          expect(totalOf(exchange, 'BTC')).toBe(btc);
          for (const name of NAMES) {
            const account = exchange.account(name);
            const open = exchange.openOrders(name);
            const held = (side: string) => sum(open.filter(each => each.request.side === side).map(each => each.hold));
            expect(account.held('USD')).toBe(held('buy'));
            expect(account.held('BTC')).toBe(held('sell'));
            expect(account.free('USD') >= 0n && account.free('BTC') >= 0n).toBe(true);
          }
        }
      }),
      {numRuns: RUNS},
    );
  });

  it('keeps a truth from which every balance and every order follows', () => {
    fc.assert(
      fc.property(fc.array(command, {maxLength: 60}), commands => {
        const {exchange} = worldOf();
        for (const one of commands) run(exchange, one, exchange.time);
        for (const name of NAMES) {
          for (const asset of ['USD', 'BTC'])
            expect(exchange.account(name).balance(asset)).toBe(exchange.truth.balanceOf(name, asset));
        }
        for (const each of exchange.truth.orders()) {
          const fills = exchange.truth.executions.filter(fill => fill.orderId === each.id);
          expect(sum(fills.map(fill => fill.quantity))).toBe(each.filled);
          expect(sum(fills.map(fill => fill.cost))).toBe(each.cost);
          expect(sum(fills.map(fill => fill.fee))).toBe(each.fee);
          expect(each.filled <= each.quantity).toBe(true);
          expect(each.status === 'filled').toBe(each.filled === each.quantity);
        }
      }),
      {numRuns: RUNS},
    );
  });

  it('never leaves a crossed book', () => {
    fc.assert(
      fc.property(fc.array(command, {maxLength: 60}), commands => {
        const {exchange} = worldOf();
        for (const one of commands) {
          run(exchange, one, exchange.time);
          const [bid, ask] = [exchange.book(SYMBOL).bestPrice('buy'), exchange.book(SYMBOL).bestPrice('sell')];
          expect(bid === null || ask === null || bid < ask).toBe(true);
        }
      }),
      {numRuns: RUNS},
    );
  });

  it('says the same thing twice for the same commands', () => {
    fc.assert(
      fc.property(fc.array(command, {maxLength: 40}), commands => {
        const [one, two] = [worldOf(), worldOf()];
        for (const each of commands) for (const {exchange} of [one, two]) run(exchange, each, exchange.time);
        expect(one.events).toEqual(two.events);
      }),
      {numRuns: 50},
    );
  });
});

type Resting = {
  readonly id: string;
  readonly who: number;
  readonly isBuy: boolean;
  readonly price: number;
  lots: number;
};
type Match = readonly [makerId: string, takerId: string, price: number, lots: number];

/** The slowest matcher there is: looks through all orders for the best one, again and again. */
const naiveMatch = (resting: Resting[], incoming: Resting): readonly Match[] => {
  const matches: Match[] = [];
  while (incoming.lots > 0) {
    const others = resting.filter(each => each.isBuy !== incoming.isBuy && each.lots > 0);
    const reachable = others.filter(each =>
      incoming.isBuy ? each.price <= incoming.price : each.price >= incoming.price,
    );
    const best = reachable.reduce<Resting | null>((found, each) => {
      if (found === null) return each;
      return (incoming.isBuy ? each.price < found.price : each.price > found.price) ? each : found;
    }, null);
    if (best === null) break;
    if (best.who === incoming.who) return matches;
    const traded = Math.min(best.lots, incoming.lots);
    matches.push([best.id, incoming.id, best.price, traded]);
    best.lots -= traded;
    incoming.lots -= traded;
  }
  if (incoming.lots > 0) resting.push(incoming);

  return matches;
};

it('matches as the naive matcher does: price first, then time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({who, isBuy, price, lots: fc.integer({min: 1, max: 9})}), {maxLength: 80}),
      asked => {
        const {exchange, place} = openWorld();
        const resting: Resting[] = [];
        const expected: Match[] = [];
        for (const {who: number, isBuy: wantsBuy, price: at, lots: count} of asked) {
          const side = wantsBuy ? 'buy' : 'sell';
          const {id} = place(NAMES[number] ?? 'ann', order({side, limit: String(at), quantity: String(count)}), T0);
          expected.push(...naiveMatch(resting, {id, who: number, isBuy: wantsBuy, price: at, lots: count}));
        }
        const fills = exchange.truth.executions;
        const actual = fills
          .filter(fill => fill.liquidity === 'maker')
          .map(fill => {
            const taker = fills.find(each => each.tradeId === fill.tradeId && each.liquidity === 'taker');
            return [fill.orderId, taker?.orderId, Number(toText(fill.price)), Number(toText(fill.quantity))];
          });
        expect(actual).toEqual(expected);
      },
    ),
    {numRuns: RUNS},
  );
});

describe('an exchange that was closed', () => {
  /** A new exchange that knows only what the old one told, as it stands in a file. */
  const reopened = ({exchange, events}: ReturnType<typeof worldOf>): Exchange => {
    const told = events
      .filter(({type}) => type !== 'trade' && type !== 'level' && type !== 'mode')
      .map(event => decodeLine(encodeLine({type: 'event', event})))
      .flatMap(line => (line.type === 'event' ? [line.event] : []));
    const again = new Exchange({instruments: exchange.instruments, time: exchange.time});
    for (const name of NAMES) again.openAccount(name, {});
    again.restore({events: essential(told), lastTrades: []}, 1);

    return again;
  };

  const booksOf = (exchange: Exchange) => ({
    orders: exchange.truth.orders(),
    executions: exchange.truth.executions,
    due: exchange.nextDue(),
    accounts: NAMES.map(name => ({
      open: exchange.openOrders(name),
      funds: ['USD', 'BTC'].map(asset => {
        const account = exchange.account(name);
        return [account.balance(asset), account.held(asset), exchange.truth.balanceOf(name, asset)];
      }),
      volume: exchange.account(name).volumeAt(exchange.time),
    })),
    bids: exchange
      .book(SYMBOL)
      .levels('buy')
      .map(({price: at, quantity: size}) => [at, size]),
    asks: exchange
      .book(SYMBOL)
      .levels('sell')
      .map(({price: at, quantity: size}) => [at, size]),
  });

  it('has the same books when it opens again, and its new ids are new', () => {
    fc.assert(
      fc.property(fc.array(command, {minLength: 1, maxLength: 60}), commands => {
        const world = worldOf();
        commands.forEach((one, index) => run(world.exchange, one, T0 + index * 1_000));
        world.exchange.armDeadMan('ann', 60_000, world.exchange.time);
        const again = reopened(world);
        expect(booksOf(again)).toEqual(booksOf(world.exchange));

        const known = new Set(again.truth.orders().map(({id}) => id));
        const answer = again.submit('cid', order({limit: '50.3', quantity: '0.1'}), again.time);
        expect(answer.ok && !known.has(answer.order.id)).toBe(true);
      }),
      {numRuns: RUNS},
    );
  });
});
