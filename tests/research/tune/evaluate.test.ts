import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {configureRun} from '../../../core/research/configureRun.ts';
import {evaluate} from '../../../core/research/tune/evaluate/evaluate.ts';
import {EvaluationPool} from '../../../core/research/tune/evaluate/EvaluationPool.ts';
import {periodFor} from '../../../core/research/tune/evaluate/periodFor.ts';
import {makeScene, openScene} from '../../../core/research/tune/evaluate/Scene.ts';
import type {Question, SpanResult} from '../../../core/research/tune/evaluate/SpanResult.ts';
import {livelyMarket} from '../../brain/market.ts';
import {hasSharedData, sharedFile} from '../../support/sharedData.ts';
import {recordingOf} from '../bars.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const candles = livelyMarket(5, 4_000);
const loaded = configureRun({
  files: ['made-up.csv'],
  symbols: ['BTC/USD'],
  useMemory: false,
  dataDir: 'no-such-folder',
});
const sceneOver = (count: number) => ({
  ...makeScene({recording: recordingOf('BTC/USD', candles.slice(0, count)), loaded, strategy: 'bollingerBreakout'}),
  periodMs: 5 * MINUTE,
});
const scene = sceneOver(4_000);
const start = candles[0]?.time ?? 0;
const question: Question = {params: {}, span: {from: start + 1_000 * MINUTE, to: start + 3_000 * MINUTE}};

const grown = ({returns}: SpanResult): number => returns.reduce((product, value) => product * (1 + value), 1) - 1;
const netOf = ({trades}: SpanResult): number => trades.reduce((sum, {net}) => sum + net, 0);

describe('an evaluation of one parameter set on one span', () => {
  let result: SpanResult;

  beforeAll(async () => {
    result = await evaluate(scene, question);
  });

  it('trades every bar of the span, and no other', () => {
    expect(result.noise.bars).toBe(2_000);
    expect(result.trades.length).toBeGreaterThan(5);
    for (const {entryTime, exitTime} of result.trades) {
      expect(entryTime).toBeGreaterThan(question.span.from);
      expect(exitTime).toBeLessThanOrEqual(question.span.to);
    }
  });

  it('knows nothing of what comes after the span', async () => {
    expect(await evaluate(sceneOver(3_000), question)).toEqual(result);
  });

  it('knows the bars before the span, which warm it up', async () => {
    const entry = result.trades[0]?.entryTime ?? 0;
    const span = {from: entry - 5 * MINUTE, to: entry + 10 * MINUTE};
    const cold = {...scene, warmUpBars: 1};

    expect((await evaluate(scene, {...question, span})).noise.signals).toBeGreaterThan(0);
    expect((await evaluate(cold, {...question, span})).noise.signals).toBe(0);
  });

  it('has returns that compound to the equity of the closed trades', () => {
    expect(grown(result)).toBeCloseTo(netOf(result), 6);
    expect(result.ends).toHaveLength(result.returns.length);
  });

  it('drops a trade that the end of the span cuts off, with all of its returns', async () => {
    const held = result.trades.find(({entryTime, exitTime}) => exitTime - entryTime > 10 * MINUTE);
    const cut = (held?.entryTime ?? 0) + 5 * MINUTE;
    const shortened = await evaluate(scene, {...question, span: {...question.span, to: cut}});

    expect(shortened.trades.every(({exitTime}) => exitTime <= (held?.entryTime ?? 0))).toBe(true);
    expect(shortened.returns.at(-1)).toBe(0);
    expect(grown(shortened)).toBeCloseTo(netOf(shortened), 6);
    expect(result.trades.slice(0, shortened.trades.length)).toEqual(shortened.trades);
  });

  it('pays more when everything costs more', async () => {
    const dearer = await evaluate(scene, {...question, costs: 1.5});

    const feeShareOf = ({trades}: SpanResult): number =>
      trades.reduce((sum, {fees}) => sum + fees, 0) / trades.reduce((sum, {turnover}) => sum + turnover, 0);

    expect(feeShareOf(dearer) / feeShareOf(result)).toBeGreaterThan(1.3);
  });

  it('takes parameters within their declared ranges only', async () => {
    await expect(evaluate(scene, {...question, params: {riskPerTrade: 0.5}})).rejects.toThrow(/"riskPerTrade"/);
  });

  it('needs bars that warm it up', async () => {
    await expect(evaluate(scene, {...question, span: {...question.span, from: start}})).rejects.toThrow(/warm/);
  });
});

describe('the evaluation pool', () => {
  const pools = [new EvaluationPool(scene, 1), new EvaluationPool(scene, 2)];
  const questions = [10, 15, 20, 25, 30].map(period => ({...question, params: {period}}));

  afterAll(() => Promise.all(pools.map(pool => pool.close())));

  it('gives the same results with one worker, with two and without any', async () => {
    const [one, two] = await Promise.all(pools.map(pool => Promise.all(questions.map(each => pool.evaluate(each)))));
    const alone = [];
    for (const each of questions) alone.push(await evaluate(scene, each));

    expect(one).toEqual(alone);
    expect(two).toEqual(alone);
  });

  it('hands on what a worker could not do, and goes on', async () => {
    const [pool] = pools;

    await expect(pool?.evaluate({...question, params: {perod: 3}})).rejects.toThrow(/Unknown parameter "perod"/);
    expect((await pool?.evaluate(question))?.noise.bars).toBe(2_000);
  });

  it('dies of its memory limit alone, and says so', async () => {
    const pool = new EvaluationPool(scene, 1, {heapMb: 4});

    await expect(pool.evaluate(question)).rejects.toThrow(/thread of the evaluation pool died: .*memory.*4 MB of heap/);
    await expect(pool.evaluate(question)).rejects.toThrow(/died/);
    await pool.close();
  });

  it('ends when it is told to, with the reason that it was given', async () => {
    const end = new AbortController();
    const pool = new EvaluationPool(scene, 1, {signal: end.signal});
    const unanswered = pool.evaluate(question);
    end.abort(new Error('time is up'));

    await expect(unanswered).rejects.toThrow('time is up');
    await expect(pool.evaluate(question)).rejects.toThrow('time is up');
    await pool.close();
  });

  it('does not begin where it was told to end before', async () => {
    const pool = new EvaluationPool(scene, 1, {signal: AbortSignal.abort(new Error('time is up'))});

    await expect(pool.evaluate(question)).rejects.toThrow('time is up');
    await pool.close();
  });

  it('hands nothing out before the machine is free', async () => {
    const free = Promise.withResolvers<void>();
    let answered = 0;
    const pool = new EvaluationPool(scene, 1, {whenFree: () => free.promise});
    const answers = questions.map(async each => {
      await pool.evaluate(each);
      answered += 1;
    });
    await sleep(300);

    expect(answered).toBe(0);
    free.resolve();
    await Promise.all(answers);
    expect(answered).toBe(questions.length);
    await pool.close();
  });

  it('refuses a senseless number of workers, and questions after its end', async () => {
    expect(() => new EvaluationPool(scene, 0)).toThrow(/0 workers/);
    const pool = new EvaluationPool(scene, 1);
    const unanswered = pool.evaluate(question);
    await Promise.all([expect(unanswered).rejects.toThrow(/closed/), pool.close()]);
    await expect(pool.evaluate(question)).rejects.toThrow(/closed/);
  });
});

describe('a scene', () => {
  it.runIf(hasSharedData())('is made of bars, not of trades', async () => {
    const file = sharedFile('ticks', 'binance_XRPETH_trades_2019.json.gz');

    await expect(openScene({file, symbol: 'XRP/ETH', strategy: 'emaCross', useMemory: false})).rejects.toThrow(/bars/);
  });

  it.each([
    [2_000 * 24 * HOUR, HOUR, '1d', 24 * HOUR],
    [200 * 24 * HOUR, HOUR, '4h', 4 * HOUR],
    [7 * 24 * HOUR, MINUTE, '15m', 15 * MINUTE],
    [HOUR, MINUTE, '1m', MINUTE],
    [HOUR, 4 * HOUR, '4h', 4 * HOUR],
  ])('over %d ms of bars of %d ms takes returns over %s', (length, barMs, _name, period) => {
    expect(periodFor({from: 0, to: length}, barMs)).toBe(period);
  });
});
