/** Prints what the whole rule chain costs per order, in microseconds: `node tests/risk/cost.bench.ts`. A measurement, not a test. */
import {checkOrder, type ProposedOrder} from '../../core/risk/RiskManager.ts';
import type {State} from '../../core/kernel/State.ts';
import {d, ETH, hold, inFlight, proposal, submitted, world} from './world.ts';

const WARM_UP = 50_000;
const ROUNDS = 200_000;
const ORDERS_IN_FLIGHT = [0, 1, 3, 5];

/** An ordinary busy moment: a position with its exits, entries in flight, a minute of submissions behind. */
const busy = (orders: number): State => {
  const state = world();
  hold(state, ETH, '2.5');
  for (let index = 0; index < orders; index += 1) inFlight(state, 'buy', '0.37', {symbol: ETH, limitPrice: '99.5'});
  for (let index = 0; index < 20; index += 1) submitted(state, 3_000 * (20 - index), {symbol: ETH});

  return state;
};

const percentile = (sorted: Float64Array, share: number): string =>
  (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2).padStart(8);

const measure = (work: () => unknown): string => {
  const costs = new Float64Array(ROUNDS);
  for (let round = 0; round < WARM_UP; round += 1) work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    costs[round] = (performance.now() - start) * 1_000;
  }
  costs.sort();

  return `p50 ${percentile(costs, 0.5)}  p99 ${percentile(costs, 0.99)}  p99.9 ${percentile(costs, 0.999)}`;
};

const order: ProposedOrder = proposal({quantity: d('1.25'), worstPrice: d('100.5')});
for (const orders of ORDERS_IN_FLIGHT) {
  const state = busy(orders);
  if (!checkOrder(order, state).allowed) throw new Error('The measured order must pass every rule.');
  console.log(`${orders} in flight, verdict          us  ${measure(() => checkOrder(order, state).allowed)}`);
  console.log(`${orders} in flight, verdict and gates us  ${measure(() => checkOrder(order, state).gates)}`);
}
