import {describe, expect, it} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import {PLAIN, bar, intent, lines, MINUTE, newVenue, play} from './orders.ts';

type Example = {
  readonly rule: string;
  readonly order: Partial<OrderIntent>;
  readonly bars: readonly Candle[];
  readonly fills: readonly string[];
  readonly fill?: Partial<FillSettings>;
};

const run = ({order, bars, fill = PLAIN}: Example): readonly string[] => {
  const venue = newVenue(fill);
  play(venue, bar(0, 100, 100, 100, 100));
  venue.accept(intent('a', order), MINUTE);

  return bars.flatMap(each => play(venue, each));
};

const LIMIT_BUY: Partial<OrderIntent> = {type: 'limit', limitPrice: '98'};
const LIMIT_SELL: Partial<OrderIntent> = {type: 'limit', side: 'sell', limitPrice: '102'};
const STOP_SELL: Partial<OrderIntent> = {type: 'stop', side: 'sell', stopPrice: '98'};
const STOP_BUY: Partial<OrderIntent> = {type: 'stop', stopPrice: '102'};
const COSTS: Partial<FillSettings> = {halfSpreadBps: 50, slippageBps: 50, impact: 0};

const EXAMPLES: readonly Example[] = [
  {
    rule: 'a market order fills at the next open',
    order: {},
    bars: [bar(1, 101, 103, 99, 102)],
    fills: ['filled a-1 buy 1 @ 101 taker fee 0.202'],
  },
  {
    rule: 'a market buy pays half-spread and slippage, rounded up to the tick',
    order: {},
    bars: [bar(1, 101, 103, 99, 102)],
    fill: COSTS,
    // 101 x (1 + 0.5 % + 0.5 %) = 102.01 -> 102.5
    fills: ['filled a-1 buy 1 @ 102.5 taker fee 0.205'],
  },
  {
    rule: 'a market sell gets less by half-spread and slippage, rounded down to the tick',
    order: {side: 'sell'},
    bars: [bar(1, 101, 103, 99, 102)],
    fill: COSTS,
    // 101 x (1 - 1 %) = 99.99 -> 99.5
    fills: ['filled a-1 sell 1 @ 99.5 taker fee 0.199'],
  },
  {
    rule: 'impact replaces fixed slippage where it is larger: k x sigma x sqrt(size / volume)',
    order: {quantity: '4'},
    bars: [bar(1, 100, 110, 90, 100, 100)],
    fill: {halfSpreadBps: 0, slippageBps: 1, impact: 1},
    // sigma = 0.6005612 x 20 = 12.011224; sqrt(4 / 100) = 0.2; 100 + 2.402 -> 102.5
    fills: ['filled a-1 buy 4 @ 102.5 taker fee 0.82'],
  },
  {
    rule: 'at most a tenth of a bar fills; the rest carries on',
    order: {quantity: '2.5'},
    bars: [bar(1, 101, 103, 99, 102, 10), bar(2, 102, 103, 99, 102, 12), bar(3, 103, 103, 99, 102, 12)],
    fills: [
      'filled a-1 buy 1 @ 101 taker fee 0.202',
      'filled a-2 buy 1.2 @ 102 taker fee 0.2448',
      'filled a-3 buy 0.3 @ 103 taker fee 0.0618',
    ],
  },
  {rule: 'a bar without volume fills nothing', order: {}, bars: [bar(1, 101, 103, 99, 102, 0)], fills: []},
  {
    rule: 'a market order waits while its worst price is exceeded',
    order: {limitPrice: '101'},
    bars: [bar(1, 101.5, 103, 99, 102), bar(2, 101, 103, 99, 102)],
    fills: ['filled a-1 buy 1 @ 101 taker fee 0.202'],
  },
  {rule: 'a limit that is only touched does not fill', order: LIMIT_BUY, bars: [bar(1, 100, 101, 98, 100)], fills: []},
  {
    rule: 'a limit sell that is only touched does not fill either',
    order: LIMIT_SELL,
    bars: [bar(1, 100, 102, 98, 100)],
    fills: [],
  },
  {
    rule: 'a limit buy fills at its price when the bar trades one tick through it',
    order: LIMIT_BUY,
    bars: [bar(1, 100, 101, 97.5, 100)],
    fills: ['filled a-1 buy 1 @ 98 maker fee 0.098'],
  },
  {
    rule: 'a limit sell fills at its price when the bar trades one tick through it',
    order: LIMIT_SELL,
    bars: [bar(1, 100, 102.5, 97.5, 100)],
    fills: ['filled a-1 sell 1 @ 102 maker fee 0.102'],
  },
  {
    rule: 'a resting limit that the open jumps over gets the open',
    order: LIMIT_BUY,
    bars: [bar(1, 100, 101, 99, 100), bar(2, 95, 96, 94, 95)],
    fills: ['filled a-1 buy 1 @ 95 maker fee 0.095'],
  },
  {
    rule: 'a limit that never rested takes, and pays the taker fee',
    order: LIMIT_BUY,
    bars: [bar(1, 95, 96, 94, 95)],
    fills: ['filled a-1 buy 1 @ 95 taker fee 0.19'],
  },
  {
    rule: 'a limit that takes never pays more than its limit',
    order: {type: 'limit', limitPrice: '102'},
    bars: [bar(1, 101, 103, 99, 102)],
    fill: {...COSTS, slippageBps: 500},
    fills: ['filled a-1 buy 1 @ 102 taker fee 0.204'],
  },
  {
    rule: 'a post-only order that would take on its arrival is refused',
    order: {...LIMIT_BUY, postOnly: true},
    bars: [bar(1, 95, 96, 94, 95)],
    fills: ['rejected a POST_ONLY'],
  },
  {
    rule: 'a stop sell triggers on touch',
    order: STOP_SELL,
    bars: [bar(1, 100, 101, 98, 100)],
    fills: ['filled a-1 sell 1 @ 98 taker fee 0.196'],
  },
  {
    rule: 'a stop buy triggers on touch',
    order: STOP_BUY,
    bars: [bar(1, 100, 102, 98, 100)],
    fills: ['filled a-1 buy 1 @ 102 taker fee 0.204'],
  },
  {rule: 'a stop that is not touched waits', order: STOP_SELL, bars: [bar(1, 100, 101, 98.5, 100)], fills: []},
  {
    rule: 'a stop sell that the open jumps over fills at the open: gaps are punished',
    order: STOP_SELL,
    bars: [bar(1, 95, 101, 94, 100)],
    fills: ['filled a-1 sell 1 @ 95 taker fee 0.19'],
  },
  {
    rule: 'a stop pays slippage below its price',
    order: STOP_SELL,
    bars: [bar(1, 100, 101, 97, 100)],
    fill: COSTS,
    // 98 x 0.99 = 97.02 -> 97
    fills: ['filled a-1 sell 1 @ 97 taker fee 0.194'],
  },
  {
    rule: 'a triggered stop that found too little volume goes on at the next open',
    order: STOP_SELL,
    bars: [bar(1, 100, 101, 97, 100, 4), bar(2, 105, 106, 104, 105)],
    fills: ['filled a-1 sell 0.4 @ 98 taker fee 0.0784', 'filled a-2 sell 0.6 @ 105 taker fee 0.126'],
  },
];

describe('the fill model on bars', () => {
  for (const example of EXAMPLES) {
    it(example.rule, () => expect(run(example)).toEqual(example.fills));
  }

  it('never fills on a bar that began before the order was placed', () => {
    const venue = newVenue();
    play(venue, bar(0, 100, 100, 100, 100));
    venue.accept(intent('a'), MINUTE + 1);

    expect(play(venue, bar(1, 100, 101, 99, 100))).toEqual([]);
    expect(play(venue, bar(2, 100, 101, 99, 100))).toEqual(['filled a-1 buy 1 @ 100 taker fee 0.2']);
  });

  it('shares the volume of a bar among all orders of the market', () => {
    const venue = newVenue();
    venue.accept(intent('a'), MINUTE);
    venue.accept(intent('b'), MINUTE);

    expect(play(venue, bar(1, 100, 100, 100, 100, 15))).toEqual([
      'filled a-1 buy 1 @ 100 taker fee 0.2',
      'filled b-1 buy 0.5 @ 100 taker fee 0.1',
    ]);
  });

  it('names the evidence and the version of the model on each fill', () => {
    const venue = newVenue();
    venue.accept(intent('a'), MINUTE);
    const [report] = venue.onBarOpen('BTC/USD', bar(1, 100, 100, 100, 100));

    expect(report).toMatchObject({
      kind: 'filled',
      time: MINUTE,
      execution: {evidence: {kind: 'bar', model: 'ogz-fill-1'}},
    });
  });
});

const bracket = (side: 'buy' | 'sell', stopPrice: string, limitPrice: string): readonly OrderIntent[] => [
  intent('stop', {type: 'stop', side, stopPrice, reduceOnly: true, ocoGroup: 'g', purpose: 'stop'}),
  intent('target', {type: 'limit', side, limitPrice, reduceOnly: true, ocoGroup: 'g', purpose: 'target'}),
];

/** Enters at the open or inside the bar, sends the bracket as soon as the entry has filled, and plays the bar to its end. */
const enterAndProtect = (entry: Partial<OrderIntent>, candle: Candle, fill: Partial<FillSettings> = {}) => {
  const venue = newVenue({...PLAIN, ...fill});
  play(venue, bar(0, 100, 100, 100, 100));
  venue.accept(intent('entry', entry), MINUTE);
  const protect = (): void => {
    for (const order of bracket('sell', '96', '104')) venue.accept(order, candle.time);
  };

  const opening = lines(venue.onBarOpen('BTC/USD', candle));
  if (opening.length > 0) protect();
  const inside = lines(venue.onBarRest('BTC/USD', candle, candle.time + MINUTE));
  if (inside.some(text => text.startsWith('filled entry'))) protect();
  const after = lines(venue.onBarRest('BTC/USD', candle, candle.time + MINUTE));
  venue.onBarClose('BTC/USD', candle);

  return {exits: [...inside, ...after].filter(text => text.startsWith('filled') && !text.includes('entry')), venue};
};

const LIMIT_ENTRY: Partial<OrderIntent> = {type: 'limit', limitPrice: '98'};
const STOPPED = ['filled stop-1 sell 1 @ 96 taker fee 0.192'];
const TAKEN = ['filled target-1 sell 1 @ 104 maker fee 0.104'];

describe('the bar of the entry', () => {
  it('stops an entry at the open out by the low of the same bar', () => {
    expect(enterAndProtect({}, bar(1, 100, 101, 95, 99)).exits).toEqual(STOPPED);
  });

  it('lets an entry at the open take the high of the same bar', () => {
    expect(enterAndProtect({}, bar(1, 100, 105, 99, 99)).exits).toEqual(TAKEN);
  });

  it('stops a limit entry out by the low of the same bar: a loss, not a cancellation', () => {
    const {exits, venue} = enterAndProtect(LIMIT_ENTRY, bar(1, 100, 101, 95, 99));

    expect(exits).toEqual(STOPPED);
    expect(venue.account(0).positions).toEqual([]);
    expect(venue.ambiguousBars).toBe(1);
  });

  it('does not give a limit entry the high of the same bar', () => {
    const {exits, venue} = enterAndProtect(LIMIT_ENTRY, bar(1, 100, 105, 97, 99));

    expect(exits).toEqual([]);
    expect(venue.account(0).openOrders.map(({intent: {clientOrderId}}) => clientOrderId)).toEqual(['stop', 'target']);
  });

  it('gives a limit entry its target when the close proves it', () => {
    expect(enterAndProtect(LIMIT_ENTRY, bar(1, 100, 105, 97, 104.5)).exits).toEqual(TAKEN);
  });

  it('in the best case gives a limit entry the high, and the low only when the close proves it', () => {
    expect(enterAndProtect(LIMIT_ENTRY, bar(1, 100, 105, 95, 99), {policy: 'best'}).exits).toEqual(TAKEN);
    expect(enterAndProtect(LIMIT_ENTRY, bar(1, 100, 101, 95, 99), {policy: 'best'}).exits).toEqual([]);
    expect(enterAndProtect(LIMIT_ENTRY, bar(1, 100, 101, 95, 96), {policy: 'best'}).exits).toEqual(STOPPED);
  });

  it('lets a target that was sent during the bar rest from then on: a later gap over it is a maker fill at the open', () => {
    for (const [entry, low] of [
      [{}, 99],
      [LIMIT_ENTRY, 97],
    ] as const) {
      const {exits, venue} = enterAndProtect(entry, bar(1, 100, 101, low, 100));

      expect(exits).toEqual([]);
      expect(play(venue, bar(2, 106, 107, 105, 106))).toEqual([
        'filled target-1 sell 1 @ 106 maker fee 0.106',
        'canceled stop',
      ]);
    }
  });

  it('fills a stop that came inside the bar no better than the price at which it came', () => {
    const venue = newVenue();
    play(venue, bar(0, 100, 100, 100, 100));
    venue.accept(intent('entry', {type: 'stop', stopPrice: '102'}), MINUTE);
    const first = bar(1, 100, 104, 99, 103);
    venue.onBarOpen('BTC/USD', first);
    venue.onBarRest('BTC/USD', first, 2 * MINUTE);
    venue.accept(intent('stop', {type: 'stop', side: 'sell', stopPrice: '103', reduceOnly: true}), 2 * MINUTE);

    expect(lines(venue.onBarRest('BTC/USD', first, 2 * MINUTE))).toEqual([
      'filled stop-1 sell 1 @ 102 taker fee 0.204',
    ]);
  });

  it('leaves a market exit that is sent inside a bar to the next open', () => {
    const venue = newVenue();
    venue.accept(intent('entry'), MINUTE);
    const first = bar(1, 100, 101, 99, 100);
    venue.onBarOpen('BTC/USD', first);
    venue.accept(intent('exit', {side: 'sell', reduceOnly: true}), MINUTE);
    expect(venue.onBarRest('BTC/USD', first, 2 * MINUTE)).toEqual([]);
    venue.onBarClose('BTC/USD', first);

    expect(play(venue, bar(2, 103, 104, 102, 103))).toEqual(['filled exit-1 sell 1 @ 103 taker fee 0.206']);
  });
});

describe('stop and target in one bar', () => {
  const both = bar(1, 100, 105, 95, 100);

  it('takes the stop, and counts the bar once', () => {
    const {exits, venue} = enterAndProtect({}, both);

    expect(exits).toEqual(STOPPED);
    expect(venue.ambiguousBars).toBe(1);
  });

  it('takes the stop in the worst case and the target in the best', () => {
    expect(enterAndProtect({}, both, {policy: 'worst'}).exits).toEqual(STOPPED);
    expect(enterAndProtect({}, both, {policy: 'best'}).exits).toEqual(TAKEN);
  });

  it('is no question when the open jumps over one of them', () => {
    const {venue} = enterAndProtect({}, bar(1, 100, 101, 99, 100));

    expect(play(venue, bar(2, 95, 105, 94, 100))).toEqual([
      'filled stop-1 sell 1 @ 95 taker fee 0.19',
      'canceled target',
    ]);
    expect(venue.ambiguousBars).toBe(0);
  });
});
