import {describe, expect, test} from 'vitest';
import {failClosed} from '../../core/brain/failClosed.ts';
import type {Mind} from '../../core/kernel/Mind.ts';
import {holding, KernelWorld, typesOf} from '../support/kernelWorld.ts';
import {alwaysBuyMind} from '../support/minds.ts';
import {scriptedMind} from '../support/scriptedMind.ts';

const fails = (): never => {
  throw new Error('out of wits');
};

/** Buys once, and from then on throws whenever it is asked. */
const brokenAfterEntry = (plan = {}): Mind => {
  const mind = scriptedMind(bar => (bar === 1 ? 'buy' : fails()), plan);

  return failClosed(mind);
};

describe('a mind that throws when it is asked', () => {
  test('is a hold with its reason', () => {
    const world = new KernelWorld({mind: failClosed({observe: () => undefined, judge: fails})});

    expect(typesOf(world.candle(100))).toEqual(['CandleClosed', 'DecisionMade']);
    expect(world.all('DecisionMade')[0]?.data).toMatchObject({
      verdict: 'hold',
      reason: {code: 'BRAIN_ERROR', subject: 'the brain failed: out of wits'},
    });
  });

  test('does not keep a trailing stop from following', () => {
    const world = holding({mind: brokenAfterEntry({stopDistance: 2, targetDistance: 50, trailingDistance: 2})});

    expect(typesOf(world.candle(103))).toContain('StopTrailed');
    expect(world.all('DecisionMade').at(-1)?.data.reason.code).toBe('BRAIN_ERROR');
  });

  test('does not keep a position from being left at its stop, at its age, or by a person', () => {
    const stopped = holding({mind: brokenAfterEntry()});
    stopped.cancel(stopped.order('stop'));
    stopped.candle(98);
    expect(stopped.position?.exiting).toBe('stop');

    const old = holding({mind: brokenAfterEntry({maxBars: 1})});
    old.candle(100);
    expect(old.position?.exiting).toBe('maxBars');

    const flattened = holding({mind: brokenAfterEntry()});
    flattened.command('flatten');
    expect(flattened.position?.exiting).toBe('operator');
  });
});

test('a mind that threw while it learned holds for good, and the run goes on', () => {
  const mind = alwaysBuyMind();
  const observe: Mind['observe'] = line => void (line.type === 'Reconciled' && fails());
  const world = new KernelWorld({mind: failClosed({...mind, observe})});
  for (const close of [100, 101, 102]) world.candle(close);

  expect(world.all('DecisionMade').map(({data}) => data.reason.subject)).toEqual(
    Array.from({length: 3}, () => 'the brain failed on line 2: out of wits'),
  );
  expect(world.state.orders.size).toBe(0);
});
