import {describe, expect, it} from 'vitest';
import {chartIndicators} from '../../core/brain/chartIndicators.ts';
import {DEFAULT_BRAIN} from '../../core/brain/defaultBrainSettings.ts';
import {PatternMemorySystem} from '../../core/brain/PatternMemorySystem.ts';
import type {TradingBrain} from '../../core/brain/TradingBrain.ts';
import type {Candle} from '../../core/domain/Candle.ts';
import {describeReason, type Judgement} from '../../core/domain/Decision.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {State} from '../../core/kernel/State.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';
import {makeBrain, STATIC_BRAIN} from './brains.ts';
import {ask, closed, entered, learned, livelyMarket, mirrored, SYMBOL, worldOf} from './market.ts';
import {readCandles} from './readCandles.ts';

const HISTORY = 300;

type Judged = {readonly candle: Candle; readonly judgement: Judgement};

const run = (brain: TradingBrain, candles: readonly Candle[], state: State = worldOf('margin')): Judged[] =>
  candles.map((candle, index) => {
    brain.observe(closed(candle, index + 1));

    return {candle, judgement: brain.judge(ask(candle, state))};
  });

const warm = (brain: TradingBrain, candles: readonly Candle[]): Candle => {
  for (const candle of candles) brain.observe(closed(candle));

  return candles[candles.length - 1] ?? expect.fail('no candles');
};

const passive = {mode: 'passive', vetoBelow: 0} as const;

describe('the winner', () => {
  it('is the surest signal above the threshold; of equal ones the first', () => {
    const judged = run(makeBrain({trai: passive}), livelyMarket(3, 800)).map(({judgement}) => judgement);
    const winners = judged.filter(({winner}) => winner !== null);

    expect(winners.length).toBeGreaterThan(10);
    for (const {winner, signals, reason} of winners) {
      const best = Math.max(...signals.map(({confidence}) => confidence));
      expect(winner).toBe(signals.find(({confidence}) => confidence === best));
      expect(winner?.confidence).toBeGreaterThanOrEqual(DEFAULT_BRAIN.minConfidence);
      expect(reason).toBe(winner?.reason);
    }
  });

  it('has the share of the strategies with an opinion that are on its side', () => {
    const judged = run(makeBrain({trai: passive}), livelyMarket(3, 800)).map(({judgement}) => judgement);
    const mixed = judged.filter(({winner, agreement}) => winner !== null && agreement < 1);

    expect(mixed.length).toBeGreaterThan(0);
    for (const {winner, signals, agreement} of mixed) {
      const opinionated = signals.filter(({action}) => action !== 'hold');
      const same = opinionated.filter(({action}) => action === winner?.action);
      expect(agreement).toBe(same.length / opinionated.length);
    }
  });

  it('is nobody below the threshold, and the reason says whose confidence and both numbers', () => {
    const judged = run(makeBrain({minConfidence: 1, trai: passive}), livelyMarket(3, 300));
    const weak = judged.find(({judgement}) => judgement.reason.code === 'BELOW_MIN_CONFIDENCE') ?? expect.fail();

    expect(weak.judgement.winner).toBeNull();
    expect(describeReason(weak.judgement.reason)).toMatch(/^confidence of \w+ 0\.\d+ is not above 1\.00$/);
  });

  it('may have exactly the confidence that is asked for', () => {
    const candles = livelyMarket(3, 300);
    const first = run(makeBrain({trai: passive}), candles).find(({judgement}) => judgement.winner !== null);
    const minConfidence = first?.judgement.winner?.confidence ?? expect.fail('no winner');
    const judged = run(makeBrain({trai: passive, minConfidence}), candles);

    expect(judged.find(({candle}) => candle === first?.candle)?.judgement.winner).toEqual(first?.judgement.winner);
  });

  it('comes within sixty bars of a lively market, after a history', () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const candles = livelyMarket(seed, HISTORY + 60);
      const brain = makeBrain();
      warm(brain, candles.slice(0, HISTORY));
      const judged = run(brain, candles.slice(HISTORY));

      expect(judged.filter(({judgement}) => judgement.winner !== null).length).toBeGreaterThan(0);
    }
  });

  it('is the mirrored one in the mirrored market', () => {
    const candles = livelyMarket(6, 500);
    const usual = run(makeBrain(), candles);
    const turned = run(makeBrain(), mirrored(candles, 4096));
    const swapped = {buy: 'sell', sell: 'buy', hold: 'hold'} as const;

    expect(usual.some(({judgement}) => judgement.winner !== null)).toBe(true);
    usual.forEach(({judgement: {winner, trai}}, index) => {
      const other = turned[index]?.judgement;
      expect(other?.winner?.strategy).toBe(winner?.strategy);
      expect(other?.winner?.action).toBe(winner === null ? undefined : swapped[winner.action]);
      expect(other?.trai?.verdict).toBe(trai?.verdict);
    });
  });
});

describe('a hold', () => {
  it('says how far the warm-up is when nothing is warm', () => {
    const [first] = run(makeBrain(), livelyMarket(1, 1));

    expect(describeReason(first?.judgement.reason ?? expect.fail())).toMatch(/^warming up 1 of \d+ bars$/);
  });

  it('says that nobody sees an entry, and how many still warm up', () => {
    const texts = run(makeBrain(), livelyMarket(1, 200)).map(({judgement}) => describeReason(judgement.reason));

    expect(texts.some(text => /^none of 9 strategies sees an entry; [1-8] of them warm up$/.test(text))).toBe(true);
    expect(texts).toContain('none of 9 strategies sees an entry');
  });

  it('gives the reason of the only strategy when there is one', () => {
    const brain = makeBrain({strategies: [{name: 'rsiReversal', params: {}}]});
    const held = run(brain, livelyMarket(1, 60))
      .filter(({judgement}) => judgement.winner === null)
      .pop();

    expect(held?.judgement.reason.code).toMatch(/^RSI_/);
  });

  it('takes the place of a short on a spot market, and of no long', () => {
    const candles = livelyMarket(3, 800);
    const margin = run(makeBrain(), candles);
    const spot = run(makeBrain(), candles, worldOf('spot'));
    const refused = spot.filter(({judgement}) => judgement.reason.code === 'SPOT_NO_SHORT');
    const longs = (judged: readonly Judged[]): number =>
      judged.filter(({judgement}) => judgement.winner?.action === 'buy').length;

    expect(refused.length).toBeGreaterThan(0);
    expect(spot.every(({judgement}) => judgement.winner?.action !== 'sell')).toBe(true);
    expect(margin.some(({judgement}) => judgement.winner?.action === 'sell')).toBe(true);
    expect(longs(spot)).toBe(longs(margin));
    expect(refused.every(({judgement}) => judgement.winner === null && judgement.signals.length > 0)).toBe(true);
  });

  it('is all that there is while the pattern memory file is unreadable', () => {
    const state = worldOf('margin');
    state.run = {
      epoch: 1,
      seed: 1,
      version: '0',
      commit: '',
      configHash: '',
      venue: {name: 'sim', mode: 'paper', simulated: true, speed: null},
      orderIdPrefix: 'x',
      startedTime: 0,
      isReconciled: true,
      patternMemory: 'unreadable',
      ended: null,
    };
    const codes = run(makeBrain(), livelyMarket(3, 300), state).map(({judgement}) => judgement.reason.code);

    expect(new Set(codes)).toEqual(new Set(['PATTERN_MEMORY_UNREADABLE']));
  });

  it('answers for a candle that it has not observed, and for a market that it does not follow', () => {
    const brain = makeBrain();
    const last = warm(brain, livelyMarket(1, 100));

    expect(brain.judge(ask({...last, time: last.time + 60_000})).reason.code).toBe('CANDLE_NOT_USABLE');
    expect(brain.judge({...ask(last), symbol: 'DOGE/USD'}).reason.code).toBe('MARKET_UNKNOWN');
  });

  it.each([
    ['a price that is no number', {close: Number.NaN}],
    ['a volume below zero', {volume: -1}],
    ['a low above its close', {low: 1e6}],
    ['a high below its open', {high: -1e6}],
  ])('answers for a candle with %s, which it does not learn from', (_name, change) => {
    const brain = makeBrain();
    const market = livelyMarket(1, 100);
    const last = warm(brain, market.slice(0, 99));
    const next = market[99] ?? expect.fail();
    const odd = {...next, ...change};
    brain.observe(closed(odd));

    expect(brain.judge(ask(odd)).reason.code).toBe('CANDLE_NOT_USABLE');
    expect(brain.judge(ask(last)).reason.code).not.toBe('CANDLE_NOT_USABLE');
  });

  it('answers an error inside TRAI, and the brain goes on', () => {
    const broken = {
      ...STATIC_BRAIN,
      get priors(): never {
        throw new Error('priors are gone');
      },
    };
    const judged = run(makeBrain({staticBrain: broken}), livelyMarket(3, 300)).map(({judgement}) => judgement);
    const failed = judged.filter(({reason}) => reason.code === 'BRAIN_ERROR');

    expect(failed.length).toBeGreaterThan(0);
    expect(judged.every(({winner}) => winner === null)).toBe(true);
    expect(describeReason(failed[0]?.reason ?? expect.fail())).toBe('a strategy or TRAI failed: priors are gone');
  });
});

describe('TRAI', () => {
  const candles = livelyMarket(3, 800);
  const winnersWith = (mode: 'passive' | 'advisory' | 'hybrid' | 'autonomous', vetoBelow: number) =>
    run(makeBrain({trai: {mode, vetoBelow}}), candles).filter(({judgement}) => judgement.winner !== null);

  it('changes nothing when passive, though it records its veto', () => {
    const judged = winnersWith('passive', 1);

    expect(judged.map(({judgement}) => judgement.winner)).toEqual(
      winnersWith('passive', 0).map(({judgement}) => judgement.winner),
    );
    expect(judged.every(({judgement}) => judgement.trai?.verdict === 'veto')).toBe(true);
  });

  it('only lowers the confidence when advisory', () => {
    const advised = winnersWith('advisory', 1);
    const usual = winnersWith('passive', 1);

    expect(advised.map(({candle}) => candle.time)).toEqual(usual.map(({candle}) => candle.time));
    advised.forEach(({judgement}, index) => {
      expect(judgement.winner?.confidence).toBeLessThan(usual[index]?.judgement.winner?.confidence ?? 0);
    });
  });

  it('stops every trade when hybrid with a veto that nothing passes', () => {
    expect(winnersWith('hybrid', 1)).toEqual([]);
  });

  it('also carries weak signals when autonomous, and those only with a high score', () => {
    const hybrid = new Set(winnersWith('hybrid', 0.4).map(({candle}) => candle.time));
    const promoted = winnersWith('autonomous', 0.4).filter(({candle}) => !hybrid.has(candle.time));

    expect(promoted.length).toBeGreaterThan(0);
    for (const {judgement} of promoted) expect(judgement.trai?.score).toBeGreaterThanOrEqual(STATIC_BRAIN.promoteAt);
  });

  it('vetoes a target that the fees would eat', () => {
    const judged = run(makeBrain(), candles, worldOf('margin', '0.1')).map(({judgement}) => judgement);

    expect(judged.map(({reason}) => reason.code)).toContain('TARGET_ABOVE_FEES');
    expect(judged.every(({winner}) => winner === null)).toBe(true);
  });
});

describe('what it knows', () => {
  const candles = livelyMarket(12, 400);
  const settings = {patternMemory: {...DEFAULT_BRAIN.patternMemory, quarantineAfterLosses: 1}};

  /** Candles with our own losing longs in between, as a journal holds them. */
  const journal = (): AnyEnvelope[] =>
    candles.flatMap((candle, index) => {
      const seq = index * 3 + 1;
      const lines: AnyEnvelope[] = [closed(candle, seq)];
      if (index % 10 === 0) lines.push(entered(seq + 1, candle, 'buy'));
      if (index % 10 === 5) lines.push(learned(seq + 2, (index - 5) * 3 + 2, 'long', '-1'));

      return lines;
    });

  it('is a fold of the lines: a brain that is asked on every candle knows what a rebuilt one knows', () => {
    const live = makeBrain(settings);
    const rebuilt = makeBrain(settings);
    for (const line of journal()) {
      live.observe(line);
      if (line.type === 'CandleClosed') live.judge(ask(line.data.candle));
    }
    for (const line of journal()) rebuilt.observe(line);
    const more = livelyMarket(12, 460).slice(400);

    expect(run(live, more)).toEqual(run(rebuilt, more));
  });

  it('includes how its trades ended: the same shape is not bought again after it lost', () => {
    const buys = (lines: readonly AnyEnvelope[]): Judgement => {
      const brain = makeBrain({...settings, trai: {mode: 'hybrid', vetoBelow: 0}});
      for (const line of lines) brain.observe(line);

      return brain.judge(ask(at));
    };
    const judged = run(makeBrain({trai: passive}), candles);
    const index = judged.findIndex(({judgement}) => judgement.winner?.action === 'buy');
    const at = candles[index] ?? expect.fail('no long in this market');
    const seen = candles.slice(0, index + 1).map(candle => closed(candle));
    const lost = [...seen, entered(900, at, 'buy'), learned(901, 900, 'long', '-2')];

    expect(buys(seen).winner?.action).toBe('buy');
    expect(buys(lost)).toMatchObject({winner: null, reason: {code: 'PATTERN_QUARANTINED'}});
  });

  it('takes a candle once, and none that is older than the last', () => {
    const once = makeBrain();
    const twice = makeBrain();
    const last = warm(once, candles);
    for (const candle of candles) {
      twice.observe(closed(candle));
      twice.observe(closed(candle));
      twice.observe(closed(candles[0] ?? expect.fail()));
    }

    expect(twice.judge(ask(last))).toEqual(once.judge(ask(last)));
  });

  it('takes imported patterns in, and holds when they are not usable', () => {
    const memory = new PatternMemorySystem();
    for (const candle of livelyMarket(77, 300)) memory.observe(SYMBOL, candle);
    const imported = (content: unknown): AnyEnvelope => ({
      seq: 1,
      time: 1,
      cause: 1,
      type: 'PatternsImported',
      data: {source: 'other.json', memory: content},
    });
    const informed = makeBrain();
    const misled = makeBrain();
    informed.observe(imported(memory.snapshot()));
    misled.observe(imported({seq: 1, markets: 'none'}));
    const informedLast = run(informed, candles.slice(0, 20)).pop() ?? expect.fail();
    const misledLast = run(misled, candles.slice(0, 20)).pop() ?? expect.fail();

    expect(informedLast.judgement.patterns?.neighbours).toHaveLength(DEFAULT_BRAIN.patternMemory.neighbours);
    expect(describeReason(misledLast.judgement.reason)).toContain('imported patterns: other.json: memory.markets is');
    expect(misledLast.judgement.reason.code).toBe('PATTERN_MEMORY_UNREADABLE');
  });

  it('gives no patterns and no record when memory is switched off', () => {
    const brain = makeBrain({patternMemory: {...DEFAULT_BRAIN.patternMemory, enabled: false}});
    const judged = run(brain, candles);

    expect(judged.every(({judgement}) => judgement.patterns === null)).toBe(true);
    expect(judged.some(({judgement}) => judgement.winner !== null)).toBe(true);
  });
});

it('says how warm it is', () => {
  const brain = makeBrain();
  const {have, need} = brain.warmup(SYMBOL);
  warm(brain, livelyMarket(1, need - 1));
  const almost = brain.warmup(SYMBOL);
  brain.observe(closed(livelyMarket(1, need)[need - 1] ?? expect.fail()));
  const ready = brain.warmup(SYMBOL);

  expect(have).toBe(0);
  expect(almost).toEqual({have: need - 1, need});
  expect(ready.have).toBe(ready.need);
});

it('refuses an unknown strategy at the start', () => {
  expect(() => makeBrain({strategies: [{name: 'moonShot', params: {}}]})).toThrow(/Unknown strategy "moonShot"/);
});

it('names each indicator of the chart once, with its pane', () => {
  const chart = chartIndicators(DEFAULT_BRAIN);
  const keys = chart.map(({key}) => key);

  expect(new Set(keys).size).toBe(keys.length);
  expect(chart.find(({name}) => name === 'bollinger')).toMatchObject({pane: 'price'});
  expect(chart.find(({name}) => name === 'twoPole')).toMatchObject({pane: 'below', guides: [-1, -0.5, 0, 0.5, 1]});
  for (const name of ['rsi', 'macd', 'atr', 'stochastic', 'williamsR', 'ema']) {
    expect(chart.map(each => each.name)).toContain(name);
  }
});

describe.runIf(hasSharedData())('on real one-minute bars', () => {
  it('trades now and then, both ways, and never without a reason', () => {
    const candles = readCandles(sharedFile('ohlcv', 'binance_BTCUSDT_1m_2021crash.csv.gz'), 4000);
    const judged = run(makeBrain(), candles, worldOf('margin', '0.0002'));
    const winners = judged.flatMap(({judgement}) => (judgement.winner === null ? [] : [judgement.winner.action]));

    expect(winners.length).toBeGreaterThan(candles.length / 60);
    expect(winners.length).toBeLessThan(candles.length / 4);
    expect(new Set(winners)).toEqual(new Set(['buy', 'sell']));
    expect(judged.every(({judgement}) => describeReason(judgement.reason).length > 5)).toBe(true);
  });
});
