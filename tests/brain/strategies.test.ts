import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import {STRATEGIES, strategyDefinition} from '../../core/brain/strategies/index.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {describeReason, type Signal} from '../../core/domain/Decision.ts';
import {indicatorDefinition} from '../../indicators/index.ts';
import {IndicatorEngine} from '../../indicators/IndicatorEngine.ts';
import {livelyMarket, mirrored, scaled, SYMBOL} from './market.ts';

const FOLDER = join(import.meta.dirname, '../../core/brain/strategies');
const FRAME = ['Check', 'Line', 'Strategy', 'defineStrategy', 'exits', 'index', 'parameters'];
const NAMES = STRATEGIES.map(({name}) => name);
const MEMORY = {enabled: true, horizonBars: 6, neighbours: 8, capacity: 500, decay: 0, quarantineAfterLosses: 3};

/** What one strategy says on every candle, with its own engine and memory. */
const signalsOf = (name: string, candles: readonly Candle[], params: Record<string, number> = {}): Signal[] => {
  const engine = new IndicatorEngine();
  const memory = new PatternMemorySystem({...MEMORY, enabled: name === 'patternMatch'});
  const strategy = strategyDefinition(name).create(params, spec => engine.handle(SYMBOL, '1m', spec));

  return candles.map((candle, index) => {
    engine.update(SYMBOL, '1m', candle);
    memory.observe(SYMBOL, candle);

    return strategy.judge({candle, bars: index + 1, patterns: memory.evidence(SYMBOL)});
  });
};

const swapped = {buy: 'sell', sell: 'buy', hold: 'hold'} as const;

it('registers every strategy file of the folder', () => {
  const files = readdirSync(FOLDER).map(file => file.replace('.ts', ''));

  expect(files.filter(file => !FRAME.includes(file)).sort()).toEqual([...NAMES].sort());
});

it('names the known strategies when asked for an unknown one', () => {
  expect(() => strategyDefinition('rsiRevresal')).toThrow(/Unknown strategy "rsiRevresal". Known: twoPoleCross, /);
});

describe.each(NAMES)('%s', name => {
  const definition = strategyDefinition(name);
  let known: Signal[] | null = null;
  const lively = (): Signal[] => (known ??= signalsOf(name, livelyMarket(5, 4000)));

  it('has defaults inside their ranges and on no unknown indicator', () => {
    for (const parameter of Object.values(definition.parameters)) {
      expect(parameter.default).toBeGreaterThanOrEqual(parameter.min);
      expect(parameter.default).toBeLessThanOrEqual(parameter.max);
      expect(parameter.step).toBeGreaterThan(0);
    }
    for (const {name: indicator, params} of definition.indicators({})) {
      expect(indicatorDefinition(indicator).key(params ?? {})).toContain(indicator);
    }
  });

  it.each(['min', 'max'] as const)('runs with every parameter at its %s', end => {
    const params = Object.fromEntries(Object.entries(definition.parameters).map(([key, each]) => [key, each[end]]));

    expect(signalsOf(name, livelyMarket(3, 40), params)).toHaveLength(40);
  });

  it('refuses unknown parameters and values out of range, saying what would be right', () => {
    expect(() => definition.indicators({perod: 3})).toThrow(
      /Unknown parameter "perod" of strategy ".*". Known: .*stopAtr/,
    );
    expect(() => definition.indicators({maxBars: 0})).toThrow(
      /"maxBars" of strategy ".*" is "0"; expected a whole number from 1 to/,
    );
  });

  it('counts its warm-up and holds', () => {
    const [first] = signalsOf(name, livelyMarket(1, 1));

    expect(first?.action).toBe('hold');
    expect(describeReason(first?.reason ?? expect.fail())).toMatch(/^warming up 1 of \d+ bars$/);
  });

  it('is warm exactly after the bars that it announces', () => {
    const signals = signalsOf(name, livelyMarket(1, 400));
    const need = signals[0]?.reason.limit ?? expect.fail();

    expect(signals[need - 2]?.reason.code).toBe('WARMING_UP');
    expect(signals[need - 1]?.reason.code).not.toBe('WARMING_UP');
  });

  it('both buys and sells in a lively market, and gives a measured reason when it holds', () => {
    const signals = lively();
    const held = signals.filter(({action}) => action === 'hold');

    expect(new Set(signals.map(({action}) => action))).toEqual(new Set(['buy', 'sell', 'hold']));
    for (const {reason, confidence, exitPlan} of held) {
      expect(reason.passed).toBe(false);
      expect(confidence).toBe(0);
      expect(exitPlan).toBeNull();
    }
  });

  it('plans its exit in average ranges at the entry', () => {
    const opinionated = signalsOf(name, livelyMarket(5, 1500), {stopAtr: 2, targetAtr: 3, trailingAtr: 1, maxBars: 7});
    for (const {action, confidence, reason, exitPlan} of opinionated.filter(each => each.action !== 'hold')) {
      const {stopDistance, targetDistance, trailingDistance, maxBars} = exitPlan ?? expect.fail(action);
      expect(reason.passed).toBe(true);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
      expect(targetDistance / stopDistance).toBeCloseTo(1.5, 9);
      expect((trailingDistance ?? 0) / stopDistance).toBeCloseTo(0.5, 9);
      expect(maxBars).toBe(7);
    }
  });

  it('gives the mirrored signal when the price path is turned upside down (p -> c - p)', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1_000_000}), fc.integer({min: 3_000, max: 9_000}), (seed, level) => {
        const candles = livelyMarket(seed, 300);
        const usual = signalsOf(name, candles);
        const upsideDown = signalsOf(name, mirrored(candles, level));
        usual.forEach((signal, index) => {
          expect(upsideDown[index]?.action).toBe(swapped[signal.action]);
          expect(upsideDown[index]?.confidence).toBeCloseTo(signal.confidence, 3);
        });
      }),
      {numRuns: 6},
    );
  });

  it('says the same at ten times the price', () => {
    const candles = livelyMarket(11, 600);
    const actions = signalsOf(name, candles).map(({action}) => action);

    expect(signalsOf(name, scaled(candles, 10)).map(({action}) => action)).toEqual(actions);
  });

  it('is surer on stronger evidence: confidences differ', () => {
    const signals = lively().filter(({action}) => action !== 'hold');

    expect(new Set(signals.map(({confidence}) => confidence)).size).toBeGreaterThan(3);
  });
});

describe('rsiReversal', () => {
  const steps = (...closes: number[]): Candle[] =>
    closes.map((close, index) => ({
      time: index * 60_000,
      open: close,
      high: close + 1,
      low: close - 1,
      close,
      volume: 1,
    }));

  it('holds in the middle of the range and says the value and the limit', () => {
    const zigzag = steps(...Array.from({length: 30}, (_, index) => 100 + (index % 2)));
    const last = signalsOf('rsiReversal', zigzag).pop() ?? expect.fail();

    expect(describeReason(last.reason)).toMatch(/^RSI \d\d\.\d\d is not (below 30|above 70)\.00$/);
  });

  it('waits while an oversold RSI still falls, and buys when it turns up', () => {
    const falling = Array.from({length: 30}, (_, index) => 200 - 2 * index - (index % 3 === 0 ? -1 : 0));
    const still = signalsOf('rsiReversal', steps(...falling, 140)).pop() ?? expect.fail();
    const turned = signalsOf('rsiReversal', steps(...falling, 140, 141)).pop() ?? expect.fail();

    expect([still.action, still.reason.code]).toEqual(['hold', 'RSI_TURNED']);
    expect([turned.action, turned.reason.code]).toEqual(['buy', 'RSI_OVERSOLD']);
  });
});

describe('donchianTrend', () => {
  it('needs a close above the high of the bars before, not of its own bar', () => {
    const flat = livelyMarket(2, 60);
    const last = flat[flat.length - 1] ?? expect.fail();
    const top = Math.max(...flat.slice(-20).map(({high}) => high));
    const next = {...last, time: last.time + 60_000, open: last.close, low: last.low, volume: 1};
    const onTop = signalsOf('donchianTrend', [...flat, {...next, close: top, high: top}], {minimumAdx: 0}).pop();
    const over = signalsOf('donchianTrend', [...flat, {...next, close: top + 1, high: top + 1}], {minimumAdx: 0}).pop();

    expect([onTop?.action, onTop?.reason.code]).toEqual(['hold', 'NEW_HIGH']);
    expect(over?.action).toBe('buy');
  });
});
