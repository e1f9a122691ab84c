import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
  add,
  type Decimal,
  decimal,
  divide,
  fromNumber,
  multiply,
  negate,
  subtract,
  sum,
  toText,
  ZERO,
} from '../../core/domain/Decimal.ts';
import {roundTo} from '../../core/domain/Decimal.ts';
import type {State} from '../../core/kernel/State.ts';
import {KernelWorld, ofType} from '../support/kernelWorld.ts';
import {randomMind} from '../support/minds.ts';

const LOT = decimal('0.001');
const move = fc.record({
  kind: fc.constantFrom('fill', 'fill', 'fill', 'candle', 'cancel'),
  pick: fc.nat({max: 20}),
  share: fc.integer({min: 1, max: 100}),
  price: fc.integer({min: 9_000, max: 11_000}),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** The test's venue: fills or cancels any open order in part, at any price, whatever it asked for. */
const play = (world: KernelWorld, {kind, pick, share, price}: Move): void => {
  const open = [...world.state.orders.values()];
  const order = open[pick % open.length];
  if (kind === 'candle' || order === undefined) return void world.candle(price / 100);
  if (kind === 'cancel') return void world.cancel(order);
  const left = subtract(order.quantity, order.filled);
  const part = roundTo(multiply(left, fromNumber(share / 100), 'down'), LOT, 'ceil');
  world.fill(order, toText(part), toText(divide(decimal(String(price)), decimal('100'), 'down')));
};

const costOf = (state: State): Decimal => sum([...state.positions.values()].map(({cost}) => cost));

/** Position by position and in cash, counted a second time from the fills alone. */
const recount = (world: KernelWorld): {cash: string; quantity: string} => {
  let [cash, quantity] = [decimal('10000'), ZERO];
  const seen = new Set<string>();
  for (const {data} of ofType(world.lines, 'OrderFilled')) {
    if (seen.has(data.executionId)) continue;
    seen.add(data.executionId);
    const size = decimal(data.quantity);
    const notional = multiply(size, decimal(data.price), data.side === 'buy' ? 'ceil' : 'floor');
    cash = subtract(add(cash, data.side === 'buy' ? negate(notional) : notional), decimal(data.fee));
    quantity = add(quantity, data.side === 'buy' ? size : negate(size));
  }

  return {cash: toText(cash), quantity: toText(quantity)};
};

test('cash and positions at cost are the opening cash and what was realized less fees, to the last digit', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(move, {minLength: 5, maxLength: 80}), (seed, moves) => {
      const world = new KernelWorld({mind: randomMind(seed, 0.9)});
      for (const one of moves) {
        play(world, one);
        const {state} = world;
        const left = add(state.cash, costOf(state));
        const right = subtract(add(decimal('10000'), state.realized), state.feesPaid);
        expect(toText(left)).toBe(toText(right));
      }
      expect(recount(world)).toEqual({
        cash: toText(world.state.cash),
        quantity: toText(world.position?.quantity ?? ZERO),
      });
    }),
    {numRuns: 150},
  );
});

test('closed trades and the open one add up to everything realized and every fee', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(move, {minLength: 20, maxLength: 80}), (seed, moves) => {
      const world = new KernelWorld({mind: randomMind(seed, 0.9)});
      for (const one of moves) play(world, one);
      const closed = ofType(world.lines, 'PositionClosed').map(({data}) => decimal(data.netPnl));
      const open = [...world.state.positions.values()].map(({realized, fees}) => subtract(realized, fees));

      expect(toText(sum([...closed, ...open]))).toBe(toText(subtract(world.state.realized, world.state.feesPaid)));
    }),
    {numRuns: 100},
  );
});
