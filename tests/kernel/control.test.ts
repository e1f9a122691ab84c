import {expect, test} from 'vitest';
import type {Side} from '../../core/domain/Order.ts';
import {scriptedMind} from '../support/scriptedMind.ts';
import {holding, KernelWorld, ofType, typesOf} from '../support/kernelWorld.ts';

const NARROW = {maxDailyLossShare: 0.02, maxDrawdownShare: 0.5, reduceAtShare: 0.5};

test('a halt cancels everything that rests, and no entry follows', () => {
  const world = new KernelWorld();
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '1', '100');
  const resting = [entry, world.order('stop'), world.order('target')].map(({intent}) => intent.clientOrderId);

  const step = world.command('halt');

  expect(ofType(step, 'CancelRequested').map(({data}) => data.clientOrderId)).toEqual(resting);
  const before = world.all('OrderSubmitted').length;
  for (let bar = 0; bar < 5; bar += 1) world.candle(100);
  expect(world.all('OrderSubmitted')).toHaveLength(before);
  expect(world.state.trading).toMatchObject({state: 'HALTED', code: 'OPERATOR', reason: 'test'});
});

test('an entry that fills after the halt is not protected at the venue but watched', () => {
  const world = new KernelWorld({mind: scriptedMind(bar => (bar === 1 ? 'buy' : null))});
  world.candle(100);
  const entry = world.order('entry');
  world.command('halt');
  world.fill(entry, '1', '100');
  world.cancel(entry);

  expect(world.orders('stop')).toEqual([]);
  world.price('98.9');
  expect(world.order('exit').intent).toMatchObject({side: 'sell', quantity: '1'});
});

test('a halted position is still left at its stop, and not at its target', () => {
  const world = holding();
  const resting = [world.order('stop'), world.order('target')];
  world.command('halt');
  for (const order of resting) world.cancel(order);

  expect(typesOf(world.price('102.5'))).toEqual(['PriceMoved']);
  world.price('98.9');
  world.fill(world.order('exit'), '1', '98.9');

  expect(world.state.trades[0]?.trade.exitReason).toBe('stop');
});

test('an exit under way is not cancelled by a halt', () => {
  const world = holding({mind: scriptedMind(bar => (bar === 1 ? 'buy' : null), {maxBars: 1})});
  const resting = [world.order('stop'), world.order('target')];
  world.candle(100);
  for (const order of resting) world.cancel(order);
  const exit = world.order('exit');

  expect(typesOf(world.command('halt'))).toEqual(['OperatorCommanded', 'TradingHalted']);
  world.fill(exit, '1', '100');
  expect(world.position).toBeUndefined();
});

test('resume brings the bracket back and lets entries through again', () => {
  const world = holding({mind: scriptedMind(() => 'buy')});
  const resting = [world.order('stop'), world.order('target')];
  world.command('halt');
  for (const order of resting) world.cancel(order);

  expect(typesOf(world.command('resume'))).toEqual([
    'OperatorCommanded',
    'TradingResumed',
    'OrderSubmitted',
    'OrderSubmitted',
  ]);
  world.fill(world.order('target'), '1', '102');
  world.cancel(world.order('stop'));
  world.candle(100);
  expect(world.orders('entry')).toHaveLength(1);
});

test('a resume that overtakes the cancels is made good when they arrive', () => {
  const world = holding();
  const [stop, target] = [world.order('stop'), world.order('target')];
  world.command('halt');
  world.command('resume');
  world.cancel(stop);
  world.cancel(target);
  world.candle(100);

  expect(world.orders('stop')).toHaveLength(1);
  expect(world.orders('target')).toHaveLength(1);
});

test('resume without a halt is a line and nothing more', () => {
  expect(typesOf(holding().command('resume'))).toEqual(['OperatorCommanded']);
});

test('flatten halts, cancels and closes every position', () => {
  const world = holding();
  const resting = [world.order('stop'), world.order('target')];

  const step = world.command('flatten');
  expect(typesOf(step)).toEqual([
    'OperatorCommanded',
    'TradingHalted',
    'CancelRequested',
    'CancelRequested',
    'ExitStarted',
  ]);
  for (const order of resting) world.cancel(order);
  world.fill(world.order('exit'), '1', '100');

  expect(world.state.trades[0]?.trade.exitReason).toBe('operator');
  expect(world.state.orders.size).toBe(0);
});

test('the breaker first only reduces, then halts, and a recovery does not bring it back', () => {
  const world = holding({risk: NARROW}, '10', '100');
  const states = ['95', '89', '85', '79', '120'].map(price => {
    world.price(price);
    return world.state.trading.state;
  });

  expect(states).toEqual(['ACTIVE', 'REDUCING', 'REDUCING', 'HALTED', 'HALTED']);
  expect(world.all('TradingReduced').map(({data}) => data)).toMatchObject([{code: 'DAILY_LOSS', limit: '100'}]);
  expect(world.all('TradingHalted').map(({data}) => data)).toMatchObject([{code: 'DAILY_LOSS', limit: '200'}]);
});

test.each(['REDUCING', 'HALTED'] as const)('%s denies an entry with the rule that says so', stage => {
  const world = holding({risk: NARROW, mind: scriptedMind(() => 'buy')}, '10', '100');
  world.price(stage === 'REDUCING' ? '89' : '79');
  world.fill(world.order('stop'), '10', stage === 'REDUCING' ? '89' : '79');
  world.cancel(world.order('target'));
  world.candle(100);

  expect(world.state.trading.state).toBe(stage);
  expect(world.all('OrderDenied').map(({data}) => data.code)).toEqual(['TRADING_NOT_ACTIVE']);
  expect(world.orders('entry')).toEqual([]);
});

test('only a person resumes after the breaker, and losses count afresh from there', () => {
  const world = holding({risk: NARROW}, '10', '100');
  world.price('79');
  world.candle(79);
  world.reconcile();
  expect(world.state.trading.state).toBe('HALTED');

  world.command('resume');
  world.price('78');
  expect(world.state.trading.state).toBe('ACTIVE');
});

test('the breaker cancels entries, keeps protection, and flattens where it is told to', () => {
  const mind = scriptedMind(bar => (bar === 1 ? 'buy' : null));
  const world = new KernelWorld({mind, risk: NARROW});
  world.candle(100);
  const entry = world.order('entry');
  world.fill(entry, '10', '100');
  const step = world.price('79');
  expect(ofType(step, 'CancelRequested').map(({data}) => data.clientOrderId)).toEqual([entry.intent.clientOrderId]);
  expect(world.orders('stop')).toHaveLength(1);

  const strict = holding({risk: {...NARROW, flattenOnBreaker: true}}, '10', '100');
  strict.price('79');
  expect(strict.position?.exiting).toBe('breaker');
});

test.each<Side>(['buy', 'sell'])('before the books agree with the venue a %s is denied', side => {
  const world = new KernelWorld({isReconciled: false, mind: scriptedMind(() => side)});
  world.candle(100);
  expect(world.all('OrderDenied').map(({data}) => data.code)).toEqual(['NOT_RECONCILED']);

  world.reconcile(7);
  world.candle(100);
  expect(world.orders('entry'), 'an agreement of another run counts for nothing').toEqual([]);

  world.reconcile(1);
  world.candle(100);
  expect(world.orders('entry')).toHaveLength(1);
});

test('a lost feed stops entries until it is back', () => {
  const world = new KernelWorld();
  world.take({type: 'FeedLost', data: {symbol: 'BTC/USD', reason: 'silent', ageMs: 20_000}});
  world.candle(100);
  expect(world.all('OrderDenied').map(({data}) => data.code)).toEqual(['FEED_NOT_LIVE']);

  world.take({type: 'FeedRestored', data: {symbol: 'BTC/USD'}});
  world.candle(100);
  expect(world.orders('entry')).toHaveLength(1);
});
