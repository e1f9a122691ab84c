import type {Trade} from '../../core/domain/Trade.ts';
import {MINUTE, SYMBOL} from '../support/accounts.ts';
import {type Bench, type BenchResult, summarize} from './BenchResult.ts';
import {recordedTrades} from './recordedTrades.ts';
import {TickBot} from './TickBot.ts';

/** Rounds that only let the compiler settle. */
const WARM_UP_ROUNDS = 3;
/** Ours may cost three times as much as parsing and adding up. */
const GOAL = 1 / 3;
/** What a tick that closes a candle may cost, with all strategies and pattern memory, in µs. */
const DECISION_BUDGET = 1_000;

/** Costs in µs per tick; `closing` those of ticks that closed a candle. */
type Lap = {readonly ticks: Float64Array; readonly closing: readonly number[]};
type Round = {readonly ours: Lap; readonly bare: Lap};

/**
 * From a trade's frame to the intent in the hands of the execution layer: parsed, into its candle, through the price gate
 * and, where it closes a candle, through indicators, brain and risk. Beside it a loop that only parses the same frames
 * and adds them up to candles. One trade in two thousand closes a candle: those ticks lie beyond p99 and have a line of
 * their own.
 */
export const ticksBench: Bench = async rounds => {
  const {frames, source} = recordedTrades();
  const bot = await TickBot.start(readTrade(frames[0] ?? ''));
  const bare = new BareLoop();
  const measured: Round[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round += 1) {
    const lap = shifted(frames, round);
    const bareFirst = round % 2 === 0;
    const first = bareFirst ? measureBare(bare, lap) : measureOurs(bot, lap);
    const second = bareFirst ? measureOurs(bot, lap) : measureBare(bare, lap);
    measured.push(bareFirst ? {ours: second, bare: first} : {ours: first, bare: second});
  }

  return report(measured.slice(WARM_UP_ROUNDS), source);
};

const report = (rounds: readonly Round[], source: string): BenchResult[] => {
  const unit = 'µs/tick';
  const against = `parse and candle, ${source}`;
  const closing = rounds.flatMap(({ours}) => ours.closing);

  return [
    ...[0.5, 0.99].map(share =>
      summarize(
        {name: `tick to intent: p${share * 100}`, unit, goal: GOAL, against},
        rounds.map(({ours, bare}) => ({ours: quantile(ours.ticks, share), theirs: quantile(bare.ticks, share)})),
      ),
    ),
    summarize(
      {name: 'tick to intent: closing a candle', unit, goal: 1, against: 'budget of 1 ms'},
      closing.map(cost => ({ours: cost, theirs: DECISION_BUDGET})),
    ),
  ];
};

const measureOurs = (bot: TickBot, frames: readonly string[]): Lap => {
  const ticks = new Float64Array(frames.length);
  const closing: number[] = [];
  let bars = bot.state.funnel.bars;
  for (const [index, frame] of frames.entries()) {
    const from = performance.now();
    bot.take(readTrade(frame));
    const cost = (performance.now() - from) * 1_000;
    ticks[index] = cost;
    if (bot.state.funnel.bars !== bars) closing.push(cost);
    bars = bot.state.funnel.bars;
  }

  return {ticks, closing};
};

const measureBare = (bare: BareLoop, frames: readonly string[]): Lap => {
  const ticks = new Float64Array(frames.length);
  for (const [index, frame] of frames.entries()) {
    const from = performance.now();
    bare.take(readTrade(frame));
    ticks[index] = (performance.now() - from) * 1_000;
  }

  return {ticks, closing: []};
};

/** The least that a bot can do with a trade. */
class BareLoop {
  readonly candles: {time: number; open: number; high: number; low: number; close: number; volume: number}[] = [];

  take({time, price, quantity}: Trade): void {
    const bucket = Math.floor(time / MINUTE) * MINUTE;
    const candle = this.candles.at(-1);
    if (candle?.time !== bucket) {
      this.candles.push({time: bucket, open: price, high: price, low: price, close: price, volume: quantity});
      return;
    }
    candle.high = Math.max(candle.high, price);
    candle.low = Math.min(candle.low, price);
    candle.close = price;
    candle.volume += quantity;
  }
}

type Frame = {
  readonly data: {readonly t: number; readonly T: number; readonly p: string; readonly q: string; readonly m: boolean};
};

/** Both sides read a frame with this. */
const readTrade = (text: string): Trade => {
  const {data} = JSON.parse(text) as Frame;
  const {t: id, T: time, p, q, m} = data;

  return {symbol: SYMBOL, id, time, price: Number(p), quantity: Number(q), takerSide: m ? 'sell' : 'buy'};
};

/** The same trades again, later: times and ids go on where the lap before ended. */
const shifted = (frames: readonly string[], round: number): readonly string[] => {
  const first = readTrade(frames[0] ?? '');
  const last = readTrade(frames.at(-1) ?? '');
  const laterMs = (Math.floor((last.time - first.time) / MINUTE) + 1) * MINUTE * round;
  const higher = (last.id - first.id + 1) * round;

  return frames.map(frame => {
    const {data, ...rest} = JSON.parse(frame) as Frame;

    return JSON.stringify({...rest, data: {...data, t: data.t + higher, T: data.T + laterMs}});
  });
};

const quantile = (costs: Float64Array, share: number): number =>
  costs.toSorted()[Math.floor(costs.length * share)] ?? Number.NaN;
