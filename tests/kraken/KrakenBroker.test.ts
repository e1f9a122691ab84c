import {describe, expect, it} from 'vitest';
import {fill, history, order, restored, row, ScriptedKraken} from './ScriptedKraken.ts';

/** An order that was sent and of which nothing has been heard. */
const sent = async (): Promise<ScriptedKraken> => {
  const venue = await ScriptedKraken.connected();
  venue.broker.submit(order('a'));
  await venue.pass(0);

  return venue;
};

/** An order that rests. */
const resting = async (): Promise<ScriptedKraken> => {
  const venue = await sent();
  venue.execute({exec_type: 'pending_new', cl_ord_id: 'a', order_status: 'pending_new'});
  venue.answer('add_order', {result: {order_id: 'O-1', cl_ord_id: 'a'}});
  venue.execute({exec_type: 'new', cl_ord_id: 'a', order_status: 'new'});
  await venue.pass(0);

  return venue;
};

describe('an order at Kraken', () => {
  it('leaves with our id, a deadline three seconds ahead and the token', async () => {
    const venue = await sent();
    const [frame] = venue.orders;

    expect(frame?.params).toMatchObject({cl_ord_id: 'a', token: 'THE-TOKEN', order_type: 'limit', limit_price: 50_000});
    expect(Date.parse(String(frame?.params?.['deadline'])) - venue.time.clock.now()).toBe(3_000);
  });

  it('is accepted once, whether the answer or the event comes first', async () => {
    expect((await resting()).heard.story('a')).toEqual(['accepted']);
    const venue = await sent();
    venue.execute({exec_type: 'new', cl_ord_id: 'a', order_status: 'new'});
    venue.answer('add_order', {result: {order_id: 'O-1'}});
    await venue.pass(0);

    expect(venue.heard.story('a')).toEqual(['accepted']);
  });

  it('fills in parts, each told once however often it comes, with exact amounts', async () => {
    const venue = await resting();
    venue.execute(fill('T-1', 0.004));
    venue.execute(fill('T-1', 0.004));
    venue.execute(fill('T-2', 0.006), {exec_type: 'filled', order_status: 'filled', cum_qty: 0.01});
    await venue.pass(5_000);

    expect(venue.heard.story('a')).toEqual(['accepted', 'filled', 'filled']);
    expect(venue.heard.executions()).toMatchObject([
      {executionId: 'T-1', quantity: '0.004', price: '50000', fee: '0.5', feeAsset: 'USD', liquidity: 'taker'},
      {executionId: 'T-2', quantity: '0.006', evidence: {kind: 'venue', model: 'kraken'}},
    ]);
  });

  it('can be filled before it is acknowledged, by events that do not carry our id', async () => {
    const venue = await sent();
    venue.execute(fill('T-1', 0.01), {exec_type: 'filled', order_status: 'filled'});
    venue.answer('add_order', {result: {order_id: 'O-1'}});
    await venue.pass(0);

    expect(venue.heard.story('a')).toEqual(['accepted', 'filled']);
  });

  it('is rejected with our code and the venue’s words', async () => {
    const venue = await sent();
    venue.answer('add_order', {success: false, error: 'EOrder:Insufficient funds'});
    await venue.pass(0);

    expect(venue.heard.reports).toMatchObject([
      {kind: 'rejected', clientOrderId: 'a', code: 'INSUFFICIENT_FUNDS', reason: 'EOrder:Insufficient funds'},
    ]);
  });

  it('is rejected when it was accepted to post only and then would have taken', async () => {
    const venue = await sent();
    venue.execute({exec_type: 'canceled', cl_ord_id: 'a', order_status: 'canceled', reason: 'Post only order'});
    await venue.pass(0);

    expect(venue.heard.reports).toMatchObject([{kind: 'accepted'}, {kind: 'rejected', code: 'POST_ONLY_WOULD_TAKE'}]);
  });

  it('is never sent twice under one id', async () => {
    const venue = await resting();
    venue.broker.submit(order('a'));
    await venue.pass(0);
    venue.execute(fill('T-1', 0.01));
    venue.broker.submit(order('a'));
    await venue.pass(0);

    expect(venue.orders.length).toBe(1);
  });

  it('is refused without being sent while the private side is down', async () => {
    const venue = await ScriptedKraken.connected();
    venue.private.breakOff('reset');
    venue.broker.submit(order('a'));
    await venue.pass(0);

    expect(venue.heard.reports).toMatchObject([{kind: 'rejected', code: 'NOT_SENT'}]);
    expect(venue.orders).toEqual([]);
  });

  it('is refused without being sent when the venue would count too many; what reduces goes through', async () => {
    const venue = await ScriptedKraken.connected();
    for (let index = 0; index < 150; index += 1) venue.broker.submit(order(`a${index}`));
    venue.broker.submit(order('exit', {side: 'sell', reduceOnly: true, purpose: 'exit'}));
    await venue.pass(0);

    expect(venue.heard.reports.filter(({kind}) => kind === 'rejected').length).toBe(6);
    expect(venue.orders.at(-1)?.params).toMatchObject({cl_ord_id: 'exit'});
  });

  it('that cannot be written is a thrown error and nothing was sent', async () => {
    const venue = await ScriptedKraken.connected();

    expect(() => venue.broker.submit(order('a', {quantity: 'many'}))).toThrow('Not a JSON number');
    expect(venue.orders).toEqual([]);
  });
});

describe('an order whose answer never comes', () => {
  it('is unknown after the time for an answer, found by a query and never sent again', async () => {
    const venue = await sent();
    venue.rest.answers.set('OpenOrders', {open: {'O-1': row('a')}});
    await venue.pass(4_000);

    expect(venue.heard.story('a')).toEqual(['unknown', 'accepted']);
    expect(venue.orders.length).toBe(1);
  });

  it('is unknown when the connection breaks in flight, and found closed with its fills', async () => {
    const venue = await sent();
    const now = venue.time.clock.now();
    venue.rest.answers.set('ClosedOrders', {
      closed: {'O-1': row('a', {status: 'closed', vol_exec: '0.01000000'})},
    });
    venue.rest.answers.set('TradesHistory', {trades: {'T-1': history('O-1', '0.01000000', now)}});
    venue.private.breakOff('reset');
    await venue.pass(2_000);

    expect(venue.heard.story('a')).toEqual(['unknown', 'accepted', 'filled']);
    expect(venue.heard.executions()).toMatchObject([{executionId: 'T-1', feeAsset: 'USD'}]);
    expect(venue.orders.length).toBe(1);
  });

  it('is unknown, not rejected, on an error that nobody has mapped', async () => {
    const venue = await sent();
    venue.answer('add_order', {success: false, error: 'EOrder:Never seen before'});
    await venue.pass(0);

    expect(venue.heard.story('a')).toEqual(['unknown']);
  });

  it('is absent only after its deadline and two searches of both lists, two seconds apart', async () => {
    const venue = await sent();
    const start = venue.time.clock.now();
    const absentAt = async (): Promise<number> => {
      while (!venue.heard.story('a').includes('absent')) {
        await venue.pass(500);
        if (venue.time.clock.now() - start > 60_000) return Number.NaN;
      }

      return venue.time.clock.now() - start;
    };
    const after = await absentAt();

    // deadline 3 s + skew 2 s + engine 2 s, then two searches.
    expect(after).toBeGreaterThanOrEqual(9_000);
    expect(after).toBeLessThan(12_000);
    expect(venue.heard.story('a')).toEqual(['unknown', 'absent']);
  });

  it('stays unknown for as long as the venue cannot be asked', async () => {
    const venue = await sent();
    venue.rest.answers.set('OpenOrders', new Error('ECONNREFUSED'));
    await venue.pass(600_000);
    expect(venue.heard.story('a')).toEqual(['unknown']);
    venue.rest.answers.set('OpenOrders', {open: {'O-1': row('a')}});
    await venue.pass(60_000);

    expect(venue.heard.story('a')).toEqual(['unknown', 'accepted']);
  });

  it('stays unknown when the venue answers with other orders than the one asked for', async () => {
    const venue = await sent();
    venue.rest.filters = false;
    venue.rest.answers.set('ClosedOrders', {closed: {'O-9': row('somebody', {status: 'closed'})}});
    await venue.pass(120_000);

    expect(venue.heard.story('a')).toEqual(['unknown']);
  });

  it('lives again on late evidence', async () => {
    const venue = await sent();
    await venue.pass(20_000);
    venue.execute(fill('T-1', 0.01, {cl_ord_id: 'a'}));

    expect(venue.heard.story('a')).toEqual(['unknown', 'absent', 'accepted', 'filled']);
  });
});

describe('a cancel at Kraken', () => {
  it('is by our id, and told when the venue has done it', async () => {
    const venue = await resting();
    venue.broker.cancel('a');
    await venue.pass(0);
    venue.answer('cancel_order', {});
    await venue.pass(0);
    expect(venue.heard.story('a')).toEqual(['accepted']);
    venue.execute({exec_type: 'canceled', order_status: 'canceled', cum_qty: 0, reason: 'User requested'});

    expect(venue.heard.story('a')).toEqual(['accepted', 'canceled']);
    expect(venue.frames(venue.private, 'cancel_order')[0]?.params).toMatchObject({cl_ord_id: ['a']});
  });

  it('is asked for again when its answer is lost, over the next connection too', async () => {
    const venue = await resting();
    venue.rest.answers.set('OpenOrders', {open: {'O-1': row('a')}});
    venue.broker.cancel('a');
    await venue.pass(0);
    venue.private.breakOff('reset');
    await venue.pass(500);
    await venue.accept(venue.private);
    await venue.pass(3_000);

    expect(venue.frames(venue.private, 'cancel_order').length).toBe(1);
  });

  it('of an order that was filled meanwhile tells only the fill', async () => {
    const venue = await resting();
    venue.broker.cancel('a');
    await venue.pass(0);
    venue.execute(fill('T-1', 0.01), {exec_type: 'filled', order_status: 'filled', cum_qty: 0.01});
    venue.answer('cancel_order', {success: false, error: 'EOrder:Unknown order'});
    await venue.pass(30_000);

    expect(venue.heard.story('a')).toEqual(['accepted', 'filled']);
  });

  it('of an order that nobody knows says that it does not rest', async () => {
    const venue = await ScriptedKraken.connected();
    venue.broker.cancel('nobody');
    await venue.pass(0);
    venue.answer('cancel_order', {success: false, error: 'EOrder:Unknown order'});
    await venue.pass(0);

    expect(venue.heard.story('nobody')).toEqual(['canceled']);
  });

  it('with a fill that has not come yet is told after that fill', async () => {
    const venue = await resting();
    const now = venue.time.clock.now();
    venue.execute({exec_type: 'canceled', order_status: 'canceled', cum_qty: 0.004, reason: 'User requested'});
    expect(venue.heard.story('a')).toEqual(['accepted']);
    venue.rest.answers.set('TradesHistory', {trades: {'T-1': history('O-1', '0.00400000', now)}});
    await venue.pass(1_000);

    expect(venue.heard.story('a')).toEqual(['accepted', 'filled', 'canceled']);
  });
});

describe('an amendment at Kraken', () => {
  it('is told once, by the answer or by the event', async () => {
    const venue = await resting();
    venue.broker.amend('a', '0.005');
    await venue.pass(0);
    venue.execute({exec_type: 'amended', order_status: 'new', order_qty: 0.005});
    venue.answer('amend_order', {result: {amend_id: 'A'}});
    await venue.pass(0);

    expect(venue.heard.reports.at(-1)).toMatchObject({kind: 'amended', clientOrderId: 'a', quantity: '0.005'});
    expect(venue.heard.story('a')).toEqual(['accepted', 'amended']);
  });

  it('that is refused tells what the order still is', async () => {
    const venue = await resting();
    venue.broker.amend('a', '0.005');
    await venue.pass(0);
    venue.answer('amend_order', {success: false, error: 'EOrder:Invalid price'});
    await venue.pass(0);

    expect(venue.heard.reports.at(-1)).toMatchObject({kind: 'amended', quantity: '0.01'});
  });

  it('whose answer is lost is looked up', async () => {
    const venue = await resting();
    venue.rest.answers.set('OpenOrders', {open: {'O-1': row('a', {vol: '0.00500000'})}});
    venue.broker.amend('a', '0.005');
    await venue.pass(5_000);

    expect(venue.heard.reports.at(-1)).toMatchObject({kind: 'amended', quantity: '0.005'});
  });
});

describe('the private connection', () => {
  it('tells the fills that happened while it was down, and only then that it is ready', async () => {
    const venue = await resting();
    const now = venue.time.clock.now();
    venue.private.breakOff('reset');
    expect(venue.heard.account).toMatchObject([{kind: 'ready'}, {kind: 'lost'}]);
    venue.rest.answers.set('ClosedOrders', {closed: {'O-1': row('a', {status: 'closed', vol_exec: '0.01000000'})}});
    venue.rest.answers.set('TradesHistory', {
      trades: {'T-1': history('O-1', '0.00600000', now), 'T-2': history('O-1', '0.00400000', now + 1)},
    });
    await venue.pass(500);
    await venue.accept(venue.private);
    await venue.pass(0);

    expect(venue.heard.story('a')).toEqual(['accepted', 'filled', 'filled']);
    expect(venue.heard.account.at(-1)).toEqual({kind: 'ready'});
    expect(venue.feed).toEqual([]);
  });

  it('is made anew when a frame lacks in the sequence', async () => {
    const venue = await resting();
    const {length} = venue.sockets.all;
    venue.skipSequence();
    venue.execute(fill('T-2', 0.001));
    await venue.pass(1_000);

    expect(venue.sockets.all.length).toBe(length + 1);
    expect(venue.heard.account.at(1)).toMatchObject({
      kind: 'lost',
      reason: expect.stringContaining('gap in "executions"'),
    });
  });

  it('is given up when it is silent', async () => {
    const venue = await resting();
    const socket = venue.private;
    await venue.pass(6_000, {isAlive: false});

    expect(socket.isTerminated).toBe(true);
  });

  it('does not stand without its channels: a token that is refused is replaced', async () => {
    const venue = new ScriptedKraken();
    await venue.broker.markets(['BTC/USD']);
    const up = venue.broker.connect(venue.heard);
    venue.silent.add('subscribe');
    venue.private.open();
    await venue.pass(0);
    venue.answer('subscribe', {success: false, error: 'ESession:Invalid session'});
    await venue.pass(0);
    expect(venue.private.isTerminated).toBe(true);
    venue.silent.delete('subscribe');
    await venue.pass(500);
    await venue.accept(venue.private);
    await up;

    expect(venue.rest.calls.filter(call => call === 'GetWebSocketsToken').length).toBe(2);
  });

  it('is made anew when the venue ends the session under an order', async () => {
    const venue = await sent();
    const socket = venue.private;
    venue.answer('add_order', {success: false, error: 'ESession:Invalid session'});
    await venue.pass(500);

    expect(venue.heard.reports).toMatchObject([{kind: 'rejected', code: 'SESSION_ENDED'}]);
    expect(socket.isTerminated).toBe(true);
    expect(venue.private).not.toBe(socket);
  });

  it('takes a fresh token for each connection', async () => {
    const venue = await ScriptedKraken.connected();
    venue.private.breakOff('reset');
    await venue.pass(500);
    await venue.accept(venue.private);

    expect(venue.rest.calls.filter(call => call === 'GetWebSocketsToken').length).toBe(2);
  });
});

describe('the dead man’s switch', () => {
  const timeouts = (venue: ScriptedKraken): unknown[] =>
    venue.frames(venue.private, 'cancel_all_orders_after').map(({params}) => params?.['timeout']);

  it('is armed for 60 s with the first order, refreshed every 20 s, and off with the last', async () => {
    const venue = await ScriptedKraken.connected();
    expect(timeouts(venue)).toEqual([]);
    venue.broker.submit(order('a'));
    venue.execute({exec_type: 'new', cl_ord_id: 'a', order_status: 'new'});
    await venue.pass(0);
    expect(timeouts(venue)).toEqual([60]);
    await venue.pass(45_000);
    expect(timeouts(venue)).toEqual([60, 60, 60]);
    venue.execute({exec_type: 'canceled', order_status: 'canceled', cum_qty: 0});
    await venue.pass(60_000);

    expect(timeouts(venue)).toEqual([60, 60, 60, 0]);
  });
});

describe('a planned stop', () => {
  it('switches it off first, so that resting orders stay, and then closes the socket', async () => {
    const venue = await resting();
    const socket = venue.private;
    const stopped = venue.broker.stop();
    await venue.pass(0);
    await stopped;

    expect(venue.frames(socket, 'cancel_all_orders_after').at(-1)?.params).toMatchObject({timeout: 0});
    expect(socket.isTerminated).toBe(true);
    expect(() => venue.broker.submit(order('b'))).toThrow('stopped');
  });
});

describe('the account at Kraken', () => {
  it('costs one round of questions, also when something happens meanwhile: the rest is told by itself', async () => {
    const venue = await resting();
    const before = venue.rest.calls.length;
    const asked = venue.broker.account();
    venue.execute({exec_type: 'canceled', cl_ord_id: 'a', order_status: 'canceled'});
    await asked;

    expect(venue.rest.calls.slice(before)).toEqual(['OpenOrders', 'ClosedOrders', 'TradesHistory', 'BalanceEx']);
  });

  it('is the venue’s word in our names', async () => {
    const venue = await resting();
    const now = venue.time.clock.now();
    venue.rest.answers.set('OpenOrders', {
      open: {'O-1': row('a', {vol_exec: '0.00400000'}), 'O-2': row('x', {cl_ord_id: null})},
    });
    venue.rest.answers.set('TradesHistory', {trades: {'T-1': history('O-1', '0.00400000', now)}});
    venue.rest.answers.set('BalanceEx', {
      ZUSD: {balance: '9800.5000', hold_trade: '0'},
      XXBT: {balance: '0.0040000000', hold_trade: '0'},
    });
    const account = await venue.broker.account();

    expect(account).toMatchObject({
      openOrders: [
        {intent: {clientOrderId: 'a', purpose: 'entry'}, filled: '0.004'},
        {intent: {clientOrderId: 'foreign:O-2', symbol: 'BTC/USD'}, filled: '0'},
      ],
      balances: [
        {asset: 'USD', total: '9800.5'},
        {asset: 'BTC', total: '0.004'},
      ],
      positions: [{symbol: 'BTC/USD', quantity: '0.004'}],
    });
    expect(account.executions).toEqual(venue.heard.executions());
    expect(venue.heard.story('a')).toEqual(['accepted', 'filled']);
  });

  it('fails with a text that holds no secret', async () => {
    const venue = await ScriptedKraken.connected();
    venue.rest.answers.set('OpenOrders', ['EGeneral:Permission denied']);
    const text = await venue.broker.account().catch((error: unknown) => String(error));

    expect(text).toContain('EGeneral:Permission denied');
    expect(text).not.toMatch(/the-public-key|THE-TOKEN|dGhl/);
  });
});

describe('after a restart', () => {
  it('orders of the run before are found out about', async () => {
    const venue = new ScriptedKraken();
    const now = venue.time.clock.now();
    await venue.broker.markets(['BTC/USD']);
    venue.rest.answers.set('OpenOrders', {open: {'O-1': row('open')}});
    venue.rest.answers.set('ClosedOrders', {closed: {'O-2': row('done', {status: 'closed', vol_exec: '0.01000000'})}});
    venue.rest.answers.set('TradesHistory', {trades: {'T-1': history('O-2', '0.01000000', now - 1_000)}});
    venue.broker.restore({orders: ['open', 'done', 'lost'].map(id => restored(id)), since: now - 60_000});
    void venue.broker.connect(venue.heard);
    await venue.accept(venue.private);
    await venue.pass(30_000);

    expect(venue.heard.story('open')).toEqual(['unknown', 'accepted']);
    expect(venue.heard.story('done')).toEqual(['unknown', 'accepted', 'filled']);
    expect(venue.heard.story('lost')).toEqual(['unknown', 'absent']);
    expect(venue.orders).toEqual([]);
  });
});
