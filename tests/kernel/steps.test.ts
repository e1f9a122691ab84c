import {describe, expect, test} from 'vitest';
import {encodeExact, decodeExact} from '../../core/domain/codec.ts';
import {type AnyEnvelope, isInput} from '../../core/domain/Event.ts';
import {evolve} from '../../core/kernel/evolve.ts';
import {emptyState, type State} from '../../core/kernel/State.ts';
import {livelyMarket} from '../brain/market.ts';
import {SYMBOL} from '../support/accounts.ts';
import {EngineWorld} from '../support/engineWorld.ts';
import {ofType, typesOf} from '../support/kernelWorld.ts';
import {alwaysBuyMind, nullMind, randomMind} from '../support/minds.ts';

const CANDLES = livelyMarket(11, 300);

const run = async (mind: Parameters<typeof EngineWorld.start>[0]['mind']): Promise<EngineWorld> => {
  const world = await EngineWorld.start({mind});
  await world.bars(CANDLES);

  return world;
};

/** As they come back from the journal. */
const written = (lines: readonly AnyEnvelope[]): AnyEnvelope[] => JSON.parse(JSON.stringify(lines));

const fold = (lines: readonly AnyEnvelope[], state: State = emptyState()): State => {
  for (const line of lines) evolve(state, line);

  return state;
};

const MINDS = {null: nullMind, 'always-buy': alwaysBuyMind, random: () => randomMind(5)};

describe.each(Object.entries(MINDS))('with the %s mind', (name, makeMind) => {
  test('lines are numbered without a gap, and each derived line names its input', async () => {
    const {lines} = await run(makeMind());
    let cause = 0;
    for (const [index, line] of lines.entries()) {
      if (isInput(line)) cause = line.seq;
      expect([line.seq, line.cause, line.type]).toEqual([index + 1, cause, line.type]);
    }
    expect(lines.length).toBeGreaterThan(CANDLES.length);
  });

  test('execution works: what is decided is sent, filled, protected and closed', async () => {
    const {lines, state} = await run(makeMind());
    const trades = ofType(lines, 'PositionClosed').length;

    expect(ofType(lines, 'DecisionMade')).toHaveLength(CANDLES.length);
    expect(trades > 0).toBe(name !== 'null');
    expect(ofType(lines, 'AlarmRaised')).toEqual([]);
    expect(ofType(lines, 'PositionOpened')).toHaveLength(trades + state.positions.size);
  });

  test('every order walks back to its decision, and every decision to its candle', async () => {
    const {lines} = await run(makeMind());
    for (const {data} of ofType(lines, 'OrderSubmitted').filter(order => order.data.purpose === 'entry')) {
      const decision = lines[data.decision - 1];
      expect(decision?.type === 'DecisionMade' && decision.data.gates.every(gate => gate.passed)).toBe(true);
      expect(lines[(decision?.cause ?? 0) - 1]?.type).toBe('CandleClosed');
    }
  });

  test('the state is the fold of the lines, at every line, also after they were written down', async () => {
    const {lines, state} = await run(makeMind());

    expect(encodeExact(fold(written(lines)))).toBe(encodeExact(state));
  });

  test('a state that was written down and read back goes on like the one in memory', async () => {
    const {lines} = await run(makeMind());
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = Math.floor(lines.length * share);
      const revived = decodeExact(encodeExact(fold(lines.slice(0, cut)))) as State;

      expect(encodeExact(fold(lines.slice(cut), revived))).toBe(encodeExact(fold(lines)));
    }
  });

  test('a bot that starts again in the middle makes the same trades', async () => {
    const whole = await run(makeMind());
    let world = await EngineWorld.start({mind: makeMind()});
    for (const [from, to] of [
      [0, 37],
      [37, 110],
      [110, 111],
      [111, 300],
    ] as const) {
      if (from > 0)
        world = await EngineWorld.start({mind: makeMind(), from: written(world.lines), now: CANDLES[from]?.time ?? 0});
      await world.bars(CANDLES.slice(from, to));
    }
    const tradesOf = ({lines}: EngineWorld) =>
      ofType(lines, 'PositionClosed').map(({time, data: {decision: _decision, ...trade}}) => ({time, ...trade}));

    expect(tradesOf(world)).toEqual(tradesOf(whole));
    expect(world.state.cash).toBe(whole.state.cash);
    expect(world.failures).toEqual([]);
  });
});

test('an order id is never used twice, over restarts too', async () => {
  const world = await run(alwaysBuyMind());
  const again = await EngineWorld.start({mind: alwaysBuyMind(), from: world.lines, now: 1_800_000_000_000});
  await again.bars(livelyMarket(12, 200).map(candle => ({...candle, time: candle.time + 86_400_000_000})));
  const ids = ofType(again.lines, 'OrderSubmitted').map(({data}) => data.clientOrderId);

  expect(new Set(ids).size).toBe(ids.length);
});

test('trades instead of bars: prices reach the kernel while something is held, and the stop is filled by a trade', async () => {
  const world = await EngineWorld.start({mind: alwaysBuyMind(), delivers: 'trades'});
  for (let second = 0; second < 200; second += 1) {
    await world.market.trade(SYMBOL, 1_000 + (second % 7) / 10, 50, 1_000);
    world.bot.tick();
  }
  expect(world.state.positions.size).toBe(1);
  for (let price = 999; price > 980; price -= 0.5) await world.market.trade(SYMBOL, price, 50, 1_000);

  expect(typesOf(world.lines)).toContain('PriceMoved');
  expect(ofType(world.lines, 'PositionClosed')[0]?.data.exitReason).toBe('stop');
});
