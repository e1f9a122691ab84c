import {describe, expect, it} from 'vitest';
import type {ExecutionEvent, FoundOrder} from '../../brokers/orders/evidence.ts';
import {OrderTracker} from '../../brokers/orders/OrderTracker.ts';
import {toText, ZERO} from '../../core/domain/Decimal.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Order} from '../../core/kernel/State.ts';
import {inputOf} from '../../core/runtime/ExecutionLayer.ts';
import {KernelWorld} from '../support/kernelWorld.ts';
import {scriptedMind} from '../support/scriptedMind.ts';

const MOST_MESSAGES = 6;

type Message = {readonly name: string; readonly tell: (tracker: OrderTracker, order: Order) => OrderReport[]};

const event =
  (type: string, fields: Partial<ExecutionEvent> = {}): Message['tell'] =>
  (tracker, {intent}) =>
    tracker.apply({
      ...{orderId: 'O-1', clientOrderId: intent.clientOrderId, type, orderStatus: type, symbol: null, side: null},
      ...{orderQuantity: null, cumulativeQuantity: null, triggerPrice: null, reason: null, time: 1, fill: null},
      ...fields,
    });

/** Kraken leaves our id out of most events: the venue's alone must do. */
const nameless = {clientOrderId: null};

const trade = (executionId: string, quantity: string): Message['tell'] =>
  event('trade', {
    ...nameless,
    orderStatus: 'partially_filled',
    fill: {executionId, price: '100', quantity, fees: [{asset: 'USD', quantity: '0.01'}], liquidity: 'taker'},
  });

const MESSAGES: Readonly<Record<string, Message['tell']>> = {
  answer: (tracker, {intent}) => tracker.accept(intent.clientOrderId, 'O-1', 1),
  new: event('new'),
  'first fill': trade('T-1', '40'),
  'second fill': trade('T-2', '60'),
  filled: event('filled', {...nameless, cumulativeQuantity: '100'}),
  'cancelled with a fill': event('canceled', {cumulativeQuantity: '40', reason: 'User requested'}),
  'cancelled unfilled': event('canceled', {cumulativeQuantity: '0', reason: 'User requested'}),
  'query: filled': (tracker, {intent}) => tracker.applyQuery(found(intent.clientOrderId, 'closed', '100'), 1),
  'query: cancelled': (tracker, {intent}) => tracker.applyQuery(found(intent.clientOrderId, 'canceled', '40'), 1),
};

const found = (clientOrderId: string, status: string, executed: string): FoundOrder => ({
  ...{orderId: 'O-1', clientOrderId, status, pair: 'BTC/USD', side: 'buy', orderType: 'market', quantity: '100'},
  ...{executed, limitPrice: null, triggerPrice: null, reason: null, time: 1},
});

/** What a venue says of one order, each thing at least once, and how it ends. */
const STORIES = {
  filled: {told: ['answer', 'new', 'first fill', 'second fill', 'filled'], ends: 'FILLED 100'},
  'filled, the answer lost': {told: ['new', 'first fill', 'second fill', 'filled'], ends: 'FILLED 100'},
  'filled, found out by a query': {told: ['answer', 'first fill', 'second fill', 'query: filled'], ends: 'FILLED 100'},
  'filled in part, then cancelled': {
    told: ['answer', 'new', 'first fill', 'cancelled with a fill'],
    ends: 'CANCELED_PART 40',
  },
  'filled in part, then cancelled, found out by a query': {
    told: ['answer', 'first fill', 'cancelled with a fill', 'query: cancelled'],
    ends: 'CANCELED_PART 40',
  },
  'cancelled unfilled': {told: ['answer', 'new', 'cancelled unfilled'], ends: 'CANCELED 0'},
} as const;

/** Every way to tell a story in so many messages: each at least once, the rest said again, in every order. */
function* tellings(told: readonly string[], length: number): Generator<readonly string[]> {
  const again = function* (from: number, count: number): Generator<readonly string[]> {
    if (count === 0) yield [];
    else
      for (let at = from; at < told.length; at += 1)
        for (const rest of again(at, count - 1)) yield [told[at] ?? '', ...rest];
  };
  for (const repeats of again(0, length - told.length)) yield* orderings([...told, ...repeats].sort());
}

/** Each different order of the messages once. */
function* orderings(messages: readonly string[]): Generator<readonly string[]> {
  if (messages.length === 0) yield [];
  for (const [index, message] of messages.entries()) {
    if (index > 0 && messages[index - 1] === message) continue;
    for (const rest of orderings(messages.toSpliced(index, 1))) yield [message, ...rest];
  }
}

/** Through the adapter's tracker into the kernel; what the account and the order come to, and what went wrong. */
const play = (messages: readonly string[]) => {
  const world = new KernelWorld({mind: scriptedMind(bar => (bar === 1 ? 'buy' : null))});
  world.candle(100);
  const order = world.order('entry');
  const tracker = new OrderTracker('kraken');
  tracker.track(order.intent);
  for (const name of messages) {
    for (const report of MESSAGES[name]?.(tracker, order) ?? []) world.take(inputOf(report));
  }
  const {state} = world;

  return {
    order: `${order.status} ${toText(order.filled)}`,
    venueOrderId: order.venueOrderId,
    executions: [...order.executionIds].sort().join(' '),
    fees: toText(order.fees),
    cash: toText(state.cash),
    position: toText(world.position?.quantity ?? ZERO),
    isOpen: state.orders.has(order.intent.clientOrderId),
    isTold: tracker.get(order.intent.clientOrderId)?.isFinal,
    alarms: world.all('AlarmRaised').map(({data}) => data.text),
  };
};

describe('every interleaving of up to six messages of one order, through tracker and kernel', () => {
  it.each(Object.entries(STORIES))('%s: ends the same, without an alarm', (_name, {told, ends}) => {
    const expected = play(told);
    let count = 0;
    for (let length = told.length; length <= MOST_MESSAGES; length += 1) {
      for (const messages of tellings(told, length)) {
        count += 1;
        expect(play(messages), messages.join(', ')).toEqual(expected);
      }
    }

    expect(expected).toMatchObject({order: ends, isOpen: false, isTold: true, alarms: []});
    expect(count).toBeGreaterThan(500);
  });
});
