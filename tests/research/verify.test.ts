import {describe, expect, it} from 'vitest';
import {STRATEGIES} from '../../core/brain/strategies/index.ts';
import type {StrategyDefinition} from '../../core/brain/strategies/Strategy.ts';
import {configureRun, settingsForRun} from '../../core/research/configureRun.ts';
import type {BarSet} from '../../core/research/verify/BarSet.ts';
import {checkEngine} from '../../core/research/verify/checkEngine.ts';
import type {Finding} from '../../core/research/verify/Finding.ts';
import {strategySubject} from '../../core/research/verify/strategySubject.ts';
import {verifyFiles} from '../../core/research/verify/verifyFiles.ts';
import {type Verdict, verifyStrategy} from '../../core/research/verify/verifyStrategy.ts';
import {livelyMarket} from '../brain/market.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {recordingOf} from './bars.ts';
import * as cheaters from './cheaters.ts';

const TWO_MARKETS: BarSet = {
  timeframe: '1m',
  series: [
    {symbol: 'BTC/USD', candles: livelyMarket(3, 1_500)},
    {symbol: 'ETH/USD', candles: livelyMarket(4, 1_500)},
  ],
};
const ONE_MARKET: BarSet = {...TWO_MARKETS, series: TWO_MARKETS.series.slice(0, 1)};
const MEMORY = {capacity: 300, horizonBars: 6, neighbours: 8};

const SHORT: BarSet = {
  ...TWO_MARKETS,
  series: TWO_MARKETS.series.map(({symbol, candles}) => ({symbol, candles: candles.slice(0, 1_000)})),
};

const judge = (define: (set: BarSet) => StrategyDefinition, set: BarSet = ONE_MARKET): Verdict =>
  verifyStrategy(strategySubject({define, name: 'onTrial', params: {}, patternMemory: MEMORY}), set, {seed: 7});

const engineFindings = (broker?: cheaters.When): Promise<readonly Finding[]> => {
  const recordings = [recordingOf('BTC/USD', livelyMarket(3, 1_500))];
  const loaded = configureRun({
    files: ['made-up.csv'],
    symbols: ['BTC/USD'],
    useMemory: false,
    dataDir: 'no-such-folder',
  });
  const settings = settingsForRun(loaded, {symbols: ['BTC/USD'], base: '1m', strategy: 'bollingerBreakout'});
  const play = {loaded, settings, ...(broker === undefined ? {} : {makeBroker: cheaters.signalCloseBroker(broker)})};

  return checkEngine({recordings, play, cuts: 1, seed: 7});
};

describe('a planted cheater is caught, with bar and expression', () => {
  it.each([
    ['peeks one bar ahead', cheaters.peeksOneBar, 'close of the next bar (NEXT_CLOSE)'],
    ["uses the day's high", cheaters.usesDaysHigh, "distance to the day's high (BELOW_DAYS_HIGH)"],
    ['normalises over the whole file', cheaters.normalisesWholeFile, 'z-score of the close (Z_SCORE)'],
    ['repaints', cheaters.repaints, 'pivot low (PIVOT_LOW)'],
  ])('%s', (_what, define, expression) => {
    const verdict = judge(define);
    const caught = verdict.findings.filter(({check}) => check === 'prefix' || check === 'futurePoison');

    expect([verdict.prefixInvariant, verdict.futurePoisonInvariant]).toEqual([false, false]);
    expect(caught.map(finding => finding.expression)).toContain(expression);
    for (const {symbol, bar, time, message} of caught) {
      expect(ONE_MARKET.series[0]?.candles[bar]?.time).toBe(time);
      expect(message).toMatch(new RegExp(`^Bar ${bar} of ${symbol} `));
    }
  });

  it('in data that is longer than what is looked at around a cut', () => {
    const long: BarSet = {...ONE_MARKET, series: [{symbol: 'BTC/USD', candles: livelyMarket(3, 4_000)}]};
    const {findings} = judge(cheaters.peeksOneBar, long);
    const late = findings.filter(({bar}) => bar > 2_000);

    expect(findings.map(({check}) => check)).toEqual(expect.arrayContaining(['prefix', 'futurePoison']));
    for (const {bar, time} of late) expect(long.series[0]?.candles[bar]?.time).toBe(time);
  });

  it('fills at the close of its own signal', async () => {
    const findings = await engineFindings('atOnce');

    expect(findings[0]).toMatchObject({check: 'fills', expression: 'evidence of the fill'});
    expect(findings[0]?.message).toMatch(/filled on the bar of its own signal/);
  });

  it('fills later, but at the close of its own signal', async () => {
    const findings = await engineFindings('nextBar');

    expect(findings.map(({expression}) => expression)).toContain('price of the fill');
  });

  it('reads the clock', () => {
    const {repeatable, findings} = judge(cheaters.readsTheClock);

    expect(repeatable).toBe(false);
    expect(findings.find(({check}) => check === 'purity')).toMatchObject({expression: 'Date', bar: 15});
  });

  it('draws lots and hides the error', () => {
    expect(judge(cheaters.drawsLotsQuietly).findings.map(({expression}) => expression)).toContain('Math.random');
  });

  it('remembers the run before', () => {
    const {repeatable, findings} = judge(cheaters.remembersRuns);

    expect(repeatable).toBe(false);
    expect(findings.find(({check}) => check === 'repeatable')?.expression).toBe('number of the run (RUN)');
  });

  it('depends for ever on where the data begins', () => {
    const {warmup, findings} = judge(cheaters.countsBars);

    expect(warmup).toBeNull();
    expect(findings.find(({check}) => check === 'warmup')?.expression).toBe('bars so far (EVERY_THIRD)');
  });

  it('knows one side only', () => {
    const {mirrored, findings} = judge(cheaters.onlyBuys);

    expect(mirrored).toBe(false);
    expect(findings.find(({check}) => check === 'mirror')?.expression).toBe('close (BAR_ROSE)');
  });
});

describe('what is honest passes', () => {
  it.each(STRATEGIES.map(strategy => [strategy.name, strategy] as const))('%s, on two markets', (_name, strategy) => {
    const {findings, warmup, signals} = judge(() => strategy, SHORT);

    expect(findings).toEqual([]);
    expect(warmup).toBeGreaterThan(0);
    expect(signals).toBeGreaterThan(0);
  });

  it('the engine with its own matcher', async () => {
    expect(await engineFindings()).toEqual([]);
  });

  it('puts clock and chance back after the trial', () => {
    judge(cheaters.readsTheClock);

    expect(Date.now()).toBeGreaterThan(0);
    expect(Math.random()).toBeLessThan(1);
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  });
});

it('measures the warm-up that a look-back needs', () => {
  const donchian = STRATEGIES.find(({name}) => name === 'donchianTrend') ?? expect.fail();
  const {warmup} = judge(() => donchian);

  expect(warmup).toBeGreaterThanOrEqual(28);
  expect(warmup).toBeLessThan(400);
});

it('refuses too few bars', () => {
  const few = {...ONE_MARKET, series: [{symbol: 'BTC/USD', candles: livelyMarket(3, 100)}]};

  expect(() => judge(cheaters.onlyBuys, few)).toThrow('100 bars are too few; at least 200 are needed.');
});

describe.runIf(hasSharedData())('on real bars', () => {
  it('a shipped strategy passes whole, on its own timeframe', async () => {
    const report = await verifyFiles({
      files: [
        sharedFile('ohlcv', 'binance_BTCUSDT_5m_2021.csv.gz'),
        sharedFile('ohlcv', 'binance_ETHUSDT_5m_2021.csv.gz'),
      ],
      strategy: 'emaCross',
      timeframe: '15m',
      from: Date.UTC(2021, 0, 10),
      to: Date.UTC(2021, 0, 16),
      useMemory: false,
      dataDir: 'no-such-folder',
    });

    expect(report).toMatchObject({
      prefixInvariant: true,
      futurePoisonInvariant: true,
      fillsAreProven: true,
      findings: [],
    });
    expect(report.datasets.map(({symbol}) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT']);
  });
});

describe('rounding and memory are no cheats', () => {
  it('counts prices in whole ticks, so that a tie is a tie both ways up', () => {
    const tenths = livelyMarket(3, 1_500).map(candle => {
      const [open, high, low, close] = [candle.open, candle.high, candle.low, candle.close].map(
        price => Math.round(price * 10) / 10,
      );
      return {...candle, open: open ?? 0, high: high ?? 0, low: low ?? 0, close: close ?? 0};
    });
    const set: BarSet = {timeframe: '1m', series: [{symbol: 'BTC/USD', candles: tenths}]};

    for (const strategy of STRATEGIES.filter(({name}) =>
      ['donchianTrend', 'emaCross', 'superTrendFollow'].includes(name),
    ))
      expect(judge(() => strategy, set).mirrored, strategy.name).toBe(true);
  });

  it('does not blame a strategy for what it may remember in data too short to forget it', () => {
    const patternMatch = STRATEGIES.find(({name}) => name === 'patternMatch') ?? expect.fail();
    const subject = strategySubject({
      ...{define: () => patternMatch, name: 'onTrial', params: {}},
      patternMemory: {...MEMORY, capacity: 2_000},
    });
    const few = {...ONE_MARKET, series: [{symbol: 'BTC/USD', candles: livelyMarket(3, 700)}]};
    const {warmup, memoryBars, findings} = verifyStrategy(subject, few, {seed: 7});

    expect(findings).toEqual([]);
    expect([warmup, memoryBars]).toEqual([null, 2_000]);
  });
});
