import {expect, test} from 'vitest';
import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {InputDraft} from '../../core/domain/Event.ts';
import {scriptedMind} from '../support/scriptedMind.ts';
import {holding, KernelWorld, ofType, typesOf} from '../support/kernelWorld.ts';

const buyOnce = (plan = {}) => scriptedMind(bar => (bar === 1 ? 'buy' : null), plan);
const sellOnce = (plan = {}) => scriptedMind(bar => (bar === 1 ? 'sell' : null), plan);

test('an entry that fills is answered with one stop and one target for what was filled, one cancelling the other', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  const entry = world.order('entry');
  world.accept(entry);

  const step = world.fill(entry, '0.4', '100.5');

  expect(typesOf(step)).toEqual(['OrderFilled', 'PositionOpened', 'OrderSubmitted', 'OrderSubmitted']);
  expect(world.order('stop').intent).toMatchObject({
    type: 'stop',
    side: 'sell',
    quantity: '0.4',
    stopPrice: '99.5',
    reduceOnly: true,
  });
  expect(world.order('target').intent).toMatchObject({type: 'limit', quantity: '0.4', limitPrice: '102.5'});
  expect(world.order('stop').intent.ocoGroup).toBe(world.order('target').intent.ocoGroup);
});

test('a short is protected the other way round', () => {
  const world = new KernelWorld({mind: sellOnce()});
  world.candle(100);
  world.fill(world.order('entry'), '0.4', '99.5');

  expect(world.order('stop').intent).toMatchObject({side: 'buy', stopPrice: '100.5'});
  expect(world.order('target').intent).toMatchObject({side: 'buy', limitPrice: '97.5'});
});

test('levels are frozen at the first fill, and a later fill grows the bracket', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '0.4', '100');
  const [stop, target] = [world.order('stop'), world.order('target')];

  const step = world.fill(entry, '0.5', '101');

  const asked = ofType(step, 'AmendRequested').map(({data}) => data);
  expect(asked).toEqual([
    {clientOrderId: stop.intent.clientOrderId, quantity: '0.9', stopPrice: '99'},
    {clientOrderId: target.intent.clientOrderId, quantity: '0.9'},
  ]);
});

test('a fill that comes while an amendment is under way is made up for once the venue has amended', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '0.4', '100');
  world.fill(entry, '0.3', '100');
  const stop = world.order('stop');
  world.take({type: 'OrderAmended', data: {clientOrderId: stop.intent.clientOrderId, quantity: '0.4'}});

  expect(world.all('AmendRequested').at(-1)?.data.quantity).toBe('0.7');
});

test('a filled target closes the trade and clears the stop', () => {
  const world = holding();
  const [stop, target] = [world.order('stop'), world.order('target')];

  const step = world.fill(target, '1', '102');

  expect(typesOf(step)).toEqual(['OrderFilled', 'CancelRequested', 'PositionClosed', 'PatternLearned']);
  expect(ofType(step, 'CancelRequested')[0]?.data.clientOrderId).toBe(stop.intent.clientOrderId);
  expect(ofType(step, 'PositionClosed')[0]?.data).toMatchObject({
    side: 'long',
    exitReason: 'target',
    entryPrice: '100',
    exitPrice: '102',
    grossPnl: '2',
    fees: '0.02',
    netPnl: '1.98',
  });
  expect(world.position).toBeUndefined();
});

test('a stop that fills in parts closes the trade with the last of them', () => {
  const world = holding();
  const stop = world.order('stop');

  expect(typesOf(world.fill(stop, '0.6', '99'))).not.toContain('PositionClosed');
  const step = world.fill(stop, '0.4', '98');

  expect(ofType(step, 'PositionClosed')[0]?.data).toMatchObject({exitReason: 'stop', exitPrice: '98.6'});
});

test('an entry that still fills while its stop is being hit is left through a market order for all of it', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '0.4', '100');
  const [stop, target] = [world.order('stop'), world.order('target')];
  world.fill(stop, '0.1', '99');
  world.fill(entry, '0.2', '99');

  expect(world.position?.exiting).toBe('unprotected');
  for (const order of [stop, target, entry]) world.cancel(order);
  expect(world.order('exit').intent).toMatchObject({side: 'sell', type: 'market', quantity: '0.5', reduceOnly: true});
});

test('a trailing stop follows the best price and never goes back', () => {
  const world = holding({mind: buyOnce({stopDistance: 2, targetDistance: 50, trailingDistance: 2})});
  const stops: (string | undefined)[] = [];
  for (const close of [103, 101.5, 106, 105]) {
    world.candle(close);
    const levels = world.position?.levels;
    stops.push(levels ? toText(levels.stop) : undefined);
    world.amend(world.order('stop'));
  }

  expect(stops).toEqual(['101', '101', '104', '104']);
  expect(world.order('stop').stopPrice).toBe(decimal('104'));
  expect(world.all('StopTrailed')).toHaveLength(2);
});

test('a trailing stop of a short comes down with the price, and its exit is called trailing', () => {
  const world = holding({mind: sellOnce({stopDistance: 2, targetDistance: 50, trailingDistance: 2})});
  for (const close of [97, 98.5]) world.candle(close);
  world.amend(world.order('stop'));

  world.fill(world.order('stop'), '1', '99');

  expect(world.all('StopTrailed').map(({data}) => data.stop)).toEqual(['99']);
  expect(world.state.trades[0]?.trade).toMatchObject({side: 'short', exitReason: 'trailing', grossPnl: '1'});
});

test('a trade that is too old waits for its bracket to be cancelled before it sells', () => {
  const world = holding({mind: buyOnce({maxBars: 2})});
  const [stop, target] = [world.order('stop'), world.order('target')];
  world.candle(100);
  const step = world.candle(100);

  expect(typesOf(step)).toEqual(['CandleClosed', 'ExitStarted', 'CancelRequested', 'CancelRequested', 'DecisionMade']);
  expect(world.orders('exit')).toEqual([]);
  expect(typesOf(world.cancel(stop))).toEqual(['OrderCanceled']);
  expect(typesOf(world.cancel(target))).toEqual(['OrderCanceled', 'OrderSubmitted']);
  world.fill(world.order('exit'), '1', '100');
  expect(world.state.trades[0]?.trade.exitReason).toBe('maxBars');
});

test('a target that fills while the exit waits leaves nothing to sell twice', () => {
  const world = holding({mind: buyOnce({maxBars: 1})});
  const [stop, target] = [world.order('stop'), world.order('target')];
  world.candle(100);
  world.fill(target, '1', '102');
  world.cancel(stop);

  expect(world.all('OrderSubmitted').filter(({data}) => data.purpose === 'exit')).toEqual([]);
  expect(world.position).toBeUndefined();
});

test('a stop that the venue refuses is replaced by leaving at once', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  world.fill(world.order('entry'), '1', '100');
  const target = world.order('target');

  expect(typesOf(world.reject(world.order('stop')))).toContain('ExitStarted');
  world.cancel(target);

  expect(world.position?.exiting).toBe('unprotected');
  for (const entry of world.orders('entry')) world.cancel(entry);
  expect(world.order('exit').intent.quantity).toBe('1');
});

test('an exit that the venue refuses is sent again on the next candle, not at once', () => {
  const world = holding({mind: buyOnce({maxBars: 1})});
  const [stop, target] = [world.order('stop'), world.order('target')];
  world.candle(100);
  world.cancel(stop);
  world.cancel(target);

  expect(typesOf(world.reject(world.order('exit')))).toEqual(['OrderRejected']);
  world.candle(99);
  expect(world.orders('exit')).toHaveLength(1);
});

test('a stop that vanished is watched for: the price itself starts the exit', () => {
  const world = holding();
  world.cancel(world.order('stop'));

  expect(typesOf(world.price('99.01'))).toEqual(['PriceMoved']);
  expect(typesOf(world.price('99'))).toContain('ExitStarted');
  expect(world.position?.exiting).toBe('stop');
});

test('an entry that does not fill within its bars is cancelled, and what it filled stays protected', () => {
  const world = new KernelWorld({mind: buyOnce(), risk: {entryMaxBars: 2}});
  world.candle(100);
  const entry = world.order('entry');
  world.accept(entry);
  world.fill(entry, '0.2', '100');
  world.candle(100);

  const step = world.candle(100);
  expect(ofType(step, 'CancelRequested').map(({data}) => data)).toEqual([
    {clientOrderId: entry.intent.clientOrderId, reason: 'entry expired'},
  ]);
  world.cancel(entry);

  expect(world.order('stop').intent.quantity).toBe('0.2');
  expect(entry.status).toBe('CANCELED_PART');
});

test('no second entry while one is working or a position is held', () => {
  const world = new KernelWorld();
  world.candle(100);
  world.candle(100);
  world.fill(world.order('entry'), '1', '100');
  world.candle(100);

  expect(world.orders('entry')).toHaveLength(1);
  expect(world.all('DecisionMade').map(({data}) => data.reason.code)).toEqual([
    'SCRIPT',
    'ORDER_WORKING',
    'POSITION_OPEN',
  ]);
});

test('a candle with a gap inside is no ground for an entry', () => {
  const world = new KernelWorld();
  const candle = {time: 1_700_000_040_000, open: 100, high: 100, low: 100, close: 100, volume: 1_000};
  world.take({type: 'CandleClosed', data: {symbol: 'BTC/USD', timeframe: '1m', candle, suspect: true}});

  expect(world.all('DecisionMade')[0]?.data).toMatchObject({verdict: 'hold', reason: {code: 'SUSPECT_CANDLE'}});
  expect(world.all('OrderSubmitted')).toEqual([]);
});

test('an amendment that the venue refuses is asked for again on the next candle and not before', () => {
  const world = new KernelWorld({mind: buyOnce()});
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '0.4', '100');
  world.fill(entry, '0.3', '100');
  const {clientOrderId} = world.order('stop').intent;
  const refusal: InputDraft = {type: 'OrderAmended', data: {clientOrderId, quantity: '0.4', stopPrice: '99'}};
  const asked = (): number =>
    world.all('AmendRequested').filter(({data}) => data.clientOrderId === clientOrderId).length;

  world.take(refusal);
  world.take(refusal);
  expect(asked()).toBe(1);

  world.candle(100);
  expect(asked()).toBe(2);
});
