import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Candle, TIMEFRAME_MS} from '../../core/domain/Candle.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import {PaperVenue} from '../../core/matching/PaperVenue.ts';
import {MARGIN, intent, line, usd} from './orders.ts';
import {type Outcome, type Plan, type Policy, type TickBar, type Terms, referenceRun} from './referenceMatcher.ts';

const [TICK, MINUTE] = [0.5, TIMEFRAME_MS['1m']];
/** Far from zero, so that no price is ever floored. */
const MIDDLE = 1_000;

const candleOf = ({open, high, low, close, volume}: TickBar, time: number): Candle => ({
  ...{time, open: open * TICK, high: high * TICK, low: low * TICK, close: close * TICK},
  volume: volume / 1_000,
});

const priceText = (ticks: number): string => String(ticks * TICK);

/** The same run through the real matcher, driven as the paper broker drives it. */
class RealRun {
  readonly events: string[] = [];
  readonly #venue: PaperVenue;
  readonly #plans: readonly Plan[];
  readonly #sent = new Set<string>();
  #time = 0;

  constructor(plans: readonly Plan[], {halfSpreadBps, slippageBps, impact, share, policy}: Terms) {
    const fill = {halfSpreadBps, slippageBps, impact, maxVolumeShare: share, policy};
    this.#venue = new PaperVenue({balances: usd('1000000000'), fill});
    this.#venue.list([MARGIN]);
    this.#plans = plans;
  }

  run(bars: readonly TickBar[]): Outcome {
    bars.forEach((bar, index) => this.#play(bar, index));

    return {events: this.events, ambiguousBars: this.#venue.ambiguousBars};
  }

  #play(bar: TickBar, index: number): void {
    this.#time = index * MINUTE;
    for (const plan of this.#plans) if (plan.after === null && plan.before === index) this.#send(plan);
    const candle = candleOf(bar, this.#time);
    this.#take(this.#venue.onBarOpen(MARGIN.symbol, candle));
    this.#sendFollowers();
    let before: number;
    do {
      before = this.#venue.acceptedOrders;
      this.#take(this.#venue.onBarRest(MARGIN.symbol, candle, this.#time));
      this.#sendFollowers();
    } while (this.#venue.acceptedOrders > before);
    this.#venue.onBarClose(MARGIN.symbol, candle);
  }

  #take(reports: readonly OrderReport[]): void {
    this.events.push(...reports.map(wordsOf));
  }

  #sendFollowers(): void {
    const filled = (id: string): boolean => this.events.some(event => event.startsWith(`filled ${id} `));
    const due = this.#plans.filter(({id, after}) => after !== null && !this.#sent.has(id) && filled(after));
    for (const plan of due) this.#send(plan);
  }

  #send({id, side, type, lots, price, reduceOnly, group, postOnly}: Plan): void {
    this.#sent.add(id);
    const order = intent(id, {
      ...{side, type, reduceOnly, postOnly, quantity: String(lots / 1_000)},
      ...(price === null ? {} : {[type === 'stop' ? 'stopPrice' : 'limitPrice']: priceText(price)}),
      ...(group === null ? {} : {ocoGroup: group}),
    });
    this.#take(this.#venue.accept(order, this.#time));
  }
}

/** The reference knows no numbers of executions, no codes of refusals and no triggers of amendments. */
const wordsOf = (report: OrderReport): string =>
  line(report)
    .replace(/^filled (\S+)-\d+ /, 'filled $1 ')
    .replace(/^(rejected \S+) .*/, '$1')
    .replace(/ stop \S+$/, '');

const move = fc.integer({min: -12, max: 12});

const bars: fc.Arbitrary<readonly TickBar[]> = fc
  .array(fc.record({moves: fc.tuple(move, move, move, move), volume: fc.integer({min: 0, max: 60_000})}), {
    minLength: 2,
    maxLength: 8,
  })
  .map(list => {
    let last = MIDDLE;
    return list.map(({moves: [jump, rise, fall, end], volume}) => {
      const open = last + jump;
      const close = open + end;
      last = close;
      return {
        ...{open, close, volume},
        high: Math.max(open, close) + Math.abs(rise),
        low: Math.min(open, close) - Math.abs(fall),
      };
    });
  });

type Drawn = {
  readonly side: Plan['side'];
  readonly type: Plan['type'];
  readonly lots: number;
  readonly level: number;
  readonly isPriced: boolean;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly group: string | null;
  readonly before: number;
  readonly bracket: readonly [stop: number, target: number] | null;
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  side: fc.constantFrom('buy', 'sell'),
  type: fc.constantFrom('market', 'limit', 'stop'),
  lots: fc.integer({min: 1, max: 4_000}),
  level: fc.integer({min: -20, max: 20}),
  isPriced: fc.boolean(),
  postOnly: fc.boolean(),
  reduceOnly: fc.oneof({weight: 4, arbitrary: fc.constant(false)}, {weight: 1, arbitrary: fc.constant(true)}),
  group: fc.oneof({weight: 4, arbitrary: fc.constant(null)}, {weight: 1, arbitrary: fc.constantFrom('g', 'h')}),
  before: fc.nat(5),
  bracket: fc.option(fc.tuple(fc.integer({min: 1, max: 20}), fc.integer({min: 1, max: 20})), {nil: null}),
});

/** An order, and behind it the stop and the target that are sent once it fills. */
const plansOf = (order: Drawn, index: number): readonly Plan[] => {
  const {side, type, lots, level, isPriced, postOnly, reduceOnly, before, bracket} = order;
  const id = `e${index}`;
  // What is the worse price for us is a question among orders of one side.
  const group = order.group === null ? null : `${order.group} ${side}`;
  const entry: Plan = {
    ...{id, side, type, lots, reduceOnly, group, before, after: null},
    price: type === 'market' && !isPriced ? null : MIDDLE + level,
    postOnly: type === 'limit' && postOnly,
  };
  if (bracket === null || reduceOnly) return [entry];
  const [stop, target] = bracket;
  const sign = side === 'buy' ? 1 : -1;
  const exit = {
    ...({side: side === 'buy' ? 'sell' : 'buy', lots, reduceOnly: true, group: `b${index}`} as const),
    ...{postOnly: false, before, after: id},
  };

  return [
    entry,
    {...exit, id: `s${index}`, type: 'stop', price: MIDDLE + level - sign * stop},
    {...exit, id: `t${index}`, type: 'limit', price: MIDDLE + level + sign * target},
  ];
};

const terms: fc.Arbitrary<Terms> = fc.record({
  ticksPerUnit: fc.constant(1 / TICK),
  lotsPerUnit: fc.constant(1_000),
  makerFee: fc.constant(1_000),
  takerFee: fc.constant(2_000),
  halfSpreadBps: fc.constantFrom(0, 1, 10),
  slippageBps: fc.constantFrom(0, 2, 25),
  impact: fc.constantFrom(0, 1, 3),
  share: fc.constantFrom(0.1, 0.25, 1),
  policy: fc.constantFrom<Policy>('stop', 'worst', 'best'),
});

describe('the fill model and an independent, simpler one', () => {
  it('agree on every acceptance, fill, fee, amendment and cancellation of random orders over random bars', () => {
    const seen = {fills: 0, maker: 0, ambiguous: 0};
    fc.assert(
      fc.property(bars, fc.array(drawn, {minLength: 1, maxLength: 5}), terms, (path, orders, given) => {
        const plans = orders.flatMap(plansOf);
        const real = new RealRun(plans, given).run(path);

        expect(real).toEqual(referenceRun(path, plans, given));
        seen.fills += real.events.filter(event => event.startsWith('filled')).length;
        seen.maker += real.events.filter(event => event.includes(' maker ')).length;
        seen.ambiguous += real.ambiguousBars;
      }),
      {numRuns: 4_000},
    );

    // Agreement over runs in which nothing happens would prove nothing.
    expect(seen.fills).toBeGreaterThan(4_000);
    expect(seen.maker).toBeGreaterThan(500);
    expect(seen.ambiguous).toBeGreaterThan(300);
  });
});
