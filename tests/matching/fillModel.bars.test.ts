import {describe, expect, it} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import {PLAIN, bar, intent, lines, MINUTE, newVenue, play} from './orders.ts';

describe('the fill model on bars', () => {
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
