import type {Candle} from '../../core/domain/Candle.ts';
import type {AnyEnvelope, EnvelopeOf} from '../../core/domain/Event.ts';
import {readMarket} from '../../core/domain/Market.ts';
import type {Question} from '../../core/kernel/Mind.ts';
import {emptyState} from '../../core/kernel/State.ts';
import type {State} from '../../core/kernel/State.ts';

export const SYMBOL = 'BTC/USD';
const START = 1_700_000_040_000;
const MINUTE = 60_000;

/** Random numbers from 0 to 1 that a seed repeats (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;

  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A lively made-up market: drifts that turn, quiet and wild stretches. */
export const livelyMarket = (seed: number, count: number): Candle[] => {
  const random = randomFrom(seed);
  const candles: Candle[] = [];
  let close = 1000;
  let drift = 0;
  let spread = 1;
  for (let index = 0; index < count; index += 1) {
    if (random() < 0.04) drift = (random() - 0.5) * 1.6;
    if (random() < 0.03) spread = 0.5 + 2 * random();
    const open = close;
    close = open + drift * spread + (random() + random() + random() - 1.5) * 2 * spread;
    const high = Math.max(open, close) + random() * spread;
    const low = Math.min(open, close) - random() * spread;
    candles.push({time: START + index * MINUTE, open, high, low, close, volume: 1 + 4 * random()});
  }

  return candles;
};

/** The market upside down: every price p becomes `level` - p. */
export const mirrored = (candles: readonly Candle[], level: number): Candle[] =>
  candles.map(({time, open, high, low, close, volume}) => ({
    time,
    open: level - open,
    high: level - low,
    low: level - high,
    close: level - close,
    volume,
  }));

/** The same market at `factor` times the price. */
export const scaled = (candles: readonly Candle[], factor: number): Candle[] =>
  candles.map(candle => ({
    ...candle,
    open: candle.open * factor,
    high: candle.high * factor,
    low: candle.low * factor,
    close: candle.close * factor,
  }));

export const closed = (candle: Candle, seq = 1): AnyEnvelope => ({
  seq,
  time: candle.time + MINUTE,
  cause: seq,
  type: 'CandleClosed',
  data: {symbol: SYMBOL, timeframe: '1m', candle},
});

export const entered = (seq: number, candle: Candle, side: 'buy' | 'sell'): EnvelopeOf<'DecisionMade'> => ({
  seq,
  time: candle.time + MINUTE,
  cause: seq - 1,
  type: 'DecisionMade',
  data: {
    signals: [],
    winner: null,
    agreement: 0 as EnvelopeOf<'DecisionMade'>['data']['agreement'],
    reason: {code: 'TEST', subject: 'test', value: null, comparison: 'none', limit: null, passed: true},
    regime: 'unknown',
    patterns: null,
    trai: null,
    symbol: SYMBOL,
    timeframe: '1m',
    candleTime: candle.time,
    close: candle.close,
    verdict: 'enter',
    side,
    gates: [],
  },
});

export const learned = (seq: number, decision: number, side: 'long' | 'short', netPnl: string): AnyEnvelope => ({
  seq,
  time: START,
  cause: seq,
  type: 'PatternLearned',
  data: {symbol: SYMBOL, decision, side, netPnl},
});

/** A state that knows one market; `fee` is the taker's share of the notional. */
export const worldOf = (kind: 'spot' | 'margin', fee = '0'): State => {
  const state = emptyState();
  const market = readMarket({
    symbol: SYMBOL,
    base: 'BTC',
    quote: 'USD',
    kind,
    tick: '0.01',
    lot: '0.0001',
    minQuantity: '0.0001',
    minNotional: '1',
    makerFee: fee,
    takerFee: fee,
  });
  state.markets.set(SYMBOL, {
    market,
    lastPrice: null,
    lastPriceTime: 0,
    lastCandle: null,
    bars: 0,
    feed: 'live',
    feedSince: 0,
  });

  return state;
};

export const ask = (candle: Candle, state: State = worldOf('margin')): Question => ({
  symbol: SYMBOL,
  timeframe: '1m',
  candle,
  state,
});
