import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {InputDraft} from '../../core/domain/Event.ts';
import type {Order} from '../../core/kernel/State.ts';
import {scriptedMind} from '../support/scriptedMind.ts';
import {holding, KernelWorld, ofType, typesOf} from '../support/kernelWorld.ts';

const entering = (): {world: KernelWorld; entry: Order} => {
  const world = new KernelWorld({mind: scriptedMind(bar => (bar === 1 ? 'buy' : null))});
  world.candle(100);

  return {world, entry: world.order('entry')};
};

const strangerLike = ({intent, ...order}: Order): Order => ({
  ...order,
  intent: {...intent, clientOrderId: 'foreign-1'},
});

const booksOf = ({state, position}: KernelWorld) => ({
  cash: toText(state.cash),
  fees: toText(state.feesPaid),
  realized: toText(state.realized),
  quantity: toText(position?.quantity ?? decimal('0')),
  cost: toText(position?.cost ?? decimal('0')),
});

describe('fill reports', () => {
  test('a known execution id changes nothing and is answered with nothing', () => {
    const {world, entry} = entering();
    world.fill(entry, '0.4', '100', 'X');
    const before = booksOf(world);

    expect(typesOf(world.fill(entry, '0.4', '100', 'X'))).toEqual(['OrderFilled']);
    expect(booksOf(world)).toEqual(before);
    expect(world.state.fills).toHaveLength(1);
  });

  test('a repeated last fill does not close the trade twice', () => {
    const world = holding();
    const target = world.order('target');
    world.fill(target, '1', '102', 'X');

    expect(typesOf(world.fill(target, '1', '102', 'X'))).toEqual(['OrderFilled']);
    expect(world.all('PositionClosed')).toHaveLength(1);
  });

  test('any order and any duplication of the reports of an order gives the same books', () => {
    const fills = [
      ['0.1', '100.01', 'A'],
      ['0.25', '99.97', 'B'],
      ['0.333', '100.5', 'C'],
      ['0.017', '101', 'D'],
    ] as const;
    const reference = entering();
    for (const [quantity, price, id] of fills) reference.world.fill(reference.entry, quantity, price, id);
    const expected = booksOf(reference.world);
    const shuffles = fc.shuffledSubarray([...fills, ...fills, ...fills], {minLength: 12, maxLength: 12});

    fc.assert(
      fc.property(shuffles, reports => {
        const {world, entry} = entering();
        for (const [quantity, price, id] of reports) world.fill(entry, quantity, price, id);
        expect(booksOf(world)).toEqual(expected);
        expect(entry.executionIds.toSorted()).toEqual(['A', 'B', 'C', 'D']);
      }),
      {numRuns: 300},
    );
  });

  test('an overfill is booked, alarms, halts, and is protected like any position', () => {
    const {world, entry} = entering();
    const step = world.fill(entry, '150', '100');

    expect(typesOf(step)).toEqual([
      'OrderFilled',
      'TradingHalted',
      'AlarmRaised',
      'PositionOpened',
      'OrderSubmitted',
      'OrderSubmitted',
    ]);
    expect(ofType(step, 'TradingHalted')[0]?.data).toMatchObject({code: 'OVERFILL', value: '150', limit: '100'});
    expect(world.order('stop').intent.quantity).toBe('150');
  });

  test('an overfill that makes the position flat still closes the trade', () => {
    const {world, entry} = entering();
    world.fill(entry, '1', '100');
    const stop = world.order('stop');
    world.fill(entry, '0.5', '100');

    const step = world.fill(stop, '1.5', '99');

    expect(typesOf(step)).toContain('TradingHalted');
    expect(ofType(step, 'PositionClosed')[0]?.data).toMatchObject({quantity: '1.5', exitPrice: '99'});
    expect(world.position).toBeUndefined();
  });

  test('a spot account that sold more than was ours is halted with an alarm', () => {
    const world = holding({spec: {kind: 'spot'}});
    const [stop, target] = [world.order('stop'), world.order('target')];
    world.fill(stop, '1', '99');
    const step = world.fill(target, '1', '102');

    expect(ofType(step, 'TradingHalted').map(({data}) => data)).toEqual([
      {code: 'OVERFILL', value: '-1', limit: '0', reason: 'more BTC/USD was sold than was ours'},
    ]);
    expect(ofType(step, 'AlarmRaised')).toHaveLength(1);
  });

  test('a fill, an answer and an acceptance for an order that is not ours each raise an alarm', () => {
    const {world, entry} = entering();
    const stranger = strangerLike(entry);
    world.fill(stranger, '1', '100');
    world.cancel(stranger);
    world.accept(stranger);
    const codes = world.all('AlarmRaised').map(({data}) => data.code);

    expect(codes).toEqual(['UNKNOWN_ORDER_FILLED', 'UNKNOWN_ORDER_CLOSED', 'UNKNOWN_ORDER_ACCEPTED']);
    expect(world.position).toBeUndefined();
  });
});

describe('late evidence', () => {
  test('a fill after the cancel is booked and alarms', () => {
    const {world, entry} = entering();
    world.cancel(entry);

    const step = world.fill(entry, '0.5', '100');

    expect(ofType(step, 'AlarmRaised').map(({data}) => data.code)).toEqual(['LATE_EVIDENCE']);
    expect(world.position?.quantity).toBe(decimal('0.5'));
    expect(world.order('stop').intent.quantity).toBe('0.5');
    expect(entry.status).toBe('CANCELED_PART');
  });

  test('a fill after a refusal is booked, alarms and halts', () => {
    const {world, entry} = entering();
    world.reject(entry);

    const step = world.fill(entry, '0.5', '100');

    expect(typesOf(step)).toEqual(expect.arrayContaining(['AlarmRaised', 'TradingHalted']));
    expect(world.position?.quantity).toBe(decimal('0.5'));
    expect(world.state.trading.state).toBe('HALTED');
  });

  test('an order that lives again can be cancelled again', () => {
    const {world, entry} = entering();
    world.accept(entry);
    world.command('halt');
    world.cancel(entry);
    const {clientOrderId} = entry.intent;
    world.take({type: 'OrderAccepted', data: {clientOrderId, venueOrderId: 'another'}});

    expect(entry.status).toBe('OPEN');
    expect(ofType(world.command('halt'), 'CancelRequested')).toHaveLength(1);
  });

  test.each(['reject', 'cancel'] as const)('what the table does not know alarms and changes nothing: %s', answer => {
    const {world, entry} = entering();
    if (answer === 'reject') world.fill(entry, '0.5', '100');
    else world.reject(entry);
    const status = entry.status;

    const step = world[answer](entry);

    expect(ofType(step, 'AlarmRaised').map(({data}) => data.code)).toEqual(['ILLEGAL_TRANSITION']);
    expect(entry.status).toBe(status);
  });

  test('an outcome that becomes unknown after it was known alarms and changes nothing', () => {
    const {world, entry} = entering();
    world.cancel(entry);
    const {clientOrderId} = entry.intent;
    const step = world.take({type: 'OrderOutcomeUnknown', data: {clientOrderId, reason: 'timeout'}});

    expect(ofType(step, 'AlarmRaised').map(({data}) => data.code)).toEqual(['ILLEGAL_TRANSITION']);
    expect(entry.status).toBe('CANCELED');
  });
});

describe('a cancel that the venue refuses', () => {
  test('leaves the order alive, and is wanted again on the next candle', () => {
    const {world, entry} = entering();
    world.accept(entry);
    world.command('halt');
    const {clientOrderId} = entry.intent;
    world.take({type: 'CancelRejected', data: {clientOrderId, reason: 'no permission'}});
    expect([entry.status, entry.isCancelRequested]).toEqual(['OPEN', false]);

    const step = world.candle(100);
    expect(ofType(step, 'CancelRequested').map(({data}) => data)).toEqual([{clientOrderId, reason: 'halt'}]);
    expect(world.all('AlarmRaised')).toEqual([]);
  });

  test('of an order that has ended meanwhile changes nothing', () => {
    const {world, entry} = entering();
    world.fill(entry, '100', '100');
    const step = world.take({
      type: 'CancelRejected',
      data: {clientOrderId: entry.intent.clientOrderId, reason: 'gone'},
    });

    expect([entry.status, typesOf(step)]).toEqual(['FILLED', ['CancelRejected']]);
  });
});

describe('a stop that somebody else cancels', () => {
  test('is put back at once when it had rested', () => {
    const world = holding();
    world.candle(100);
    world.cancel(world.order('target'));
    const step = world.cancel(world.order('stop'));

    expect(ofType(step, 'OrderSubmitted').map(({data}) => data.purpose)).toEqual(['stop', 'target']);
  });
});

describe('a stop that ends as soon as it is sent', () => {
  test('is put back on the next candle: at once it would end again without end', () => {
    const world = holding();
    world.cancel(world.order('target'));
    const step = world.cancel(world.order('stop'));
    expect(ofType(step, 'OrderSubmitted')).toEqual([]);

    expect(ofType(world.candle(100), 'OrderSubmitted').map(({data}) => data.purpose)).toEqual(['stop', 'target']);
  });
});

describe('a stop that we have cancelled ourselves', () => {
  test('stays away', () => {
    const world = holding();
    world.command('halt');
    world.cancel(world.order('target'));

    expect(typesOf(world.cancel(world.order('stop')))).toEqual(['OrderCanceled']);
  });
});

describe('an order whose outcome is unknown', () => {
  const unknown = () => {
    const {world, entry} = entering();
    const {clientOrderId} = entry.intent;
    world.take({type: 'OrderOutcomeUnknown', data: {clientOrderId, reason: 'timeout'}});

    return {world, entry, clientOrderId};
  };

  test('counts as working until two sources have proven that it is absent', () => {
    const {world, entry, clientOrderId} = unknown();
    const before = world.state.orders.has(clientOrderId);
    const step = world.take({type: 'OrderProvenAbsent', data: {clientOrderId, reason: 'two not-founds'}});

    expect([before, world.state.orders.has(clientOrderId), entry.status]).toEqual([true, false, 'DEAD']);
    expect(ofType(step, 'AlarmRaised')).toEqual([]);
  });

  test('that is being cancelled is cancelled by the same proof', () => {
    const {world, entry, clientOrderId} = unknown();
    world.command('halt');
    const step = world.take({type: 'OrderProvenAbsent', data: {clientOrderId, reason: 'two not-founds'}});

    expect([entry.status, typesOf(step)]).toEqual(['CANCELED', ['OrderProvenAbsent']]);
  });

  test('is gone by a person’s word, which stands in the journal', () => {
    const {world, entry, clientOrderId} = unknown();
    const step = world.take({type: 'OrderWrittenOff', data: {clientOrderId, reason: 'support says so', by: 'api'}});

    expect([entry.status, entry.reason, typesOf(step)]).toEqual(['DEAD', 'support says so', ['OrderWrittenOff']]);
  });

  test('that the venue had accepted and does not know any more calls for a person', () => {
    const {world, entry} = entering();
    const {clientOrderId} = entry.intent;
    const step = world.take({
      type: 'OrderOutcomeUnknown',
      data: {clientOrderId, reason: 'in neither list', forgotten: true},
    });

    expect(ofType(step, 'AlarmRaised').map(({data}) => data)).toEqual([
      {code: 'ORDER_FORGOTTEN', text: expect.stringContaining(`ogz write-off ${clientOrderId}`)},
    ]);
    expect(entry.status).toBe('UNKNOWN');
  });

  test('comes back with an alarm when evidence turns up after all', () => {
    const {world, entry, clientOrderId} = unknown();
    world.take({type: 'OrderProvenAbsent', data: {clientOrderId, reason: 'two not-founds'}});
    const step = world.take({type: 'OrderAccepted', data: {clientOrderId, venueOrderId: 'late'}});

    expect(entry.status).toBe('OPEN');
    expect(ofType(step, 'AlarmRaised').map(({data}) => data.code)).toEqual(['LATE_EVIDENCE']);
  });
});

/** What a venue may say of one order that fills in two parts, or fills in part and is cancelled. */
const STORIES = {
  filled: {messages: ['accept', 'first', 'second'], status: 'FILLED', quantity: '100'},
  'filled, with doubles': {
    messages: ['accept', 'first', 'second', 'second', 'first'],
    status: 'FILLED',
    quantity: '100',
  },
  'filled, all told twice': {
    messages: ['accept', 'accept', 'first', 'second', 'second', 'first'],
    status: 'FILLED',
    quantity: '100',
  },
  'filled though its outcome was unknown': {
    messages: ['accept', 'first', 'second', 'unknown'],
    status: 'FILLED',
    quantity: '100',
  },
} as const;

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]));

const messageOf = (name: string, {intent: {clientOrderId, symbol, side}}: Order): InputDraft => {
  const fill = {clientOrderId, symbol, side, price: '100', fee: '0.01', feeAsset: 'USD', liquidity: 'taker'} as const;
  const evidence = {kind: 'venue', model: 'test'} as const;
  switch (name) {
    case 'accept':
      return {type: 'OrderAccepted', data: {clientOrderId, venueOrderId: 'V'}};
    case 'unknown':
      return {type: 'OrderOutcomeUnknown', data: {clientOrderId, reason: 'timeout'}};
    case 'cancel':
      return {type: 'OrderCanceled', data: {clientOrderId, reason: 'test'}};
    default:
      return {
        type: 'OrderFilled',
        data: {...fill, evidence, executionId: name, quantity: name === 'first' ? '40' : '60'},
      };
  }
};

describe('every interleaving of the messages of one order', () => {
  test.each(Object.entries(STORIES))('%s: one final state', (_name, {messages, status, quantity}) => {
    for (const order of permutations(messages)) {
      const {world, entry} = entering();
      for (const message of order) world.take(messageOf(message, entry));
      expect([entry.status, toText(world.position?.quantity ?? decimal('0'))], order.join(' ')).toEqual([
        status,
        quantity,
      ]);
    }
  });

  test('filled in part and cancelled: one final state, and an alarm where a fill came after the end', () => {
    for (const order of permutations(['accept', 'accept', 'first', 'first', 'cancel', 'cancel'])) {
      const {world, entry} = entering();
      for (const message of order) world.take(messageOf(message, entry));
      const isLate = order.indexOf('first') > order.indexOf('cancel');

      expect(booksOf(world), order.join(' ')).toMatchObject({quantity: '40', cash: '5999.99'});
      expect(entry.status, order.join(' ')).toBe('CANCELED_PART');
      expect(
        world.state.alarms.some(({code}) => code === 'LATE_EVIDENCE'),
        order.join(' '),
      ).toBe(isLate);
    }
  });
});
