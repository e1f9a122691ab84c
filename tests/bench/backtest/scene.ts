import {existsSync} from 'node:fs';
import {openRecording} from '../../../brokers/replay/Recording.ts';
import {DEFAULT_BRAIN} from '../../../core/brain/defaultBrainSettings.ts';
import type {Settings} from '../../../core/domain/Settings.ts';
import type {BarRecording} from '../../../core/research/changeBars.ts';
import {sliceRecording} from '../../../core/research/sliceRecording.ts';
import {recordingOf} from '../../research/bars.ts';
import {accountSettings, MINUTE, SYMBOL} from '../../support/accounts.ts';
import {sharedFile} from '../../support/sharedData.ts';
import {randomWalk} from '../randomWalk.ts';

const FILE = sharedFile('ohlcv', 'bitfinex_BTCUSD_1m_201709to201812.csv.gz');
const WALK_BARS = 700_000;

/** Parameters that the rivals' rules are written with, too. */
export const RULES = {
  ema: {fastPeriod: 9, slowPeriod: 21, minimumAdx: 15, stopAtr: 3, targetAtr: 8, maxBars: 180},
  rsi: {period: 14, oversold: 30, stopAtr: 3, targetAtr: 5, maxBars: 90},
  minConfidence: 0.6,
  orderShare: 0.01,
  collar: 0.2,
} as const;

/** Without a share of the volume: no rival knows that a market can be too small for an order. */
export const FILL = {maxVolumeShare: 1e9} as const;

export const WARM_UP_BARS = 500;

/** Seven hundred thousand recorded minutes where the real data is there, otherwise a random walk from a fixed seed. */
export const openBars = async (): Promise<{readonly recording: BarRecording; readonly source: string}> => {
  if (!existsSync(FILE))
    return {recording: walkedBars(WALK_BARS), source: 'a seeded random walk, for the recorded candles are absent'};
  const recording = await openRecording({path: FILE});
  if (recording.kind !== 'bars') throw new Error(`"${FILE}" should hold bars.`);

  return {recording, source: 'recorded candles of BTC/USD'};
};

/** The first `count` bars. */
export const firstBars = (recording: BarRecording, count: number): BarRecording => {
  const {columns, rows, from} = recording.file;
  const sliced = sliceRecording(recording, from, count < rows ? columns.at(0, count) : Number.POSITIVE_INFINITY);
  if (sliced.kind !== 'bars') throw new Error('A part of bars is bars.');

  return sliced;
};

/** The last `count` bars. */
export const lastBars = (recording: BarRecording, count: number): BarRecording => {
  const {columns, rows} = recording.file;
  const sliced = sliceRecording(recording, columns.at(0, Math.max(0, rows - count)), Number.POSITIVE_INFINITY);
  if (sliced.kind !== 'bars') throw new Error('A part of bars is bars.');

  return sliced;
};

/** A random walk from a fixed seed; no minute is without trades, for the rivals know no such thing. */
export const walkedBars = (count: number): BarRecording =>
  recordingOf(
    SYMBOL,
    randomWalk(count, MINUTE).map(candle => ({...candle, volume: candle.volume + LEAST_VOLUME})),
  );

const LEAST_VOLUME = 0.001;

/** Two strategies of the register with a fixed stop and target each, and an account whose limits refuse nothing. */
export const twoStrategies = (): Settings => {
  const {orderShare, collar, minConfidence, ema, rsi} = RULES;
  const risk = {
    maxOrderShare: orderShare,
    priceCollarShare: collar,
    riskPerTrade: 1,
    maxVolumeShare: 1e9,
    maxTradesPerDay: 1e9,
    maxRepeats: 1e9,
    lossStreak: 1e9,
    maxDailyLossShare: 1e3,
    maxDrawdownShare: 1e3,
    maxSlippageShare: 1e3,
    maxDailyTurnover: 1e6,
  };
  const account = accountSettings(risk);
  const strategies = [
    {name: 'emaCross', params: {...ema, trailingAtr: 0}},
    {name: 'rsiReversal', params: {...rsi, trailingAtr: 0}},
  ];

  const patternMemory = {...DEFAULT_BRAIN.patternMemory, enabled: false};

  return {...account, brain: {...account.brain, strategies, minConfidence, patternMemory}};
};

/** The whole brain as it is delivered: nine strategies, pattern memory, TRAI; the same account. */
export const wholeBrain = (): Settings => ({...twoStrategies(), brain: DEFAULT_BRAIN});
