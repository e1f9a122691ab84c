import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decimal} from '../../core/domain/Decimal.ts';
import type {Gate} from '../../core/domain/Decision.ts';
import {opposite, type Side} from '../../core/domain/Order.ts';
import type {State} from '../../core/kernel/State.ts';
import {type ApprovedOrder, checkOrder} from '../../core/risk/RiskManager.ts';
import {BTC, change, d, ETH, hold, inFlight, NOW, proposal, submitted, world} from './world.ts';

const send = (order: ApprovedOrder): string => order.proposal.symbol;

describe('checkOrder', () => {
  it('gives every gate of an allowed order with its numbers', () => {
    const {allowed, gates} = checkOrder(proposal(), world({maxOrderShare: 0.02}));

    expect(allowed).toBe(true);
    expect(gates.every(gate => gate.passed)).toBe(true);
    expect(gates).toContainEqual({code: 'ORDER_NOTIONAL_EXCEEDED', passed: true, value: '100', limit: '200'});
  });

  it('ends the gates with the first denial, though later rules would deny too', () => {
    const state = world({maxOrderShare: 0.001, maxPositionShare: 0.001});
    const {gates, denial} = checkOrder(proposal(), state);

    expect(denial).toEqual({code: 'ORDER_NOTIONAL_EXCEEDED', passed: false, value: '100', limit: '10'});
    expect(gates.at(-1)).toEqual(denial);
    expect(gates.slice(0, -1).every(gate => gate.passed)).toBe(true);
    expect(gates.some(gate => gate.code === 'MAX_POSITION_EXCEEDED')).toBe(false);
  });

  it('keeps the numbers of the moment it judged, whenever the gates are read', () => {
    const state = world();
    const check = checkOrder(proposal(), state);
    hold(state, BTC, '5');

    expect(check.gates).toContainEqual({code: 'MAX_POSITION_EXCEEDED', passed: true, value: '100', limit: '100000'});
  });

  it('changes nothing that it looks at', () => {
    const state = world();
    hold(state, BTC, '1');
    inFlight(state, 'buy', '1');
    submitted(state, 10);
    const before = structuredClone(state);
    checkOrder(proposal(), state);

    expect(state).toEqual(before);
  });

  it('denies every entry on an account without equity', () => {
    const state = world();
    state.equity = {...state.equity, current: d('0'), dayStart: d('0'), peak: d('0')};

    expect(checkOrder(proposal(), state).allowed).toBe(false);
  });
});

describe('an approved order', () => {
  it('comes out of the check alone: the type refuses a look-alike', () => {
    const check = checkOrder(proposal(), world());
    if (check.order === null) throw new Error('expected an approval');
    expect(send(check.order)).toBe(BTC);

    const forged = {proposal: proposal({symbol: ETH})};
    // @ts-expect-error an object of the same shape is no approval
    expect(send(forged)).toBe(ETH);
    // @ts-expect-error a denied check carries no order
    expect(() => send(checkOrder(proposal({symbol: 'DOGE/USD'}), world()).order)).toThrow(TypeError);
  });
});

const anyAmount = fc.integer({min: -30_000, max: 30_000}).map(String).map(decimal);
const side = fc.constantFrom<Side[]>('buy', 'sell');
const flying = fc.array(
  fc.record({
    side,
    lots: fc.integer({min: 1, max: 500}),
    reduceOnly: fc.boolean(),
    symbol: fc.constantFrom(BTC, ETH),
    status: fc.constantFrom('OPEN', 'UNKNOWN', 'CANCEL_SENT', 'INTENT'),
  }),
  {maxLength: 5},
);

type Flying = typeof flying extends fc.Arbitrary<infer T> ? T : never;

const launch = (state: State, orders: Flying): void => {
  for (const {lots, status, ...order} of orders) inFlight(state, order.side, String(lots / 100), order, status);
};

describe('an order that only reduces', () => {
  it('is never denied, whatever the state', () => {
    const anyState = fc.record({
      kind: fc.constantFrom('spot', 'margin'),
      held: fc.integer({min: 1, max: 900}),
      isLong: fc.boolean(),
      share: fc.double({min: 0.01, max: 1, noNaN: true}),
      trading: fc.constantFrom('ACTIVE', 'REDUCING', 'HALTED'),
      feed: fc.constantFrom('waiting', 'live', 'lost'),
      isReconciled: fc.boolean(),
      hasRun: fc.boolean(),
      hasMarket: fc.boolean(),
      hasPrice: fc.boolean(),
      cash: anyAmount,
      equity: anyAmount,
      submissions: fc.integer({min: 0, max: 30}),
      stops: fc.integer({min: 0, max: 10}),
      lateness: fc.integer({min: 0, max: 1_000_000}),
      worstTicks: fc.integer({min: 0, max: 2_000}),
      flying,
    });
    fc.assert(
      fc.property(anyState, one => {
        const state = world(
          {maxOrdersPerSecond: 1, maxOrderShare: 0, maxPositionShare: 0, maxTradesPerDay: 1},
          one.kind,
        );
        hold(state, BTC, `${one.isLong ? '' : '-'}${one.held / 100}`);
        launch(state, one.flying);
        state.trading.state = one.trading;
        state.cash = one.cash;
        state.equity.current = one.equity;
        state.windows.tradesToday = 5;
        for (let index = 0; index < one.submissions; index += 1) submitted(state, 0, {side: 'sell', purpose: 'exit'});
        for (let index = 0; index < one.stops; index += 1) state.windows.stops.push({symbol: BTC, bar: 100});
        if (state.run !== null) state.run.isReconciled = one.isReconciled;
        if (!one.hasRun) state.run = null;
        change(state, BTC, {feed: one.feed, lastPriceTime: NOW - one.lateness});
        if (!one.hasPrice) change(state, BTC, {lastPrice: null});
        if (!one.hasMarket) state.markets.delete(BTC);

        const lots = Math.max(1, Math.floor(one.held * one.share));
        const exit = proposal({
          side: one.isLong ? 'sell' : 'buy',
          quantity: d(String(lots / 100)),
          worstPrice: d(String(one.worstTicks / 2)),
          reduceOnly: true,
          exitPlan: null,
        });
        expect(checkOrder(exit, state).denial).toBeNull();
      }),
      {numRuns: 2_000},
    );
  });
});

describe('long and short', () => {
  it('get the same verdicts with the same numbers when every side is swapped', () => {
    const anyBook = fc.record({
      heldBtc: fc.integer({min: -300, max: 300}),
      heldEth: fc.integer({min: -300, max: 300}),
      flying,
      side,
      lots: fc.integer({min: 1, max: 500}),
      maxPositionShare: fc.double({min: 0.01, max: 0.2, noNaN: true}),
      maxGrossShare: fc.double({min: 0.01, max: 0.2, noNaN: true}),
      maxNetShare: fc.double({min: 0.01, max: 0.2, noNaN: true}),
      allowStacking: fc.boolean(),
    });
    const judge = (
      book: typeof anyBook extends fc.Arbitrary<infer T> ? T : never,
      isMirrored: boolean,
    ): readonly Gate[] => {
      const state = world(book);
      const turn = (original: Side): Side => (isMirrored ? opposite(original) : original);
      for (const [symbol, held] of [
        [BTC, book.heldBtc],
        [ETH, book.heldEth],
      ] as const) {
        if (held !== 0) hold(state, symbol, String((isMirrored ? -held : held) / 100));
      }
      launch(
        state,
        book.flying.map(order => ({...order, side: turn(order.side)})),
      );
      return checkOrder(proposal({side: turn(book.side), quantity: d(String(book.lots / 100))}), state).gates;
    };
    fc.assert(
      fc.property(anyBook, book => {
        expect(judge(book, true)).toEqual(judge(book, false));
      }),
      {numRuns: 1_500},
    );
  });

  it('get the same room from a price collar of the same width', () => {
    const up = checkOrder(proposal({worstPrice: d('101.5')}), world({priceCollarShare: 0.01}));
    const down = checkOrder(proposal({side: 'sell', worstPrice: d('98.5')}), world({priceCollarShare: 0.01}));

    expect(up.denial?.code).toBe('PRICE_COLLAR_EXCEEDED');
    expect(down.denial).toEqual(up.denial);
  });
});
