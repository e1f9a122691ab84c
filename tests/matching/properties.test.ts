import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Candle} from '../../core/domain/Candle.ts';
import {type Decimal, ZERO, add, decimal, multiply, subtract, toText} from '../../core/domain/Decimal.ts';
import type {OrderIntent, Side} from '../../core/domain/Order.ts';
import {opposite} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import {DEFAULT_FILL_SETTINGS} from '../../core/matching/FillSettings.ts';
import type {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {MARGIN, MINUTE, PLAIN, SPOT, intent, newVenue} from './orders.ts';

const SYMBOLS = [MARGIN.symbol, SPOT.symbol];
const MIDDLE = 1000;

type Doing =
  | {readonly kind: 'bar'; readonly symbol: string; readonly moves: readonly number[]; readonly volume: number}
  | {readonly kind: 'place'; readonly symbol: string; readonly order: Partial<OrderIntent>; readonly level: number}
  | {readonly kind: 'cancel'; readonly which: number};

const move = fc.integer({min: -40, max: 40});
const symbol = fc.constantFrom(...SYMBOLS);

const bars = fc.record({
  kind: fc.constant('bar' as const),
  symbol,
  moves: fc.array(move, {minLength: 3, maxLength: 3}),
  volume: fc.integer({min: 0, max: 80}),
});

const places = fc.record({
  kind: fc.constant('place' as const),
  symbol,
  order: fc.record({
    side: fc.constantFrom<Side>('buy', 'sell'),
    type: fc.constantFrom('market', 'limit', 'stop'),
    quantity: fc
      .integer({min: 1, max: 9000})
      .map(lots => toText(multiply(decimal(String(lots)), decimal('0.001'), 'down'))),
    reduceOnly: fc.boolean(),
  }),
  level: move,
});

const doings: fc.Arbitrary<readonly Doing[]> = fc.array(
  fc.oneof(
    {weight: 3, arbitrary: bars},
    {weight: 3, arbitrary: places},
    {
      weight: 1,
      arbitrary: fc.record({kind: fc.constant('cancel' as const), which: fc.nat(20)}),
    },
  ),
  {minLength: 5, maxLength: 60},
);

/** Plays what was drawn; `mirror` reflects every price at MIDDLE and swaps the sides. */
class Session {
  readonly venue: PaperVenue;
  readonly reports: OrderReport[] = [];
  readonly #mirror: boolean;
  readonly #prices = new Map<string, number>();
  #clock = 0;
  #orders = 0;

  constructor(fill: Partial<FillSettings>, mirror = false) {
    this.venue = newVenue(fill, '20000');
    this.#mirror = mirror;
  }

  run(list: readonly Doing[]): this {
    for (const doing of list) this.reports.push(...this.#do(doing));
    return this;
  }

  #do(doing: Doing): readonly OrderReport[] {
    if (doing.kind === 'cancel') return this.venue.cancel(`o${doing.which}`, this.#clock);

    return doing.kind === 'bar' ? this.#bar(doing) : this.#place(doing);
  }

  #price(true_: number): number {
    return this.#mirror ? 2 * MIDDLE - true_ : true_;
  }

  #bar({symbol: of, moves, volume}: Extract<Doing, {kind: 'bar'}>): readonly OrderReport[] {
    const start = this.#prices.get(of) ?? MIDDLE;
    const [open = start, middle = start, close = start] = moves.map(each => this.#price(start + each));
    this.#prices.set(of, this.#price(close));
    const candle: Candle = {
      time: this.#clock,
      open,
      high: Math.max(open, middle, close),
      low: Math.min(open, middle, close),
      close,
      volume,
    };
    this.#clock += MINUTE;
    const reports = [...this.venue.onBarOpen(of, candle), ...this.venue.onBarRest(of, candle, this.#clock)];
    this.venue.onBarClose(of, candle);

    return reports;
  }

  #place({symbol: of, order, level}: Extract<Doing, {kind: 'place'}>): readonly OrderReport[] {
    const price = String(this.#price((this.#prices.get(of) ?? MIDDLE) + level));
    const side = order.side ?? 'buy';
    this.#orders += 1;
    const placed = intent(`o${this.#orders}`, {
      ...order,
      symbol: of,
      side: this.#mirror ? opposite(side) : side,
      ...(order.type === 'limit' ? {limitPrice: price} : {}),
      ...(order.type === 'stop' ? {stopPrice: price} : {}),
      ...(level % 2 === 0 && order.reduceOnly === true ? {ocoGroup: `g${of}${side}`} : {}),
    });

    return this.venue.accept(placed, this.#clock);
  }
}

const executionsOf = (reports: readonly OrderReport[]) =>
  reports.flatMap(report => (report.kind === 'filled' ? [report.execution] : []));

describe('accounting', () => {
  it('adds up to the last digit: cash = opening - signed notionals - fees, positions = signed quantities', () => {
    fc.assert(
      fc.property(doings, list => {
        const session = new Session(DEFAULT_FILL_SETTINGS).run(list);
        let cash = decimal('20000');
        const positions = new Map<string, Decimal>();
        for (const {symbol: of, side, price, quantity, fee} of executionsOf(session.reports)) {
          const notional = multiply(decimal(price), decimal(quantity), 'down');
          expect(multiply(decimal(price), decimal(quantity), 'up')).toBe(notional);
          const [book, unbook] = side === 'buy' ? [subtract, add] : [add, subtract];
          cash = subtract(book(cash, notional), decimal(fee));
          positions.set(of, unbook(positions.get(of) ?? ZERO, decimal(quantity)));
        }
        const account = session.venue.account(0);

        expect(account.balances).toEqual([{asset: 'USD', total: toText(cash)}]);
        expect(account.positions.map(({symbol: of, quantity}) => [of, decimal(quantity)])).toEqual(
          [...positions].filter(([, quantity]) => quantity !== ZERO).sort(([a], [b]) => (a < b ? -1 : 1)),
        );
      }),
      {numRuns: 200},
    );
  });

  it('fills no order beyond its size, no id twice, off no grid, and never leaves a spot market short or its cash below zero', () => {
    fc.assert(
      fc.property(doings, list => {
        const spotOnly = list.map(doing => ('symbol' in doing ? {...doing, symbol: SPOT.symbol} : doing));
        const session = new Session(DEFAULT_FILL_SETTINGS).run(spotOnly);
        const executions = executionsOf(session.reports);
        let held = ZERO;
        for (const {side, quantity, price} of executions) {
          held = side === 'buy' ? add(held, decimal(quantity)) : subtract(held, decimal(quantity));
          expect(held >= ZERO).toBe(true);
          expect(decimal(price) % decimal(SPOT.tick)).toBe(0n);
          expect(decimal(quantity) % decimal(SPOT.lot)).toBe(0n);
        }

        expect(new Set(executions.map(({executionId}) => executionId)).size).toBe(executions.length);
        expect(session.venue.account(0).balances.every(({total}) => decimal(total) >= ZERO)).toBe(true);
        for (const {filled, intent: order} of session.venue.account(0).openOrders) {
          expect(decimal(filled) < decimal(order.quantity)).toBe(true);
        }
      }),
      {numRuns: 200},
    );
  });
});

describe('symmetry', () => {
  it('gives the mirrored market the mirrored fills: same orders, same sizes, reflected prices', () => {
    const free = {...MARGIN, makerFee: '0', takerFee: '0'};
    const play = (list: readonly Doing[], mirror: boolean): readonly OrderReport[] => {
      const session = new Session({...PLAIN, impact: 1}, mirror);
      session.venue.list([free, {...free, symbol: SPOT.symbol, base: SPOT.base}]);
      session.venue.restore({balances: [{asset: 'USD', total: decimal('100000000')}], holdings: [], openOrders: []});

      return session.run(list).reports;
    };
    const reflect = (price: string): string => toText(subtract(decimal(String(2 * MIDDLE)), decimal(price)));

    let fills = 0;
    fc.assert(
      fc.property(doings, list => {
        const straight = executionsOf(play(list, false));
        const mirrored = executionsOf(play(list, true));
        fills += straight.length;

        expect(
          mirrored.map(({side, price, ...rest}) => ({...rest, side: opposite(side), price: reflect(price)})),
        ).toEqual(straight.map(({side, price, ...rest}) => ({...rest, side, price})));
      }),
      {numRuns: 200},
    );
    expect(fills).toBeGreaterThan(100);
  });
});

describe('determinism', () => {
  it('gives the same reports for the same calls', () => {
    fc.assert(
      fc.property(doings, list => {
        expect(new Session(DEFAULT_FILL_SETTINGS).run(list).reports).toEqual(
          new Session(DEFAULT_FILL_SETTINGS).run(list).reports,
        );
      }),
      {numRuns: 50},
    );
  });
});

describe('the PnL interval', () => {
  it('holds what the stop assumption earns between the worst and the best case, for one bracketed trade', () => {
    const equityAfter = (moves: readonly number[][], policy: FillSettings['policy']): bigint => {
      const venue = newVenue({...PLAIN, policy});
      venue.list([{...MARGIN, makerFee: '0', takerFee: '0'}]);
      venue.accept(intent('entry'), 0);
      moves.forEach(([a = 0, b = 0, c = 0], index) => {
        const [open, high, low, close] = [
          MIDDLE,
          MIDDLE + Math.max(a, b, c, 0),
          MIDDLE + Math.min(a, b, c, 0),
          MIDDLE + c,
        ];
        const candle: Candle = {time: index * MINUTE, open, high, low, close, volume: 1000};
        venue.onBarOpen(MARGIN.symbol, candle);
        if (index === 0) {
          const exit = {side: 'sell', reduceOnly: true, ocoGroup: 'g'} as const;
          venue.accept(intent('target', {...exit, type: 'limit', limitPrice: '1010'}), 0);
          venue.accept(intent('stop', {...exit, type: 'stop', stopPrice: '990'}), 0);
        }
        venue.onBarRest(MARGIN.symbol, candle, candle.time + MINUTE);
        venue.onBarClose(MARGIN.symbol, candle);
      });
      const {balances, positions} = venue.account(0);

      return decimal(balances[0]?.total ?? '0') + BigInt(MIDDLE) * decimal(positions[0]?.quantity ?? '0');
    };

    fc.assert(
      fc.property(fc.array(fc.array(move, {minLength: 3, maxLength: 3}), {minLength: 1, maxLength: 6}), moves => {
        const [worst, stop, best] = (['worst', 'stop', 'best'] as const).map(policy => equityAfter(moves, policy));

        expect(worst).toBeDefined();
        expect(Number(worst) <= Number(stop) && Number(stop) <= Number(best)).toBe(true);
      }),
      {numRuns: 200},
    );
  });
});
