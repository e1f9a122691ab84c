import {recordedSpec} from '../../../brokers/replay/recordedSpec.ts';
import {DEFAULT_FILL_SETTINGS, type FillSettings} from '../../../core/matching/FillSettings.ts';
import type {BarRecording} from '../../../core/research/changeBars.ts';
import type {BarColumns} from '../../../core/runtime/data/BarColumns.ts';
import {at} from '../../../indicators/cells/at.ts';
import {type Bars, barsOf} from './columns.ts';
import type {Outcome} from './runEngine.ts';
import {RULES, twoStrategies, WARM_UP_BARS} from './scene.ts';
import {type Signals, signalsOf} from './signals.ts';

/** Numbers of the market and the account that both sides share. */
export type Terms = {
  readonly tick: number;
  readonly lot: number;
  readonly makerFee: number;
  readonly takerFee: number;
  readonly cash: number;
  readonly fill: Pick<FillSettings, 'halfSpreadBps' | 'slippageBps' | 'impact'>;
};

/** The numbers that the recording's market and the bench's account have. */
export const termsOf = (bars: BarRecording): Terms => {
  const {tick, lot, makerFee, takerFee} = recordedSpec(bars, 'margin');

  return {
    tick: Number(tick),
    lot: Number(lot),
    makerFee: Number(makerFee),
    takerFee: Number(takerFee),
    cash: Number(twoStrategies().openingCash),
    fill: DEFAULT_FILL_SETTINGS,
  };
};

/**
 * The same two strategies, hand-written for speed and for nothing else: indicators column by column, one loop over the
 * rows, floats in the place of exact numbers. It has the fill rules of `core/matching` as far as this scene needs them, and
 * neither orders nor events, risk rules, reasons or more than one position.
 */
export const runVectorised = (columns: BarColumns, terms: Terms): Outcome => {
  const bars = barsOf(columns);

  return trade(bars, signalsOf(bars), terms);
};

/** 1 / sqrt(4 ln 2), as the fill model has it. */
const PARKINSON = 0.600561204393225;
const BPS = 10_000;
/** Of a step: noise of floats where the engine is exact. */
const NOISE = 1e-6;

const floorTo = (value: number, step: number): number => Math.floor(value / step + NOISE) * step;
const ceilTo = (value: number, step: number): number => Math.ceil(value / step - NOISE) * step;

/** What an order that takes pays at `raw`: half-spread and slippage, rounded to the tick against it; `side` is 1 or -1. */
const taken = (bars: Bars, row: number, {side, raw, size, tick, fill}: Taking): number => {
  const impact =
    fill.impact * PARKINSON * (at(bars.high, row) - at(bars.low, row)) * Math.sqrt(size / at(bars.volume, row));
  const offset = (raw * fill.halfSpreadBps) / BPS + Math.max((raw * fill.slippageBps) / BPS, impact);

  return side > 0 ? ceilTo(raw + offset, tick) : floorTo(raw - offset, tick);
};

type Taking = Pick<Terms, 'tick' | 'fill'> & {readonly side: number; readonly raw: number; readonly size: number};

/** What an order of the account's share may be at this price. */
const sizeOf = (cash: number, side: number, close: number, {tick, lot}: Terms): number => {
  const worst = side > 0 ? floorTo(close * (1 + RULES.collar), tick) : close;

  return floorTo((cash * RULES.orderShare) / worst, lot);
};

/** Stop and target around an entry, a tick away at least, each on the tick towards the entry. */
const levelsOf = (side: number, entry: number, atr: number, {stopAtr, targetAtr}: Exits, tick: number) => {
  const stop = Math.max(stopAtr * atr, tick);
  const target = Math.max(targetAtr * atr, tick);
  if (side > 0) return {stop: Math.max(ceilTo(entry - stop, tick), tick), target: floorTo(entry + target, tick)};

  return {stop: floorTo(entry + stop, tick), target: Math.max(ceilTo(entry - target, tick), tick)};
};

type Exits = {readonly stopAtr: number; readonly targetAtr: number; readonly maxBars: number};

const trade = (bars: Bars, {side: sides, by, atr}: Signals, terms: Terms): Outcome => {
  const {open, high, low, close, rows} = bars;
  const {tick, fill, makerFee, takerFee} = terms;
  let cash = terms.cash;
  let [trades, held, stop, target, age, maxBars] = [0, 0, 0, 0, 0, 0];
  /** Signed size of an entry that waits for the next open. */
  let wanted = 0;
  for (let row = WARM_UP_BARS; row < rows; row += 1) {
    const start = at(open, row);
    const size = Math.abs(held);
    const side = Math.sign(held);
    let price = 0;
    let fee = takerFee;
    if (held !== 0) {
      if (age >= maxBars) price = taken(bars, row, {side: -side, raw: start, size, tick, fill});
      else if (side * (start - stop) <= 0) price = taken(bars, row, {side: -side, raw: start, size, tick, fill});
      else if (side * (start - target) >= tick - NOISE * tick) [price, fee] = [start, makerFee];
    } else if (wanted !== 0) {
      const rules = by[row - 1] === 1 ? RULES.ema : RULES.rsi;
      const entry = taken(bars, row, {side: Math.sign(wanted), raw: start, size: Math.abs(wanted), tick, fill});
      ({stop, target} = levelsOf(Math.sign(wanted), entry, at(atr, row - 1), rules, tick));
      cash -= entry * wanted + entry * Math.abs(wanted) * takerFee;
      [held, age, maxBars, wanted] = [wanted, 0, rules.maxBars, 0];
    }
    if (held !== 0 && price === 0) {
      const [near, far] = held > 0 ? [at(low, row), at(high, row)] : [at(high, row), at(low, row)];
      const way = Math.sign(held);
      if (way * (near - stop) <= NOISE * tick) {
        const raw = held > 0 ? Math.min(stop, start) : Math.max(stop, start);
        price = taken(bars, row, {side: -way, raw, size: Math.abs(held), tick, fill});
      } else if (way * (far - target) >= tick - NOISE * tick) [price, fee] = [target, makerFee];
    }
    if (price !== 0) {
      cash += price * held - price * Math.abs(held) * fee;
      held = 0;
      trades += 1;
    }
    if (held !== 0) age += 1;
    else {
      const next = sides[row] ?? 0;
      wanted = next === 0 ? 0 : next * sizeOf(cash, next, at(close, row), terms);
    }
  }

  return {trades, netPnl: cash + held * at(close, rows - 1) - terms.cash};
};
