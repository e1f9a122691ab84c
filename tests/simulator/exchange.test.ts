import {describe, expect, it} from 'vitest';
import {RATE_TIERS} from '../../brokers/simulator/engine/limits.ts';
import {toText} from '../../core/domain/Decimal.ts';
import {d, openWorld, order, SYMBOL, T0} from './exchangeWorld.ts';

const sell = (limit: string, quantity = '1') => order({side: 'sell', limit, quantity});
const buy = (limit: string, quantity = '1') => order({limit, quantity});

describe('Exchange: orders meet', () => {
  it('at the resting price, the better price first and then the older order', () => {
    const {exchange, place} = openWorld();
    const late = place('bob', sell('101'));
    const older = place('bob', sell('100'));
    const newer = place('cid', sell('100'));
    place('ann', buy('102', '2.5'));

    const fills = exchange.truth.executions.filter(fill => fill.liquidity === 'maker');
    expect(fills.map(fill => [fill.orderId, toText(fill.price), toText(fill.quantity)])).toEqual([
      [older.id, '100', '1'],
      [newer.id, '100', '1'],
      [late.id, '101', '0.5'],
    ]);
  });

  it('with fees of the tier, maker and taker, in quote units', () => {
    const {exchange, place} = openWorld();
    place('bob', sell('10000'));
    place('ann', buy('10000'));

    expect(toText(exchange.account('ann').balance('USD'))).toBe('989960');
    expect(toText(exchange.account('bob').balance('USD'))).toBe('1009975');
    expect(toText(exchange.account('exchange').balance('USD'))).toBe('65');
  });

  it('with lower fees for who has traded much', () => {
    const {exchange, place} = openWorld({baseVolume: d('10000000')});
    place('bob', sell('10000'));
    place('ann', buy('10000'));

    expect(toText(exchange.truth.executionsOf('ann')[0]?.fee ?? d('-1'))).toBe('10');
    expect(toText(exchange.truth.executionsOf('bob')[0]?.fee ?? d('-1'))).toBe('0');
  });

  it('in the order pending_new, new, executions, filled; both sides with one trade id', () => {
    const {events, place} = openWorld();
    place('bob', sell('100'));
    events.length = 0;
    place('ann', buy('100'));

    expect(
      events
        .filter(({type}) => type === 'order' || type === 'execution')
        .map(event => (event.type === 'order' ? event.change : event.type)),
    ).toEqual(['pending_new', 'new', 'execution', 'execution', 'filled', 'filled']);
    const ids = events.flatMap(event => (event.type === 'execution' ? [event.execution.tradeId] : []));
    expect(new Set(ids).size).toBe(1);
  });

  it('never with themselves: the newest, the oldest or both go', () => {
    for (const [rule, resting, incoming] of [
      ['cancel_newest', 'new', 'canceled'],
      ['cancel_oldest', 'canceled', 'new'],
      ['cancel_both', 'canceled', 'canceled'],
    ] as const) {
      const {exchange, place, stateOf} = openWorld();
      const first = place('ann', sell('100'));
      const second = place('ann', order({limit: '100', selfTradePrevention: rule}));
      expect([stateOf(first.id).status, stateOf(second.id).status]).toEqual([resting, incoming]);
      expect(exchange.truth.executions).toEqual([]);
    }
  });
});

describe('Exchange: kinds of orders', () => {
  it('cancels what an IOC, a market order or an unfillable FOK leaves over', () => {
    const {place, stateOf} = openWorld();
    place('bob', sell('100', '0.4'));
    const kill = place('ann', order({limit: '100', timeInForce: 'FOK'}));
    expect(stateOf(kill.id)).toMatchObject({status: 'canceled', filled: 0n});
    const now = place('ann', order({limit: '100', timeInForce: 'IOC'}));
    expect(stateOf(now.id)).toMatchObject({status: 'canceled', filled: d('0.4')});
    const market = place('ann', order());
    expect(stateOf(market.id)).toMatchObject({
      status: 'canceled',
      filled: 0n,
      reason: 'Market order ran out of liquidity',
    });
  });

  it('refuses a post-only order that would take, and rests one that would not', () => {
    const {exchange, place} = openWorld();
    place('bob', sell('100'));
    expect(exchange.submit('ann', order({limit: '100', postOnly: true}), T0)).toEqual({
      ok: false,
      refusal: 'POST_ONLY_WOULD_TAKE',
    });
    expect(place('ann', order({limit: '99.9', postOnly: true})).status).toBe('new');
  });

  it('starts a stop when a trade touches it and a take-profit when it goes the other way', () => {
    const {place, stateOf} = openWorld();
    const stop = place('ann', order({side: 'sell', kind: 'stop-loss', trigger: '95'}));
    const target = place('ann', order({side: 'sell', kind: 'take-profit-limit', trigger: '105', limit: '104'}));
    place('bob', buy('100', '5'));
    place('cid', order({side: 'sell', quantity: '0.1'}));
    expect([stateOf(stop.id).isTriggered, stateOf(target.id).isTriggered]).toEqual([false, false]);

    place('bob', sell('105', '0.1'));
    place('cid', buy('105', '0.1'));
    expect(stateOf(target.id)).toMatchObject({isTriggered: true, status: 'new'});
    place('cid', order({side: 'sell', quantity: '4.9'}));
    place('bob', buy('95', '3'));
    place('cid', order({side: 'sell', quantity: '1'}));
    expect(stateOf(stop.id)).toMatchObject({isTriggered: true, status: 'filled', cost: d('95')});
  });

  it('cancels a triggered buy that the account can no longer pay', () => {
    const {exchange, place, stateOf} = openWorld();
    place('bob', sell('100', '0.1'));
    place('bob', sell('50000', '50'));
    const stop = place('ann', order({kind: 'stop-loss', trigger: '100', quantity: '50'}));
    place('cid', buy('100', '0.1'));

    expect(stateOf(stop.id)).toMatchObject({status: 'canceled', reason: 'Insufficient funds', filled: 0n});
    expect(exchange.account('ann').held('USD')).toBe(0n);
  });

  it('lets a GTD order expire, and nothing before', () => {
    const {exchange, place, stateOf} = openWorld();
    const {id} = place('ann', order({limit: '90', timeInForce: 'GTD', expiresAt: T0 + 1_000}));
    exchange.advance(T0 + 999);
    expect(stateOf(id).status).toBe('new');
    exchange.advance(T0 + 1_000);
    expect(stateOf(id).status).toBe('expired');
  });

  it('keeps its place when an order shrinks, and loses it when it grows or moves', () => {
    const {exchange, place} = openWorld();
    const first = place('bob', sell('100', '2'));
    const second = place('cid', sell('100', '2'));
    exchange.amend('bob', {id: first.id}, {quantity: d('1')}, T0);
    place('ann', buy('100', '0.5'));
    expect(exchange.truth.order(first.id)?.filled).toBe(d('0.5'));

    exchange.amend('bob', {id: first.id}, {quantity: d('3')}, T0);
    place('ann', buy('100', '0.5'));
    expect(exchange.truth.order(second.id)?.filled).toBe(d('0.5'));
  });

  it('lets an amended price trade at once', () => {
    const {exchange, place, stateOf} = openWorld();
    place('bob', sell('100'));
    const {id} = place('ann', buy('90'));
    exchange.amend('ann', {id}, {limitPrice: d('100')}, T0);

    expect(stateOf(id).status).toBe('filled');
  });
});

describe('Exchange: what it refuses', () => {
  const refusalOf = (request: Parameters<typeof order>[0], time = T0) =>
    openWorld().exchange.submit('ann', order(request), time);

  it.each([
    ['UNKNOWN_SYMBOL', {symbol: 'NO/USD', limit: '100'}],
    ['TICK_SIZE', {limit: '100.05'}],
    ['LOT_SIZE', {limit: '100', quantity: '1.000000001'}],
    ['MIN_QUANTITY', {limit: '100000', quantity: '0.00004'}],
    ['MIN_COST', {limit: '100', quantity: '0.0001'}],
    ['INSUFFICIENT_FUNDS', {limit: '100000', quantity: '10'}],
    ['INSUFFICIENT_FUNDS', {side: 'sell', limit: '1', quantity: '101'}],
    ['BAD_PRICE', {kind: 'limit'}],
    ['BAD_COMBINATION', {limit: '100', postOnly: true, timeInForce: 'IOC'}],
    ['DEADLINE_ELAPSED', {limit: '100', deadline: T0 - 1}],
  ] as const)('%s', (refusal, request) => {
    expect(refusalOf(request)).toEqual({ok: false, refusal});
  });

  it('a client id of an open order, but not of an order that is over', () => {
    const {exchange, place} = openWorld();
    const request = order({limit: '90', clientOrderId: 'x'});
    const {id} = place('ann', request);
    expect(exchange.submit('ann', request, T0)).toEqual({ok: false, refusal: 'CLIENT_ID_IN_USE'});
    expect(place('bob', request).id).not.toBe(id);
    exchange.cancel('ann', {clientOrderId: 'x'}, T0);
    expect(place('ann', request).status).toBe('new');
    expect(exchange.truth.byClientOrderId('x').length).toBe(3);
  });

  it('a second cancel, and then nothing has changed', () => {
    const {exchange, place, events} = openWorld();
    const {id} = place('ann', buy('90'));
    exchange.cancel('ann', {id}, T0);
    const before = events.length;
    expect(exchange.cancel('ann', {id}, T0)).toEqual({ok: false, refusal: 'UNKNOWN_ORDER'});
    expect(exchange.cancel('bob', {id}, T0)).toEqual({ok: false, refusal: 'UNKNOWN_ORDER'});
    expect(events.length).toBe(before);
  });

  it('orders beyond the count, until it decays; cancels never, and young ones cost most', () => {
    const {exchange, place} = openWorld({limits: RATE_TIERS.intermediate});
    const ids = Array.from({length: 15}, () => place('ann', buy('90', '0.1')).id);
    for (const id of ids) expect(exchange.cancel('ann', {id}, T0).ok).toBe(true);
    expect(exchange.submit('ann', buy('90', '0.1'), T0)).toEqual({ok: false, refusal: 'RATE_LIMIT'});
    expect(exchange.submit('ann', buy('90', '0.1'), T0 + 5_000).ok).toBe(true);
  });

  it('what its mode forbids', () => {
    const {exchange, place} = openWorld();
    const {id} = place('ann', buy('90'));
    const refusal = (mode: Parameters<typeof exchange.setMode>[0], request = buy('91')) => {
      exchange.setMode(mode, T0);
      const answer = exchange.submit('ann', request, T0);
      return answer.ok ? 'taken' : answer.refusal;
    };
    expect(refusal('maintenance')).toBe('UNAVAILABLE');
    expect(refusal('post_only')).toBe('POST_ONLY_MODE');
    expect(refusal('limit_only', order({side: 'sell'}))).toBe('LIMIT_ONLY_MODE');
    expect(refusal('cancel_only')).toBe('CANCEL_ONLY');
    expect(exchange.cancel('ann', {id}, T0).ok).toBe(true);
    expect(refusal('online')).toBe('taken');
  });
});

describe("Exchange: the dead man's switch", () => {
  it('cancels all orders of the account, stops too, when it is not called again', () => {
    const {exchange, place, stateOf} = openWorld();
    const rest = place('ann', buy('90'));
    const stop = place('ann', order({side: 'sell', kind: 'stop-loss', trigger: '80'}));
    const other = place('bob', buy('90'));
    exchange.armDeadMan('ann', 60_000, T0);
    exchange.armDeadMan('ann', 60_000, T0 + 50_000);
    exchange.advance(T0 + 109_999);
    expect(stateOf(rest.id).status).toBe('new');
    exchange.advance(T0 + 110_000);
    expect([rest, stop, other].map(each => stateOf(each.id).status)).toEqual(['canceled', 'canceled', 'new']);
  });

  it('does nothing once it is disarmed', () => {
    const {exchange, place, stateOf} = openWorld();
    const {id} = place('ann', buy('90'));
    exchange.armDeadMan('ann', 60_000, T0);
    exchange.armDeadMan('ann', 0, T0);
    exchange.advance(T0 + 3_600_000);
    expect(stateOf(id).status).toBe('new');
    expect(exchange.book(SYMBOL).bestPrice('buy')).toBe(d('90'));
  });
});
