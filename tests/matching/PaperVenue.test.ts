import {describe, expect, it} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {MARGIN, MINUTE, PLAIN, SPOT, bar, intent, lines, newVenue, play, usd} from './orders.ts';

/** An exchange where 10 BTC were bought at 100. */
const holding = (): PaperVenue => {
  const venue = newVenue();
  venue.accept(intent('entry', {quantity: '10'}), MINUTE);
  play(venue, bar(1, 100, 100, 100, 100));

  return venue;
};

const EXIT: Partial<OrderIntent> = {side: 'sell', quantity: '10', reduceOnly: true};
const STOP = intent('stop', {...EXIT, type: 'stop', stopPrice: '96', ocoGroup: 'g'});
const TARGET = intent('target', {...EXIT, type: 'limit', limitPrice: '104', ocoGroup: 'g'});
const AT = 2 * MINUTE;

describe('orders that cancel each other', () => {
  it('cancels the sibling of a filled order', () => {
    const venue = holding();
    for (const order of [STOP, TARGET]) venue.accept(order, AT);

    expect(play(venue, bar(2, 100, 105, 99, 104))).toEqual([
      'filled target-1 sell 10 @ 104 maker fee 1.04',
      'canceled stop',
    ]);
  });

  it('reduces the sibling of a partly filled order, so that both close no more than there is', () => {
    const venue = holding();
    for (const order of [STOP, TARGET]) venue.accept(order, AT);

    expect(play(venue, bar(2, 100, 105, 99, 104, 40))).toEqual([
      'filled target-1 sell 4 @ 104 maker fee 0.416',
      'amended stop to 6 stop 96',
    ]);
    expect(play(venue, bar(3, 100, 101, 95, 100))).toEqual([
      'filled stop-1 sell 6 @ 96 taker fee 1.152',
      'canceled target',
    ]);
    expect(venue.account(0).positions).toEqual([]);
  });

  it('keeps what protects the rest when a smaller sibling is done', () => {
    const venue = holding();
    for (const order of [STOP, {...TARGET, quantity: '4'}]) venue.accept(order, AT);

    expect(play(venue, bar(2, 100, 105, 99, 104))).toEqual([
      'filled target-1 sell 4 @ 104 maker fee 0.416',
      'amended stop to 6 stop 96',
    ]);
  });

  it('cancels the other of two entries when one is filled', () => {
    const venue = newVenue();
    play(venue, bar(0, 100, 100, 100, 100));
    venue.accept(intent('up', {type: 'stop', stopPrice: '102', ocoGroup: 'e'}), MINUTE);
    venue.accept(intent('down', {type: 'stop', side: 'sell', stopPrice: '98', quantity: '3', ocoGroup: 'e'}), MINUTE);

    expect(play(venue, bar(1, 100, 103, 99, 100))).toEqual([
      'filled up-1 buy 1 @ 102 taker fee 0.204',
      'canceled down',
    ]);
  });
});

describe('reduce-only', () => {
  it('fills no more than the position, and cancels what is left to nobody', () => {
    const venue = holding();
    venue.accept(intent('exit', {...EXIT, quantity: '15'}), AT);

    expect(play(venue, bar(2, 100, 100, 100, 100))).toEqual([
      'filled exit-1 sell 10 @ 100 taker fee 2',
      'canceled exit',
    ]);
  });

  it('cancels resting orders when nothing is left to reduce', () => {
    const venue = holding();
    venue.accept({...STOP, ocoGroup: 'x'}, AT);
    venue.accept(intent('exit', EXIT), AT);

    expect(play(venue, bar(2, 100, 100, 100, 100))).toEqual([
      'filled exit-1 sell 10 @ 100 taker fee 2',
      'canceled stop',
    ]);
  });

  it('refuses an order that would reduce nothing', () => {
    expect(lines(newVenue().accept(STOP, 0))).toEqual(['rejected stop NOTHING_TO_REDUCE']);
    expect(lines(holding().accept(intent('b', {reduceOnly: true}), AT))).toEqual(['rejected b NOTHING_TO_REDUCE']);
  });
});

const REFUSALS: readonly (readonly [what: string, order: Partial<OrderIntent>, code: string])[] = [
  ['a market that is not listed', {symbol: 'DOGE/USD'}, 'UNKNOWN_SYMBOL'],
  ['a limit without a price', {type: 'limit'}, 'PRICE_MISSING'],
  ['a stop without a price', {type: 'stop'}, 'PRICE_MISSING'],
  ['a limit price off the tick', {type: 'limit', limitPrice: '99.7'}, 'OFF_TICK'],
  ['a stop price off the tick', {type: 'stop', stopPrice: '99.7'}, 'OFF_TICK'],
  ['a price of zero', {type: 'limit', limitPrice: '0'}, 'OFF_TICK'],
  ['a quantity off the lot', {quantity: '0.0015'}, 'OFF_LOT'],
  ['a quantity of zero', {quantity: '0'}, 'OFF_LOT'],
  ['a quantity below the least', {symbol: SPOT.symbol, quantity: '0.009'}, 'BELOW_MINIMUM'],
  [
    'a notional below the least',
    {symbol: SPOT.symbol, type: 'limit', quantity: '0.01', limitPrice: '99.5'},
    'BELOW_MINIMUM',
  ],
  [
    'a spot buy beyond the cash, fee included',
    {symbol: SPOT.symbol, type: 'limit', quantity: '10', limitPrice: '100'},
    'INSUFFICIENT_FUNDS',
  ],
  ['a spot sell of what is not held', {symbol: SPOT.symbol, side: 'sell'}, 'SHORT_NOT_ALLOWED'],
  ['a margin order beyond the leverage', {type: 'limit', quantity: '30.5', limitPrice: '100'}, 'INSUFFICIENT_FUNDS'],
  [
    'a margin short beyond the leverage',
    {type: 'limit', side: 'sell', quantity: '30.5', limitPrice: '100'},
    'INSUFFICIENT_FUNDS',
  ],
];

describe('refusals', () => {
  for (const [what, order, code] of REFUSALS) {
    it(`refuses ${what}`, () => {
      const venue = new PaperVenue({balances: usd('1000'), fill: PLAIN});
      venue.list([MARGIN, {...SPOT, minQuantity: '0.01', minNotional: '1'}]);
      const reports = venue.accept(intent('a', order), 0);

      expect(reports).toMatchObject([{kind: 'rejected', code}]);
      expect(venue.account(0).openOrders).toEqual([]);
    });
  }

  it('names the known markets when one is unknown', () => {
    expect(newVenue().accept(intent('a', {symbol: 'DOGE/USD'}), 0)).toMatchObject([
      {reason: 'Unknown market "DOGE/USD". Known: BTC/USD, ETH/USD.'},
    ]);
  });

  it('counts the cash that resting buys may still cost', () => {
    const venue = newVenue(PLAIN, '1000');
    const buy = {symbol: SPOT.symbol, type: 'limit', quantity: '6', limitPrice: '90'} as const;

    expect(lines(venue.accept(intent('a', buy), 0))).toEqual(['accepted a']);
    expect(lines(venue.accept(intent('b', buy), 0))).toEqual(['rejected b INSUFFICIENT_FUNDS']);
  });

  it('never spends more cash than there is, also when the open runs away', () => {
    const venue = newVenue(PLAIN, '1000');
    play(venue, bar(0, 100, 100, 100, 100), SPOT.symbol);
    venue.accept(intent('a', {symbol: SPOT.symbol, quantity: '9.9'}), MINUTE);

    // 1000 / (200 x 1.002) = 4.990
    expect(play(venue, bar(1, 200, 200, 200, 200), SPOT.symbol)).toEqual([
      'filled a-1 buy 4.99 @ 200 taker fee 1.996',
      'canceled a',
    ]);
    expect(venue.account(0).balances).toEqual([{asset: 'USD', total: '0.004'}]);
  });

  it('lets orders that cancel each other promise the same spot holding, and nobody else', () => {
    const venue = newVenue();
    venue.accept(intent('entry', {symbol: SPOT.symbol}), MINUTE);
    play(venue, bar(1, 100, 100, 100, 100), SPOT.symbol);
    const sell = {symbol: SPOT.symbol, side: 'sell', type: 'limit', limitPrice: '110'} as const;

    expect(lines(venue.accept(intent('a', {...sell, ocoGroup: 'g'}), AT))).toEqual(['accepted a']);
    expect(lines(venue.accept(intent('b', {...sell, ocoGroup: 'g'}), AT))).toEqual(['accepted b']);
    expect(lines(venue.accept(intent('c', sell), AT))).toEqual(['rejected c SHORT_NOT_ALLOWED']);
  });

  it('does not count orders that only reduce as exposure', () => {
    const venue = newVenue(PLAIN, '2000');
    venue.accept(intent('entry', {quantity: '10'}), MINUTE);
    play(venue, bar(1, 100, 100, 100, 100));
    venue.accept(STOP, AT);
    const short = {type: 'limit', side: 'sell', limitPrice: '100'} as const;

    // equity 1998 x 3 = 5994; 10 - 60 = -50 is 5000, 10 - 70 = -60 is 6000
    expect(lines(venue.accept(intent('a', {...short, quantity: '70'}), AT))).toEqual(['rejected a INSUFFICIENT_FUNDS']);
    expect(lines(venue.accept(intent('b', {...short, quantity: '60'}), AT))).toEqual(['accepted b']);
  });

  it('lets an order that only reduces through, whatever the funds', () => {
    const venue = newVenue(PLAIN, '1000');
    play(venue, bar(0, 100, 100, 100, 100));
    venue.accept(intent('a', {quantity: '29'}), MINUTE);
    play(venue, bar(1, 100, 100, 100, 100));
    play(venue, bar(2, 70, 70, 70, 70));

    expect(lines(venue.accept(intent('more'), 3 * MINUTE))).toEqual(['rejected more INSUFFICIENT_FUNDS']);
    expect(lines(venue.accept(intent('less', {side: 'sell', quantity: '29'}), 3 * MINUTE))).toEqual(['accepted less']);
  });
});

describe('order identity', () => {
  it('makes one order of two submits with the same id, resting or final', () => {
    const venue = newVenue();

    expect(lines(venue.accept(intent('a'), MINUTE))).toEqual(['accepted a']);
    expect(lines(venue.accept(intent('a'), MINUTE))).toEqual(['accepted a']);
    expect(venue.account(0).openOrders.length).toBe(1);
    expect(play(venue, bar(1, 100, 100, 100, 100))).toEqual(['filled a-1 buy 1 @ 100 taker fee 0.2']);
    expect(venue.accept(intent('a'), AT)).toEqual([]);
    expect(play(venue, bar(2, 100, 100, 100, 100))).toEqual([]);
  });

  it('cancels a resting order, says nothing of a final one, and that an unknown one does not rest', () => {
    const venue = newVenue();
    venue.accept(intent('a'), MINUTE);

    expect(lines(venue.cancel('a', MINUTE))).toEqual(['canceled a']);
    expect(venue.cancel('a', MINUTE)).toEqual([]);
    expect(lines(venue.cancel('b', MINUTE))).toEqual(['canceled b']);
    expect(play(venue, bar(1, 100, 100, 100, 100))).toEqual([]);
  });
});

describe('amendments', () => {
  it('set size and trigger', () => {
    const venue = holding();
    venue.accept(STOP, AT);

    expect(lines(venue.amend('stop', decimal('7'), decimal('98'), AT))).toEqual(['amended stop to 7 stop 98']);
    expect(play(venue, bar(2, 100, 101, 97, 100))).toEqual(['filled stop-1 sell 7 @ 98 taker fee 1.372']);
  });

  it('cancel the rest when the new size is already filled', () => {
    const venue = newVenue();
    venue.accept(intent('a', {quantity: '10'}), MINUTE);
    play(venue, bar(1, 100, 100, 100, 100, 40));

    expect(lines(venue.amend('a', decimal('4'), null, AT))).toEqual(['canceled a']);
  });

  it('say nothing of an order that is final or unknown', () => {
    expect(newVenue().amend('a', decimal('1'), null, 0)).toEqual([]);
  });

  it('throw on numbers off the grid and on a trigger for an order without one', () => {
    const venue = holding();
    venue.accept(STOP, AT);
    venue.accept(TARGET, AT);

    expect(() => venue.amend('stop', decimal('0.0001'), null, AT)).toThrow(
      '"0.0001" is not a multiple of BTC/USD\'s lot 0.001',
    );
    expect(() => venue.amend('stop', decimal('1'), decimal('98.1'), AT)).toThrow(
      '"98.1" is not a multiple of BTC/USD\'s tick 0.5',
    );
    expect(() => venue.amend('target', decimal('1'), decimal('98'), AT)).toThrow(
      'Order "target" has no stop price to amend',
    );
  });
});

describe('restore', () => {
  const restored = (): PaperVenue => {
    const venue = newVenue();
    venue.restore({
      balances: usd('5000'),
      holdings: [{symbol: 'BTC/USD', quantity: decimal('6')}],
      openOrders: [
        {
          intent: STOP,
          quantity: decimal('6'),
          stopPrice: decimal('97'),
          filled: decimal('0'),
          fillCount: 0,
          placedAt: AT,
        },
        {intent: TARGET, quantity: decimal('10'), stopPrice: null, filled: decimal('4'), fillCount: 2, placedAt: AT},
      ],
      closedIds: ['entry'],
    });

    return venue;
  };

  it('shows the account as the journal knew it', () => {
    const account = restored().account(AT);

    expect(account.balances).toEqual([{asset: 'USD', total: '5000'}]);
    expect(account.positions).toEqual([{symbol: 'BTC/USD', quantity: '6'}]);
    expect(
      account.openOrders.map(({intent: {clientOrderId, quantity, stopPrice}, filled}) => [
        clientOrderId,
        quantity,
        stopPrice,
        filled,
      ]),
    ).toEqual([
      ['stop', '6', '97', '0'],
      ['target', '10', undefined, '4'],
    ]);
  });

  it('goes on with execution ids that were never used', () => {
    expect(play(restored(), bar(3, 100, 105, 99, 104))).toEqual([
      'filled target-3 sell 6 @ 104 maker fee 0.624',
      'canceled stop',
    ]);
  });

  it('does not let a final order live again', () => {
    expect(restored().accept(intent('entry'), AT)).toEqual([]);
  });

  it('goes on filling a stop that was triggered before', () => {
    const venue = newVenue();
    venue.restore({
      balances: usd('5000'),
      holdings: [{symbol: 'BTC/USD', quantity: decimal('6')}],
      openOrders: [
        {
          intent: STOP,
          quantity: decimal('10'),
          stopPrice: decimal('96'),
          filled: decimal('4'),
          fillCount: 1,
          placedAt: AT,
        },
      ],
    });

    expect(play(venue, bar(3, 100, 100, 100, 100))).toEqual(['filled stop-2 sell 6 @ 100 taker fee 1.2']);
  });

  it('refuses orders of a market that is not listed', () => {
    const venue = new PaperVenue({balances: []});
    const order = {
      intent: STOP,
      quantity: decimal('1'),
      stopPrice: null,
      filled: decimal('0'),
      fillCount: 0,
      placedAt: 0,
    };

    expect(() => venue.restore({balances: [], holdings: [], openOrders: [order]})).toThrow(
      'Cannot restore "stop": Unknown market "BTC/USD"',
    );
  });
});
