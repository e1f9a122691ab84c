import {describe, expect, it} from 'vitest';
import type {Book} from '../../core/domain/Book.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {Trade} from '../../core/domain/Trade.ts';
import type {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {intent, lines, newVenue, PLAIN} from './orders.ts';

const trade = (time: number, price: number, quantity = 100): Trade => ({
  symbol: 'BTC/USD',
  id: time,
  time,
  price,
  quantity,
  takerSide: 'buy',
});

type Step = readonly [time: number, price: number, quantity?: number];

const after = (venue: PaperVenue, steps: readonly Step[]): readonly string[] =>
  lines(steps.flatMap(([time, price, quantity]) => venue.onTrade(trade(time, price, quantity))));

const placed = (order: Partial<OrderIntent>, at = 1000, fill = PLAIN): PaperVenue => {
  const venue = newVenue(fill);
  venue.onTrade(trade(at, 100, 1000));
  venue.accept(intent('a', order), at);

  return venue;
};

describe('the fill model on trades', () => {
  it('fills only on trades after the latency', () => {
    const venue = placed({});

    expect(
      after(venue, [
        [1000, 100],
        [1249, 100],
      ]),
    ).toEqual([]);
    expect(after(venue, [[1250, 101]])).toEqual(['filled a-1 buy 1 @ 101 taker fee 0.202']);
  });

  it('keeps to another latency when told so', () => {
    expect(
      after(placed({}, 1000, {...PLAIN, latencyMs: 1000}), [
        [1999, 100],
        [2000, 102],
      ]),
    ).toEqual(['filled a-1 buy 1 @ 102 taker fee 0.204']);
  });

  it('fills at most its share of the rolling minute, and goes on when more has traded', () => {
    const venue = newVenue({...PLAIN, maxVolumeShare: 0.25});
    venue.onTrade(trade(1000, 100, 1));
    venue.accept(intent('a'), 1000);

    // a quarter of 3, then of 3.5 less 0.75; a minute later only 1.5 has traded, less 0.125 of ours
    expect(after(venue, [[2000, 100, 2]])).toEqual(['filled a-1 buy 0.75 @ 100 taker fee 0.15']);
    expect(after(venue, [[3000, 100, 0.5]])).toEqual(['filled a-2 buy 0.125 @ 100 taker fee 0.025']);
    expect(after(venue, [[62_500, 100, 1]])).toEqual(['filled a-3 buy 0.125 @ 100 taker fee 0.025']);
  });

  it('fills a resting limit only when a trade goes one tick through it, at the limit, as maker', () => {
    const venue = placed({type: 'limit', limitPrice: '98'});

    expect(
      after(venue, [
        [2000, 99],
        [2100, 98],
      ]),
    ).toEqual([]);
    expect(after(venue, [[2200, 95]])).toEqual(['filled a-1 buy 1 @ 98 maker fee 0.098']);
  });

  it('lets a limit that never rested take', () => {
    expect(after(placed({type: 'limit', limitPrice: '98'}), [[2000, 97]])).toEqual([
      'filled a-1 buy 1 @ 97 taker fee 0.194',
    ]);
  });

  it('triggers a stop on touch and fills it at the worse of its price and the trade', () => {
    expect(
      after(placed({type: 'stop', side: 'sell', stopPrice: '98'}), [
        [2000, 98.5],
        [2100, 98],
      ]),
    ).toEqual(['filled a-1 sell 1 @ 98 taker fee 0.196']);
    expect(after(placed({type: 'stop', side: 'sell', stopPrice: '98'}), [[2000, 96]])).toEqual([
      'filled a-1 sell 1 @ 96 taker fee 0.192',
    ]);
  });

  it('leaves the old trigger in force until the latency of an amendment is over', () => {
    const venue = placed({type: 'stop', side: 'sell', stopPrice: '95'});
    expect(lines(venue.amend('a', decimal('1'), decimal('98'), 5000))).toEqual(['amended a to 1 stop 98']);

    expect(after(venue, [[5100, 97]])).toEqual([]);
    expect(after(venue, [[5250, 97]])).toEqual(['filled a-1 sell 1 @ 97 taker fee 0.194']);
  });

  it('keeps a trigger that is moved away in force just as long', () => {
    const moved = (): PaperVenue => {
      const venue = placed({type: 'stop', side: 'sell', stopPrice: '98'});
      venue.amend('a', decimal('1'), decimal('95'), 5000);

      return venue;
    };

    expect(after(moved(), [[5249, 97]])).toEqual(['filled a-1 sell 1 @ 97 taker fee 0.194']);
    expect(
      after(moved(), [
        [5250, 97],
        [5300, 95],
      ]),
    ).toEqual(['filled a-1 sell 1 @ 95 taker fee 0.19']);
  });

  it('does nothing for a market without orders, and nothing for one that it does not list', () => {
    expect(newVenue().onTrade(trade(1, 100))).toEqual([]);
    expect(newVenue().onTrade({...trade(1, 100), symbol: 'DOGE/USD'})).toEqual([]);
  });
});

const BOOK: Book = {
  bids: [
    {price: 99, quantity: 1},
    {price: 98, quantity: 2},
  ],
  asks: [
    {price: 101, quantity: 1},
    {price: 102, quantity: 2},
  ],
};

describe('the fill model on a book', () => {
  it('walks the book level by level, and waits for a later book with the rest', () => {
    const venue = placed({quantity: '4'});

    expect(lines(venue.onBook('BTC/USD', BOOK, 1249))).toEqual([]);
    expect(lines(venue.onBook('BTC/USD', BOOK, 1250))).toEqual([
      'filled a-1 buy 1 @ 101 taker fee 0.202',
      'filled a-2 buy 2 @ 102 taker fee 0.408',
    ]);
    expect(lines(venue.onBook('BTC/USD', BOOK, 1499))).toEqual([]);
    expect(lines(venue.onBook('BTC/USD', BOOK, 1500))).toEqual(['filled a-3 buy 1 @ 101 taker fee 0.202']);
  });

  it('walks no further than the worst price of the order', () => {
    const venue = placed({quantity: '4', side: 'sell', limitPrice: '99'});

    expect(lines(venue.onBook('BTC/USD', BOOK, 2000))).toEqual(['filled a-1 sell 1 @ 99 taker fee 0.198']);
  });

  it('prefers a fresh book to trades for orders that take, and falls back to trades when it is old', () => {
    const venue = newVenue();
    venue.onBook('BTC/USD', BOOK, 1000);
    venue.accept(intent('a'), 1000);

    expect(after(venue, [[2000, 100]])).toEqual([]);
    expect(after(venue, [[6001, 100]])).toEqual(['filled a-1 buy 1 @ 100 taker fee 0.2']);
  });

  it('lets a trade trigger a stop that the next book then fills', () => {
    const venue = newVenue();
    venue.onBook('BTC/USD', BOOK, 1000);
    venue.accept(intent('a', {type: 'stop', side: 'sell', stopPrice: '99'}), 1000);

    expect(after(venue, [[2000, 99]])).toEqual([]);
    expect(lines(venue.onBook('BTC/USD', BOOK, 2001))).toEqual(['filled a-1 sell 1 @ 99 taker fee 0.198']);
  });

  it('fills a resting limit when the book stands beyond it, by what stands there', () => {
    const venue = placed({type: 'limit', limitPrice: '100', quantity: '3'});
    venue.onBook('BTC/USD', BOOK, 2000);
    const crossed: Book = {
      bids: [],
      asks: [
        {price: 99, quantity: 1},
        {price: 99.5, quantity: 1},
        {price: 100, quantity: 9},
      ],
    };

    expect(lines(venue.onBook('BTC/USD', crossed, 3000))).toEqual(['filled a-1 buy 2 @ 100 maker fee 0.2']);
  });

  it('refuses a post-only order that would take from the book', () => {
    const venue = newVenue();
    venue.onBook('BTC/USD', BOOK, 1000);

    expect(lines(venue.accept(intent('a', {type: 'limit', limitPrice: '101', postOnly: true}), 1000))).toEqual([
      'rejected a POST_ONLY',
    ]);
    expect(lines(venue.accept(intent('b', {type: 'limit', limitPrice: '100.5', postOnly: true}), 1000))).toEqual([
      'accepted b',
    ]);
  });
});
