import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Side} from '../../core/domain/Order.ts';
import type {State} from '../../core/kernel/State.ts';
import {readContext} from '../../core/risk/context.ts';
import {checkOrder, type ProposedOrder} from '../../core/risk/RiskManager.ts';
import {maxGross} from '../../core/risk/rules/maxGross.ts';
import {maxNet} from '../../core/risk/rules/maxNet.ts';
import {maxPosition} from '../../core/risk/rules/maxPosition.ts';
import {BTC, change, d, ETH, hold, inFlight, proposal, world} from './world.ts';

// The oracle counts in whole numbers of its own: quantities in lots of 0.01, prices in ticks of 0.5, money in 1/200 USD.
type Ticket = {
  readonly symbol: string;
  readonly side: Side;
  readonly lots: number;
  readonly ticks: number;
  readonly reduceOnly: boolean;
  readonly status: 'INTENT' | 'OPEN' | 'CANCEL_SENT' | 'UNKNOWN';
};

type Case = {
  readonly held: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  readonly flying: readonly Ticket[];
  readonly wanted: Ticket;
  /** Percent of 10000 USD. */
  readonly position: number;
  readonly gross: number;
  readonly net: number;
};

const SYMBOLS = [BTC, ETH];
const MONEY_PER_PERCENT = 20_000;

const ticket = fc.record<Ticket>({
  symbol: fc.constantFrom(...SYMBOLS),
  side: fc.constantFrom('buy', 'sell'),
  lots: fc.integer({min: 2, max: 400}),
  ticks: fc.integer({min: 150, max: 250}),
  reduceOnly: fc.boolean(),
  status: fc.constantFrom('INTENT', 'OPEN', 'CANCEL_SENT', 'UNKNOWN'),
});

const lots = fc.oneof(fc.constant(0), fc.integer({min: -400, max: 400}));
const mark = fc.integer({min: 150, max: 250});

const cases = fc.record<Case>({
  held: fc.record({[BTC]: lots, [ETH]: lots}),
  marks: fc.record({[BTC]: mark, [ETH]: mark}),
  flying: fc.array(ticket, {maxLength: 4}),
  wanted: ticket.map(wanted => ({...wanted, symbol: BTC, reduceOnly: false})),
  position: fc.integer({min: 1, max: 12}),
  gross: fc.integer({min: 1, max: 20}),
  net: fc.integer({min: 1, max: 16}),
});

const text = (count: number, unit: number): string => String(count / unit);

const build = ({held, marks, flying, wanted, position, gross, net}: Case): [State, ProposedOrder] => {
  const state = world({maxPositionShare: position / 100, maxGrossShare: gross / 100, maxNetShare: net / 100});
  for (const symbol of SYMBOLS) {
    change(state, symbol, {lastPrice: d(text(marks[symbol] ?? 0, 2))});
    if (held[symbol] !== 0) hold(state, symbol, text(held[symbol] ?? 0, 100));
  }
  for (const {side, symbol, reduceOnly, status, ...counts} of flying) {
    const limitPrice = text(counts.ticks, 2);
    inFlight(state, side, text(counts.lots, 100), {symbol, limitPrice, reduceOnly}, status);
  }
  const price = d(text(wanted.ticks, 2));
  const order = proposal({
    side: wanted.side,
    quantity: d(text(wanted.lots, 100)),
    referencePrice: price,
    worstPrice: price,
  });

  return [state, order];
};

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]));

/** A venue lets a reduce-only order close a position, never open or turn one. */
const fill = (quantity: number, {side, lots: size, reduceOnly}: Ticket): number => {
  const sign = side === 'buy' ? 1 : -1;
  if (!reduceOnly) return quantity + sign * size;
  if (quantity * sign >= 0) return quantity;

  return quantity + sign * Math.min(size, Math.abs(quantity));
};

const isWithin = (held: ReadonlyMap<string, number>, {marks, position, gross, net}: Case): boolean => {
  const [own = 0, other = 0] = SYMBOLS.map(symbol => (held.get(symbol) ?? 0) * (marks[symbol] ?? 0));
  if (Math.abs(own) > position * MONEY_PER_PERCENT) return false;
  if (Math.abs(own) + Math.abs(other) > gross * MONEY_PER_PERCENT) return false;

  return Math.abs(own + other) <= net * MONEY_PER_PERCENT;
};

/** Every prefix of every order of fills is every subset, in every way to get there. */
const isEveryCompletionWithin = (one: Case): boolean =>
  permutations([...one.flying, one.wanted]).every(order => {
    const held = new Map(Object.entries(one.held));
    return order.every(next => {
      held.set(next.symbol, fill(held.get(next.symbol) ?? 0, next));
      return isWithin(held, one);
    });
  });

/** max(pos + sum L(buy), -(pos - sum L(sell))), each leaf at the worse of mark and limit. */
const literalWorstCase = ({held, marks, flying, wanted}: Case): number => {
  const worth = (side: Side): number =>
    [...flying, wanted]
      .filter(order => order.symbol === BTC && order.side === side && !order.reduceOnly)
      .reduce((total, order) => total + order.lots * Math.max(order.ticks, marks[BTC] ?? 0), 0);
  const position = (held[BTC] ?? 0) * (marks[BTC] ?? 0);

  return Math.max(position + worth('buy'), -(position - worth('sell')));
};

const isBearable = (state: State, order: ProposedOrder): boolean => {
  const market = state.markets.get(BTC);
  if (market === undefined || state.settings === null) return false;
  const context = readContext(order, state, state.settings.risk, market);

  return [maxPosition, maxGross, maxNet].every(rule => rule(order, state, context).passed);
};

describe('exposure limits', () => {
  it('hold after every subset of the orders in flight has filled, in any order, once the three limits pass', () => {
    let allowed = 0;
    fc.assert(
      fc.property(cases, one => {
        const [state, order] = build(one);
        const isAllowed = checkOrder(order, state).allowed;
        if (isAllowed) expect(isBearable(state, order)).toBe(true);
        if (!isBearable(state, order)) return;
        allowed += 1;
        expect(isEveryCompletionWithin(one)).toBe(true);
        expect(literalWorstCase(one)).toBeLessThanOrEqual(one.position * MONEY_PER_PERCENT);
      }),
      {numRuns: 4_000},
    );
    expect(allowed).toBeGreaterThan(200);
  });

  it('refuse nothing that is safe where a market holds orders of one side only', () => {
    let denied = 0;
    fc.assert(
      fc.property(cases, drawn => {
        const one: Case = {
          ...drawn,
          gross: 1_000,
          net: 1_000,
          held: {...drawn.held, [BTC]: Math.abs(drawn.held[BTC] ?? 0) * (drawn.wanted.side === 'buy' ? 1 : -1)},
          flying: drawn.flying.map(order => ({...order, side: drawn.wanted.side})),
        };
        const [state, order] = build(one);
        const isSafe = literalWorstCase(one) <= one.position * MONEY_PER_PERCENT;
        if (!isSafe) denied += 1;
        expect(isBearable(state, order)).toBe(isSafe);
      }),
      {numRuns: 2_000},
    );
    expect(denied).toBeGreaterThan(100);
  });
});
