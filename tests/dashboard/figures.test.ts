import {beforeEach, describe, expect, test} from 'vitest';
import {type Decimal, decimal, toText, ZERO} from '../../core/domain/Decimal.ts';
import {readMarket} from '../../core/domain/Market.ts';
import {emptyState, type Position, type State} from '../../core/kernel/evolve.ts';
import {accountFigures, positionFigures} from '../../dashboard/src/figures.ts';

const SYMBOL = 'BTC/USD';

const spec = {
  symbol: SYMBOL,
  base: 'BTC',
  quote: 'USD',
  kind: 'margin',
  tick: '0.5',
  lot: '0.01',
  minQuantity: '0.01',
  minNotional: '5',
  makerFee: '0',
  takerFee: '0.001',
} as const;

const long: Position = {
  symbol: SYMBOL,
  quantity: decimal('2'),
  cost: decimal('200'),
  peakQuantity: decimal('2'),
  entryNotional: decimal('200'),
  entryQuantity: decimal('2'),
  exitNotional: ZERO,
  exitQuantity: ZERO,
  fees: decimal('0.2'),
  realized: ZERO,
  openedSeq: 1,
  openedTime: 0,
  strategy: 'emaCross',
  decision: 1,
  barsHeld: 3,
  best: decimal('111'),
  worst: decimal('99'),
  levels: {
    stop: decimal('95'),
    target: decimal('120'),
    trailingDistance: null,
    maxBars: 30,
    initialStop: decimal('95'),
  },
  exiting: null,
};

let state: State;

const hold = (position: Position, price: string): void => {
  state.positions.set(SYMBOL, position);
  const market = state.markets.get(SYMBOL);
  if (market !== undefined) market.lastPrice = decimal(price);
};

beforeEach(() => {
  state = emptyState();
  state.cash = decimal('800');
  const money = (text: string): Decimal => decimal(text);
  state.equity = {
    opening: money('1000'),
    current: money('1020'),
    dayStart: money('1000'),
    day: 0,
    peak: money('1025'),
    trough: money('1025'),
    maxDrawdown: 0,
  };
  state.markets.set(SYMBOL, {
    market: readMarket(spec),
    lastPrice: decimal('110'),
    lastPriceTime: 0,
    lastCandle: null,
    bars: 1,
    feed: 'live',
    feedSince: 0,
  });
});

describe('a position', () => {
  test('long: gross is what the price made, net counts the fees, R is net against the first risk', () => {
    hold(long, '110');
    const {entry, last, gross, net, multiple} = positionFigures(state, long);

    expect([entry, last, toText(gross), toText(net)]).toEqual([100, 110, '20', '19.8']);
    expect(multiple).toBeCloseTo(1.98, 12);
  });

  test('short mirrors long', () => {
    const short: Position = {
      ...long,
      quantity: decimal('-2'),
      cost: decimal('-200'),
      levels: long.levels === null ? null : {...long.levels, stop: decimal('105'), initialStop: decimal('105')},
    };
    hold(short, '90');
    const {entry, gross, multiple} = positionFigures(state, short);

    expect([entry, toText(gross)]).toEqual([100, '20']);
    expect(multiple).toBeCloseTo(1.98, 12);
  });

  test('what a partial exit realised stays in the result', () => {
    const rest: Position = {...long, quantity: decimal('1'), cost: decimal('100'), realized: decimal('10')};
    hold(rest, '110');

    expect(toText(positionFigures(state, rest).gross)).toBe('20');
  });

  test('has no R without a stop of ours', () => {
    const foreign: Position = {...long, levels: null};
    hold(foreign, '110');

    expect(positionFigures(state, foreign).multiple).toBe(null);
  });
});

describe('the account', () => {
  test('day change, exposure and drawdown are shares of the right basis', () => {
    hold(long, '110');
    const figures = accountFigures(state);

    expect(toText(figures.dayChange)).toBe('20');
    expect(figures.dayShare).toBe(0.02);
    expect(toText(figures.exposure)).toBe('220');
    expect(figures.drawdown).toBeCloseTo(5 / 1025, 12);
  });

  test('open risk is the way to the stop; all of the value where no stop stands', () => {
    hold(long, '110');
    expect(toText(accountFigures(state).openRisk)).toBe('30');

    hold({...long, levels: null}, '110');
    expect(toText(accountFigures(state).openRisk)).toBe('220');
  });

  test('a stop beyond the price is no gain to count on', () => {
    hold(long, '90');
    expect(toText(accountFigures(state).openRisk)).toBe('0');
  });
});
