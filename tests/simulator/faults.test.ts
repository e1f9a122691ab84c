import {afterEach, describe, expect, it} from 'vitest';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import {Faults} from '../../brokers/simulator/faults/Faults.ts';
import {FaultScriptRefused, readFaults} from '../../brokers/simulator/faults/readFaults.ts';
import {type Simulator, type SimulatorOptions, startSimulator} from '../../brokers/simulator/startSimulator.ts';
import {ManualTime} from '../support/ManualTime.ts';
import {isReplyTo, openPrivate, openSocket, restClient, rowsOf} from './wire.ts';

const SYMBOL = 'BTC/USD';
const LIMIT = {pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '40000', volume: '0.01', cl_ord_id: 'mine'};
const simulators: Simulator[] = [];

const start = async (faults: readonly Fault[], options: Partial<SimulatorOptions> = {}): Promise<Simulator> => {
  const simulator = await startSimulator({
    port: 0,
    flow: false,
    rateTier: 'off',
    historyMinutes: 5,
    symbols: [SYMBOL],
    faults,
    ...options,
  });
  simulators.push(simulator);

  return simulator;
};

afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.stop();
});

describe('a script of faults', () => {
  it('is read with its triggers', () => {
    const fault = {name: 'drop-ack', call: 'AddOrder', occurrence: 2, how: 'reset'};
    expect(readFaults(JSON.stringify({faults: [fault]}))).toEqual([fault]);
  });

  it.each([
    ['{', 'A fault script is JSON'],
    ['[]', '"faults" must be a list'],
    ['{"faults":[{"name":"drop-akc"}]}', 'faults[0]: unknown fault "drop-akc". Did you mean "drop-ack"?'],
    ['{"faults":[{"name":"drop-ack","how":"reset"}]}', 'faults[0]: "drop-ack" needs "call".'],
    ['{"faults":[{"name":"drop-ack","call":"AddOrder","how":"gently"}]}', 'how must be one of ["reset","hang"].'],
    ['{"faults":[{"name":"token-expiry","forMs":5}]}', '"token-expiry" does not know "forMs".'],
    ['{"faults":[{"name":"silence","forMs":0,"pongs":true}]}', 'forMs must be >= 1.'],
  ])('is refused where it is wrong: %s', (text, message) => {
    expect(() => readFaults(text)).toThrow(FaultScriptRefused);
    expect(() => readFaults(text)).toThrow(message);
  });

  it('strikes at the stated occurrence, as often as stated, and keeps a list', () => {
    const faults = new Faults(() => 7, [{name: 'early-events', call: 'add_order', occurrence: 2, times: 2}]);
    const strikes = ['add_order', 'cancel_order', 'add_order', 'add_order', 'add_order'].map(
      call => faults.atCall(call).call.length,
    );
    expect(strikes).toEqual([0, 0, 1, 1, 0]);
    expect(faults.struck.map(({where, elapsedMs}) => [where, elapsedMs])).toEqual([
      ['add_order', 7],
      ['add_order', 7],
    ]);
  });
});

describe('faults of calls', () => {
  it('lose a request before the exchange sees it', async () => {
    const simulator = await start([{name: 'drop-request', call: 'AddOrder', how: 'reset'}]);
    await expect(restClient(simulator).call('AddOrder', LIMIT)).rejects.toThrow('fetch failed');
    expect(simulator.truth.orders()).toEqual([]);
  });

  it('lose the acknowledgement of an order that was placed', async () => {
    const simulator = await start([{name: 'drop-ack', call: 'AddOrder', how: 'reset'}]);
    const {call} = restClient(simulator);
    await expect(call('AddOrder', LIMIT)).rejects.toThrow('fetch failed');
    expect(Object.keys((await call('OpenOrders', {cl_ord_id: 'mine'})).result['open'] as object).length).toBe(1);
  });

  it('say nothing for ever, on the socket, while the executions still come', async () => {
    const simulator = await start([{name: 'drop-ack', call: 'add_order', how: 'hang'}]);
    const {socket, token} = await openPrivate(simulator);
    const params = {order_type: 'limit', side: 'buy', order_qty: 0.01, limit_price: 40_000, symbol: SYMBOL, token};
    socket.send({method: 'add_order', params, req_id: 5});
    await socket.next(frame => frame['channel'] === 'executions' && rowsOf(frame)[0]?.['exec_type'] === 'new');
    socket.send({method: 'ping', req_id: 6});
    await socket.next(isReplyTo(6));
    expect(socket.frames.some(isReplyTo(5))).toBe(false);
    socket.close();
  });

  it('answer 502 with a page of HTML, before or after the exchange', async () => {
    for (const reaches of [false, true]) {
      const simulator = await start([{name: 'bad-gateway', call: 'AddOrder', reaches}]);
      const response = await restClient(simulator).send('AddOrder', LIMIT);
      expect([response.status, (await response.text()).startsWith('<html>')]).toEqual([502, true]);
      expect(simulator.truth.orders().length).toBe(reaches ? 1 : 0);
    }
  });

  it('hold an order back until time passes', async () => {
    const time = new ManualTime();
    const clock = {clock: time.clock, timers: time.timers};
    const simulator = await start([{name: 'delay', call: 'add_order', forMs: 3_000, where: 'before'}], clock);
    const {socket, token} = await openPrivate(simulator);
    const deadline = new Date(simulator.now() + 2_000).toISOString();
    const params = {
      order_type: 'limit',
      side: 'buy',
      order_qty: 0.01,
      limit_price: 40_000,
      symbol: SYMBOL,
      token,
      deadline,
    };
    socket.send({method: 'add_order', params, req_id: 5});
    socket.send({method: 'ping', req_id: 6});
    await socket.next(isReplyTo(6));
    expect(simulator.truth.orders()).toEqual([]);
    time.advance(3_000);
    expect(await socket.next(isReplyTo(5))).toMatchObject({success: false, error: 'EService:Deadline elapsed'});
    socket.close();
  });

  it('let events come before the acknowledgement', async () => {
    const simulator = await start([{name: 'early-events', call: 'add_order'}]);
    const {socket, token} = await openPrivate(simulator);
    const from = socket.frames.length;
    const params = {order_type: 'market', side: 'buy', order_qty: 0.01, symbol: SYMBOL, token};
    socket.send({method: 'add_order', params, req_id: 5});
    await socket.next(isReplyTo(5));
    expect(socket.frames.slice(from).findIndex(frame => frame['channel'] === 'executions')).toBe(0);
    socket.close();
  });

  it('refuse for the rate or in any words', async () => {
    const simulator = await start([
      {name: 'rate-limit', call: 'AddOrder'},
      {name: 'rate-limit', call: 'OpenOrders'},
      {name: 'refuse', call: 'Balance', error: 'EService:Busy'},
    ]);
    const {call} = restClient(simulator);
    expect((await call('AddOrder', LIMIT)).error).toEqual(['EOrder:Rate limit exceeded']);
    expect((await call('OpenOrders')).error).toEqual(['EAPI:Rate limit exceeded']);
    expect((await call('Balance')).error).toEqual(['EService:Busy']);
    expect(simulator.faults.struck.length).toBe(3);
  });

  it('forget an order for a while, and remember it again', async () => {
    const time = new ManualTime();
    const clock = {clock: time.clock, timers: time.timers};
    const simulator = await start([{name: 'amnesia', call: 'AddOrder', forMs: 60_000}], clock);
    const {call} = restClient(simulator);
    const [id = ''] = (await call('AddOrder', LIMIT)).result['txid'] as string[];
    const open = async () => Object.keys((await call('OpenOrders')).result['open'] as object);
    expect(await open()).toEqual([]);
    expect((await call('QueryOrders', {txid: id})).error).toEqual(['EOrder:Unknown order']);
    time.advance(60_000);
    expect(await open()).toEqual([id]);
  });
});

describe('faults of streams', () => {
  it('repeat an execution, with the same id', async () => {
    const simulator = await start([{name: 'duplicate-execution'}]);
    const {socket, token} = await openPrivate(simulator);
    const params = {order_type: 'market', side: 'buy', order_qty: 0.001, symbol: SYMBOL, token};
    socket.send({method: 'add_order', params, req_id: 5});
    await socket.next(frame => frame['channel'] === 'executions' && rowsOf(frame)[0]?.['exec_type'] === 'filled');
    const ids = socket.frames
      .filter(frame => frame['channel'] === 'executions')
      .flatMap(rowsOf)
      .flatMap(row => (row['exec_type'] === 'trade' ? [row['exec_id']] : []));
    expect(ids).toEqual([simulator.truth.executions[0]?.id, simulator.truth.executions[0]?.id]);
    socket.close();
  });

  it('leave a gap in the sequence', async () => {
    const simulator = await start([{name: 'sequence-gap', channel: 'executions', occurrence: 2}]);
    const {socket} = await openPrivate(simulator);
    await restClient(simulator).call('AddOrder', LIMIT);
    await socket.next(frame => frame['channel'] === 'executions' && rowsOf(frame)[0]?.['exec_type'] === 'new');
    const sequences = socket.frames.filter(frame => frame['channel'] === 'executions').map(frame => frame['sequence']);
    expect(sequences).toEqual([1, 2, 4]);
    socket.close();
  });

  const subscribe = async (simulator: Simulator, channel: string) => {
    const socket = await openSocket(simulator.wsPublicUrl);
    socket.send({method: 'subscribe', params: {channel, symbol: [SYMBOL]}, req_id: 1});
    await socket.next(frame => frame['channel'] === channel);
    return socket;
  };

  it('send a burst of 3,000 trades, one after another', async () => {
    const simulator = await start([]);
    const socket = await subscribe(simulator, 'trade');
    const from = socket.frames.length;
    simulator.market.burst(SYMBOL, 3_000, simulator.now());
    simulator.publish();
    const ids = rowsOf(await socket.next(frame => frame['channel'] === 'trade', from)).map(row =>
      Number(row['trade_id']),
    );
    expect(ids.length).toBe(3_000);
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
    socket.close();
  });

  it('lose trades, so that the ids have a gap', async () => {
    const simulator = await start([{name: 'trade-gap', occurrence: 2}]);
    const socket = await subscribe(simulator, 'trade');
    const from = socket.frames.length;
    for (let count = 0; count < 3; count += 1) {
      simulator.market.burst(SYMBOL, 1, simulator.now());
      simulator.publish();
    }
    socket.send({method: 'ping', req_id: 2});
    await socket.next(isReplyTo(2));
    const ids = socket.frames
      .slice(from)
      .filter(frame => frame['channel'] === 'trade')
      .flatMap(rowsOf)
      .map(row => Number(row['trade_id']));
    expect((ids[1] ?? 0) - (ids[0] ?? 0)).toBe(2);
    socket.close();
  });

  it('are silent with the socket open, with pongs or without', async () => {
    const time = new ManualTime();
    const simulator = await start([], {clock: time.clock, timers: time.timers});
    const socket = await subscribe(simulator, 'trade');
    simulator.faults.add({name: 'silence', forMs: 20_000, pongs: true});
    time.advance(50);
    const from = socket.frames.length;
    time.advance(5_000);
    socket.send({method: 'ping', req_id: 2});
    await socket.next(isReplyTo(2), from);
    expect(socket.frames.length).toBe(from + 1);
    time.advance(16_000);
    await socket.next(frame => frame['channel'] === 'heartbeat', from);
    socket.close();
  });

  it('stall one channel while the others go on', async () => {
    const time = new ManualTime();
    const simulator = await start([], {clock: time.clock, timers: time.timers});
    const socket = await subscribe(simulator, 'trade');
    simulator.faults.add({name: 'channel-stall', channel: 'trade', forMs: 10_000});
    time.advance(50);
    const from = socket.frames.length;
    simulator.market.burst(SYMBOL, 2, simulator.now());
    simulator.publish();
    time.advance(2_000);
    await socket.next(frame => frame['channel'] === 'heartbeat', from);
    expect(socket.frames.slice(from).some(frame => frame['channel'] === 'trade')).toBe(false);
    socket.close();
  });

  it('cut every socket at once', async () => {
    const simulator = await start([{name: 'disconnect', sockets: 'all', call: 'AddOrder'}]);
    const {socket} = await openPrivate(simulator);
    const other = await openSocket(simulator.wsPublicUrl);
    await restClient(simulator).call('AddOrder', LIMIT);
    expect(await Promise.all([socket.closed(), other.closed()])).toEqual([true, true]);
  });

  it('take every token back', async () => {
    const time = new ManualTime();
    const simulator = await start([], {clock: time.clock, timers: time.timers});
    const {socket, token} = await openPrivate(simulator);
    simulator.faults.add({name: 'token-expiry'});
    time.advance(50);
    socket.send({method: 'cancel_all', params: {token}, req_id: 3});
    expect(await socket.next(isReplyTo(3))).toMatchObject({success: false, error: 'ESession:Invalid session'});
    socket.close();
  });

  it('put the clock ahead, and close the exchange for maintenance until it is over', async () => {
    const time = new ManualTime();
    const faults: Fault[] = [
      {name: 'clock-skew', byMs: 120_000},
      {name: 'maintenance', mode: 'cancel_only', forMs: 30_000, afterMs: 550},
    ];
    const simulator = await start(faults, {clock: time.clock, timers: time.timers});
    time.advance(500);
    expect(simulator.now() - time.clock.now()).toBe(120_000);
    const {call} = restClient(simulator);
    expect((await call('AddOrder', LIMIT)).error).toEqual([]);
    time.advance(200);
    expect((await call('AddOrder', {...LIMIT, cl_ord_id: 'other'})).error).toEqual([
      'EService:Market in cancel_only mode',
    ]);
    expect((await call('CancelOrder', {cl_ord_id: 'mine'})).result).toEqual({count: 1});
    time.advance(31_000);
    expect((await call('AddOrder', LIMIT)).error).toEqual([]);
  });

  it('send a wrong checksum once', async () => {
    const simulator = await start([{name: 'checksum-error', occurrence: 2}]);
    const socket = await subscribe(simulator, 'book');
    const from = socket.frames.length;
    for (let count = 0; count < 3; count += 1) {
      simulator.market.burst(SYMBOL, 1, simulator.now());
      simulator.publish();
    }
    await socket.next(
      frame =>
        socket.frames
          .slice(from)
          .filter(each => each['channel'] === 'book')
          .indexOf(frame) === 2,
      from,
    );
    expect(simulator.faults.struck.map(({fault}) => fault.name)).toEqual(['checksum-error']);
    socket.close();
  });
});
