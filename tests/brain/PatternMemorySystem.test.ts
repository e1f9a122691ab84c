import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {encodePattern, SHAPE_BARS, SHAPE_LENGTH} from '../../core/brain/encodePattern.ts';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import {readPatternMemory} from '../../core/brain/patternFormat.ts';
import {shapeDistance} from '../../core/brain/PatternOutcomes.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import type {PatternMemorySettings} from '../../core/domain/Settings.ts';
import {entered, learned, livelyMarket, mirrored, scaled, SYMBOL} from './market.ts';

const SMALL: PatternMemorySettings = {
  enabled: true,
  horizonBars: 4,
  neighbours: 3,
  capacity: 40,
  decay: 0,
  quarantineAfterLosses: 2,
};

const memoryOf = (candles: readonly Candle[], changes: Partial<PatternMemorySettings> = {}): PatternMemorySystem => {
  const memory = new PatternMemorySystem({...SMALL, ...changes});
  for (const candle of candles) memory.observe(SYMBOL, candle);

  return memory;
};

const learn = (memory: PatternMemorySystem, decision: number, side: 'long' | 'short', netPnl: string): boolean => {
  const {type, data} = learned(99, decision, side, netPnl);

  return type === 'PatternLearned' && memory.learn(data);
};

/** The same bars again and again, so that every shape recurs exactly. */
const recurring = (times: number): Candle[] => {
  const bars = livelyMarket(3, 20);
  const drop = (bars[0]?.open ?? 0) - (bars[19]?.close ?? 0);

  return Array.from({length: times}, (_, round) => round).flatMap(round =>
    bars.map((candle, index) => {
      const shift = -drop * round;
      const time = (round * bars.length + index) * 60_000;

      return {
        ...candle,
        time,
        open: candle.open + shift,
        high: candle.high + shift,
        low: candle.low + shift,
        close: candle.close + shift,
      };
    }),
  );
};

const latest = (candles: readonly Candle[]): Candle => candles[candles.length - 1] ?? expect.fail('no candles');

describe('what followed', () => {
  it('is not known before the horizon has passed', () => {
    const needed = SHAPE_BARS + SMALL.horizonBars + SMALL.neighbours - 1;

    expect(memoryOf(livelyMarket(1, needed - 1)).evidence(SYMBOL)).toBeNull();
    expect(memoryOf(livelyMarket(1, needed)).evidence(SYMBOL)?.neighbours).toHaveLength(SMALL.neighbours);
  });

  it('never comes from the future: each neighbour is at least a horizon old', () => {
    const candles = livelyMarket(9, 120);
    const memory = new PatternMemorySystem(SMALL);
    for (const candle of candles) {
      memory.observe(SYMBOL, candle);
      for (const {id} of memory.evidence(SYMBOL)?.neighbours ?? []) {
        expect(candle.time - Number(id)).toBeGreaterThanOrEqual(SMALL.horizonBars * 60_000);
      }
    }
  });

  it('is the move in mean ranges of the shape, and equals a search by hand', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1_000_000}), fc.integer({min: 30, max: 90}), (seed, count) => {
        const candles = livelyMarket(seed, count);
        const evidence = memoryOf(candles).evidence(SYMBOL);
        const byHand = neighboursByHand(candles);

        expect(evidence?.neighbours.map(({id}) => Number(id))).toEqual(byHand.map(({time}) => time));
        evidence?.neighbours.forEach(({distance, move}, rank) => {
          expect(distance).toBe(Number((byHand[rank]?.distance ?? Number.NaN).toPrecision(4)));
          expect(move).toBeCloseTo(byHand[rank]?.move ?? Number.NaN, 3);
        });
      }),
      {numRuns: 40},
    );
  });

  it('finds shapes that came before at distance 0 and expects what came then', () => {
    const {neighbours, expectedMove, upShare} =
      memoryOf(recurring(6), {capacity: 200}).evidence(SYMBOL) ?? expect.fail();
    const move = neighbours[0]?.move ?? expect.fail();

    for (const {distance} of neighbours) expect(distance).toBeLessThan(0.0002);
    expect(Math.abs(move)).toBeGreaterThan(0.1);
    expect(expectedMove).toBeCloseTo(move, 3);
    expect(upShare).toBe(move > 0 ? 1 : 0);
  });

  it('prefers the younger of shapes that are equally near', () => {
    const steps = Array.from({length: 80}, (_, index) => 64 + (index % 2));
    const zigzag = steps.map((close, index) => ({
      time: index * 60_000,
      open: close,
      high: close + 1,
      low: close - 1,
      close,
      volume: 1,
    }));
    const {neighbours} = memoryOf(zigzag).evidence(SYMBOL) ?? expect.fail();

    expect(neighbours.map(({distance}) => distance)).toEqual([0, 0, 0]);
    expect(neighbours.map(({id}) => Number(id) / 60_000)).toEqual([75, 73, 71]);
  });

  it('is the opposite in the mirrored market', () => {
    const candles = livelyMarket(8, 100);
    const usual = memoryOf(candles).evidence(SYMBOL) ?? expect.fail();
    const turned = memoryOf(mirrored(candles, 4096)).evidence(SYMBOL) ?? expect.fail();

    expect(turned.expectedMove).toBeCloseTo(-usual.expectedMove, 3);
    expect(turned.upShare).toBeCloseTo(1 - usual.upShare, 9);
  });

  it('is the same at ten times the price', () => {
    const candles = livelyMarket(8, 100);
    const usual = memoryOf(candles).evidence(SYMBOL) ?? expect.fail();

    expect(memoryOf(scaled(candles, 10)).evidence(SYMBOL)?.expectedMove).toBeCloseTo(usual.expectedMove, 3);
  });

  it('weighs an old shape less, down to nothing', () => {
    const candles = livelyMarket(8, 100);
    const {neighbours, expectedMove} = memoryOf(candles).evidence(SYMBOL) ?? expect.fail();
    const mean = neighbours.reduce((sum, {move}) => sum + move, 0) / neighbours.length;
    const decay = 1 / 60;
    const weights = neighbours.map(({id}) => 1 - (decay * (latest(candles).time - Number(id))) / 60_000);
    const weighted = neighbours.reduce((sum, {move}, rank) => sum + move * (weights[rank] ?? 0), 0);

    expect(expectedMove).toBeCloseTo(mean, 9);
    expect(memoryOf(candles, {decay}).evidence(SYMBOL)?.expectedMove).toBeCloseTo(
      weighted / weights.reduce((sum, weight) => sum + weight, 0),
      9,
    );
    expect(memoryOf(candles, {decay: 1}).evidence(SYMBOL)?.expectedMove).toBe(0);
  });

  it('keeps to its capacity and forgets the oldest', () => {
    const candles = livelyMarket(2, 200);
    const memory = memoryOf(candles);
    const oldest = latest(candles).time - (SMALL.capacity - 1) * 60_000;

    expect(memory.status).toMatchObject({shapes: 40, usable: 36});
    for (const {shapes} of memory.snapshot().markets) expect(shapes[0]?.time).toBe(oldest);
  });

  it('knows nothing of a market that it never saw, and nothing at all when switched off', () => {
    expect(memoryOf(livelyMarket(1, 100)).evidence('ETH/USD')).toBeNull();
    const off = memoryOf(livelyMarket(1, 100), {enabled: false});

    expect(off.evidence(SYMBOL)).toBeNull();
    expect(off.status).toEqual({enabled: false, shapes: 0, usable: 0, outcomes: 0});
  });

  it('refuses a horizon that its capacity does not reach', () => {
    expect(() => new PatternMemorySystem({horizonBars: 50, capacity: 50})).toThrow(
      `Pattern memory's horizonBars "50" must be below its capacity "50".`,
    );
  });
});

describe('what came of our trades', () => {
  const candles = livelyMarket(4, 60);

  const traded = (results: readonly ['long' | 'short', string][]): PatternMemorySystem => {
    const memory = memoryOf(candles);
    results.forEach(([side, netPnl], index) => {
      memory.enter(entered(index + 1, latest(candles), side === 'long' ? 'buy' : 'sell'));
      learn(memory, index + 1, side, netPnl);
    });

    return memory;
  };

  it('is taken once for each decision', () => {
    const memory = memoryOf(candles);
    memory.enter(entered(7, latest(candles), 'buy'));

    expect([learn(memory, 7, 'long', '-1.5'), learn(memory, 7, 'long', '-1.5')]).toEqual([true, false]);
    expect(memory.record(SYMBOL, 'buy')).toMatchObject({wins: 0, losses: 1, netPnl: '-1.5', nearest: 0});
  });

  it('is not taken for a decision that it never saw', () => {
    expect(learn(memoryOf(candles), 12, 'long', '5')).toBe(false);
  });

  it('is not tied to a shape that was not current, nor to a decision that did not enter', () => {
    const memory = memoryOf(candles);
    memory.enter(entered(7, candles[30] ?? expect.fail(), 'buy'));
    const held = entered(8, latest(candles), 'buy');
    memory.enter({...held, data: {...held.data, verdict: 'hold'}});

    expect([learn(memory, 7, 'long', '1'), learn(memory, 8, 'long', '1')]).toEqual([false, false]);
  });

  it('adds up exactly, after fees, and apart for long and short', () => {
    const memory = traded([
      ['long', '0.1'],
      ['long', '0.2'],
      ['short', '-7'],
    ]);

    expect(memory.record(SYMBOL, 'buy')).toMatchObject({wins: 2, losses: 0, netPnl: '0.3'});
    expect(memory.record(SYMBOL, 'sell')).toMatchObject({wins: 0, losses: 1, netPnl: '-7'});
  });

  it('counts a trade that came out even as not lost', () => {
    expect(traded([['long', '0']]).record(SYMBOL, 'buy')).toMatchObject({wins: 1, losses: 0});
  });

  it('quarantines a shape after so many net losing trades, and not before', () => {
    const isQuarantined = (memory: PatternMemorySystem): boolean =>
      memory.isQuarantined(memory.record(SYMBOL, 'buy') ?? expect.fail());

    expect(isQuarantined(traded([['long', '-1']]))).toBe(false);
    expect(
      isQuarantined(
        traded([
          ['long', '-1'],
          ['long', '-1'],
        ]),
      ),
    ).toBe(true);
    expect(
      isQuarantined(
        traded([
          ['long', '-1'],
          ['long', '-1'],
          ['long', '3'],
        ]),
      ),
    ).toBe(false);
  });

  it('does not speak for shapes that are not alike', () => {
    const memory = traded([['long', '-1']]);
    for (const candle of livelyMarket(77, 20)) memory.observe(SYMBOL, {...candle, time: candle.time + 1e9});

    expect(memory.record(SYMBOL, 'buy')).toBeNull();
  });

  it.each([
    [41, 1],
    [40, undefined],
  ])('is forgotten with the shape that it began on: 40 bars later, of %i kept, %s is left', (capacity, losses) => {
    const again = recurring(4);
    const memory = memoryOf(again.slice(0, 40), {capacity});
    memory.enter(entered(1, again[39] ?? expect.fail(), 'buy'));
    learn(memory, 1, 'long', '-1');
    for (const candle of again.slice(40, 60)) memory.observe(SYMBOL, candle);
    const before = memory.record(SYMBOL, 'buy');
    for (const candle of again.slice(60, 80)) memory.observe(SYMBOL, candle);

    expect(before?.losses).toBe(1);
    expect(memory.record(SYMBOL, 'buy')?.losses).toBe(losses);
  });
});

describe('a snapshot', () => {
  it('survives JSON to the last bit, and goes on as the original does', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1_000_000}), fc.integer({min: 1, max: 120}), (seed, cut) => {
        const candles = livelyMarket(seed, 150);
        const original = memoryOf(candles.slice(0, cut));
        original.advance(cut);
        original.enter(entered(cut, candles[cut - 1] ?? expect.fail(), 'sell'));
        const copy = new PatternMemorySystem(SMALL);
        copy.restore(JSON.parse(JSON.stringify(original.snapshot())));
        expect(copy.snapshot()).toEqual(original.snapshot());

        for (const candle of candles.slice(cut)) {
          original.observe(SYMBOL, candle);
          copy.observe(SYMBOL, candle);
        }
        expect(learn(copy, cut, 'short', '2.5')).toBe(learn(original, cut, 'short', '2.5'));
        expect(copy.snapshot()).toEqual(original.snapshot());
        expect(copy.evidence(SYMBOL)).toEqual(original.evidence(SYMBOL));
        expect(copy.seq).toBe(cut);
      }),
      {numRuns: 25},
    );
  });

  it('of a longer memory is cut to the latest shapes', () => {
    const long = memoryOf(livelyMarket(1, 200), {capacity: 100});
    const short = new PatternMemorySystem(SMALL);
    short.restore(long.snapshot());

    expect(short.snapshot()).toEqual(memoryOf(livelyMarket(1, 200)).snapshot());
  });

  it('of another journal brings only what is complete, and only to markets not known yet', () => {
    const foreign = memoryOf(livelyMarket(1, 50)).snapshot();
    const fresh = new PatternMemorySystem(SMALL);
    fresh.import(foreign);
    const known = memoryOf(livelyMarket(2, 50));
    const before = known.snapshot();
    known.import(foreign);

    expect(fresh.status).toMatchObject({shapes: 31, usable: 31});
    expect(fresh.evidence(SYMBOL)).toBeNull();
    expect(fresh.seq).toBe(0);
    expect(known.snapshot()).toEqual(before);
  });
});

describe('the check of a parsed memory', () => {
  const good = (): unknown => {
    const memory = memoryOf(livelyMarket(1, 50));
    memory.enter(entered(1, latest(livelyMarket(1, 50)), 'buy'));
    memory.enter(entered(2, latest(livelyMarket(1, 50)), 'buy'));
    learn(memory, 1, 'long', '-0.25');

    return JSON.parse(JSON.stringify(memory.snapshot()));
  };

  it('passes what a memory wrote', () => {
    expect(readPatternMemory(good())).toEqual({ok: true, memory: good()});
  });

  it.each([
    ['"seq":0', '"seq":-1', 'memory.seq is "-1"; expected a whole number from 0.'],
    ['"move":null', '"move":"up"', 'memory.markets[0].shapes[31] is'],
    ['"symbol":"BTC/USD"', '"symbol":7', 'memory.markets[0].symbol is "7"; expected a symbol.'],
    ['"netPnl":"-0.25"', '"netPnl":"-0.25 USD"', 'memory.markets[0].outcomes[0] is'],
    ['"side":"buy"', '"side":"long"', 'memory.markets[0].outcomes[0] is'],
    ['"shape":[', '"shape":[1,', 'memory.markets[0].shapes[0] is'],
    ['"volume":', '"volume":"1","was":', 'memory.markets[0].window[0] is'],
  ])('refuses %s become %s and says where', (from, to, problem) => {
    const text = JSON.stringify(good());
    expect(text).toContain(from);
    const read = readPatternMemory(JSON.parse(text.replace(from, to)));

    expect(read.ok ? 'fine' : read.problem).toContain(problem);
  });

  it.each([null, 7, [], {}, {seq: 1, markets: {}}])('refuses %j', value => {
    expect(readPatternMemory(value).ok).toBe(false);
  });
});

const neighboursByHand = (candles: readonly Candle[]): {time: number; distance: number; move: number}[] => {
  const shapes = candles.slice(SHAPE_BARS - 1).map((candle, index) => {
    const shape = new Float64Array(SHAPE_LENGTH);
    const unit = encodePattern(candles.slice(index, index + SHAPE_BARS), shape);
    const later = candles[index + SHAPE_BARS - 1 + SMALL.horizonBars];

    return {time: candle.time, shape, move: later === undefined ? null : (later.close - candle.close) / unit};
  });
  const kept = shapes.slice(-SMALL.capacity);
  const present = kept[kept.length - 1]?.shape ?? expect.fail();

  return kept
    .flatMap(({time, shape, move}) => (move === null ? [] : [{time, move, distance: shapeDistance(present, shape)}]))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SMALL.neighbours);
};
