import {expect, it} from 'vitest';
import {Random} from '../../brokers/simulator/flow/Random.ts';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import {SimulatedKraken, until} from './SimulatedKraken.ts';

const ORDERS = 50;
const FAULTY_SHARE = 0.2;

const FAULTS: readonly Fault[] = [
  {name: 'drop-ack', how: 'reset', call: 'add_order'},
  {name: 'drop-ack', how: 'hang', call: 'add_order'},
  {name: 'drop-request', how: 'reset', call: 'add_order'},
  {name: 'drop-request', how: 'hang', call: 'add_order'},
  {name: 'delay', forMs: 1_500, where: 'after', call: 'add_order'},
  {name: 'early-events', call: 'add_order'},
  {name: 'amnesia', forMs: 5_000, call: 'add_order'},
  {name: 'refuse', error: 'EService:Unavailable', call: 'add_order'},
  {name: 'drop-request', how: 'hang', call: 'cancel_order'},
  {name: 'drop-ack', how: 'hang', call: 'cancel_order'},
  {name: 'bad-gateway', reaches: true, call: 'OpenOrders'},
  {name: 'duplicate-execution'},
  {name: 'sequence-gap', channel: 'executions'},
  {name: 'disconnect', sockets: 'private', afterMs: 0},
  {name: 'disconnect', sockets: 'all', afterMs: 0},
];

const QUANTITY = '0.3';

/** Sends an order of a drawn kind. */
const sendOne = (venue: SimulatedKraken, id: string, random: Random, isFirst: boolean): void => {
  const side = isFirst || random.uniform() < 0.5 ? 'buy' : 'sell';
  const draw = random.uniform();
  if (draw < 0.3) return venue.submit(id, {type: 'market', side, quantity: QUANTITY});
  const near = side === 'buy' ? '100.5' : '99.5';
  const far = side === 'buy' ? '97' : '103';
  venue.submit(id, {side, type: 'limit', limitPrice: draw < 0.6 ? near : far, quantity: QUANTITY});
};

const isOver = (venue: SimulatedKraken, id: string): boolean =>
  ['rejected', 'canceled', 'absent'].includes(venue.heard.story(id).at(-1) ?? '') ||
  venue.heard.filled(id) === QUANTITY;

it.each([2])(
  'orders under faults end as the venue has them: none lost, none doubled, seed %i',
  async seed => {
    const venue = await SimulatedKraken.started();
    const random = new Random(String(seed));
    const ids = Array.from({length: ORDERS}, (_, index) => `o${index}`);
    for (const [index, id] of ids.entries()) {
      const fault = FAULTS[Math.floor(random.uniform() * FAULTS.length)];
      if (fault !== undefined && random.uniform() < FAULTY_SHARE) venue.simulator.faults.add(fault);
      sendOne(venue, id, random, index < 5);
      if (random.uniform() < 0.5) venue.broker.cancel(ids[Math.floor(random.uniform() * index)] ?? id);
      await new Promise(resolve => {
        setTimeout(resolve, 10 + random.uniform() * 20);
      });
      venue.move(Math.round(9_800 + random.uniform() * 400) / 100, 1);
    }
    venue.simulator.faults.clear();
    for (const id of ids) venue.broker.cancel(id);
    await until('every order is over', () => ids.every(id => isOver(venue, id)), 15_000);
    await until('every fill is told', () => venue.heard.executions().length >= venue.trueExecutions().length);
    const told = venue.heard.executions().map(({executionId}) => executionId);

    expect([...told].sort()).toEqual([...venue.trueExecutions()].sort());
    expect(ids.filter(id => venue.trueOrders(id) > 1)).toEqual([]);
    expect(ids.filter(id => venue.heard.story(id).includes('absent') && venue.trueOrders(id) > 0)).toEqual([]);
    expect(venue.simulator.faults.struck.length).toBeGreaterThan(2);
    await venue.close();
  },
  30_000,
);
