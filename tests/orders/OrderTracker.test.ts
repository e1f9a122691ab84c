import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ExecutionEvent} from '../../brokers/orders/evidence.ts';
import {OrderTracker} from '../../brokers/orders/OrderTracker.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {RestoredOrder} from '../../core/domain/RestoredOrder.ts';
import {order, restored} from '../kraken/ScriptedKraken.ts';

const event = (type: string, fields: Partial<ExecutionEvent> = {}): ExecutionEvent => ({
  orderId: 'O-1',
  clientOrderId: 'a',
  type,
  orderStatus: type,
  symbol: null,
  side: null,
  orderQuantity: null,
  cumulativeQuantity: null,
  triggerPrice: null,
  reason: null,
  time: 1,
  fill: null,
  ...fields,
});

const trade = (executionId: string, quantity: string): ExecutionEvent =>
  event('trade', {
    orderStatus: 'partially_filled',
    fill: {executionId, price: '50000', quantity, fees: [], liquidity: 'taker'},
  });

type Message = (tracker: OrderTracker) => OrderReport[];

const say =
  (one: ExecutionEvent): Message =>
  tracker =>
    tracker.apply(one);
const acknowledge: Message = tracker => tracker.accept('a', 'O-1', 1);

/** All that a venue says of one order, with and without our id in it. */
const FILLED = [
  acknowledge,
  say(event('new')),
  say(trade('T-1', '0.004')),
  say({...trade('T-2', '0.006'), clientOrderId: null}),
  say(event('filled', {cumulativeQuantity: '0.01', clientOrderId: null})),
];
const CANCELED = [
  acknowledge,
  say(event('new')),
  say({...trade('T-1', '0.004'), clientOrderId: null}),
  say(event('canceled', {cumulativeQuantity: '0.004'})),
];

/** Any order of the messages, some of them more than once. */
const orders = (messages: readonly Message[]): fc.Arbitrary<Message[]> =>
  fc
    .tuple(fc.shuffledSubarray([...messages], {minLength: messages.length}), fc.subarray([...messages]))
    .map(([all, again]) => [...all, ...again]);

const play = (messages: readonly Message[]): OrderReport[] => {
  const tracker = new OrderTracker('kraken');
  tracker.track(order('a'));

  return messages.flatMap(message => message(tracker));
};

describe('OrderTracker', () => {
  it('tells the same of a filled order, whatever the order and the repeats of the messages', () => {
    fc.assert(
      fc.property(orders(FILLED), messages => {
        const reports = play(messages);

        expect(reports[0]?.kind).toBe('accepted');
        expect(reports.map(({kind}) => kind).sort()).toEqual(['accepted', 'filled', 'filled']);
      }),
    );
  });

  it('tells the end of a cancelled order once, and after its fills', () => {
    fc.assert(
      fc.property(orders(CANCELED), messages => {
        expect(play(messages).map(({kind}) => kind)).toEqual(['accepted', 'filled', 'canceled']);
      }),
    );
  });

  it('says nothing of orders that are not ours', () => {
    expect(
      play([say(event('new', {clientOrderId: 'somebody'})), say(event('new', {orderId: 'O-2', clientOrderId: null}))]),
    ).toEqual([]);
  });
});

describe('an order of an earlier run', () => {
  const goOn = (fields: Partial<RestoredOrder>): OrderTracker => {
    const tracker = new OrderTracker('kraken');
    tracker.restore(restored('a', {venueOrderId: 'O-1', ...fields}));

    return tracker;
  };

  it('that has ended says nothing again of what its journal knows', () => {
    const tracker = goOn({isFinal: true, filled: '0.004', executionIds: ['T-1']});
    const reports = [trade('T-1', '0.004'), event('new'), event('canceled', {cumulativeQuantity: '0.004'})].flatMap(
      one => tracker.apply(one),
    );

    expect(reports).toEqual([]);
    expect(tracker.working()).toEqual([]);
  });

  it('that has ended tells a fill that came after its end', () => {
    const reports = goOn({isFinal: true}).apply(trade('T-1', '0.004'));

    expect(reports.map(({kind}) => kind)).toEqual(['filled']);
  });

  it('that still rests is told to, and its missing fills are matched by its name at the venue', () => {
    const tracker = goOn({});
    const found = trade('T-1', '0.004');

    expect(tracker.apply({...found, clientOrderId: null}).map(({kind}) => kind)).toEqual(['accepted', 'filled']);
  });
});

describe('an order that lists show open after its end', () => {
  const open = (tracker: OrderTracker, time: number): readonly string[] =>
    tracker
      .applyQuery(
        {
          ...{orderId: 'O-1', clientOrderId: 'a', status: 'open', pair: 'BTC/USD', side: 'buy', orderType: 'limit'},
          ...{quantity: '0.01', executed: '0', limitPrice: null, triggerPrice: null, reason: null, time},
        },
        time,
      )
      .map(({kind}) => kind);

  const ended = (): OrderTracker => {
    const tracker = new OrderTracker('kraken');
    tracker.restore(restored('a', {venueOrderId: 'O-1', isFinal: true}));

    return tracker;
  };

  it('for a moment is a list that lags behind', () => {
    const tracker = ended();
    expect([open(tracker, 1_000), open(tracker, 1_500), tracker.hasWorking]).toEqual([[], [], false]);
  });

  it('for long lives, and can be cancelled again', () => {
    const tracker = ended();
    open(tracker, 1_000);
    expect([open(tracker, 6_000), tracker.hasWorking]).toEqual([['accepted'], true]);
  });
});
