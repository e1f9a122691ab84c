import {beforeEach, describe, expect, test} from 'vitest';
import {encodeExact} from '../../core/domain/codec.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {Snapshot} from '../../core/server/protocol.ts';
import {Store} from '../../dashboard/src/store.ts';
import {FakeBot} from '../support/fakeBot.ts';

const LINES = {closed: []};

let bot: FakeBot;
let store: Store;
let paints: (() => void)[];

const snapshot = (): Snapshot => ({
  seq: bot.state.seq,
  state: encodeExact(bot.state),
  identity: null,
  version: '0',
  symbols: ['BTC/USD'],
  timeframe: '1m',
});

/** The lines that the bot writes while `act` runs. */
const linesOf = (act: () => void): AnyEnvelope[] => {
  const before = bot.state.seq;
  act();

  return [...bot.linesAfter(before)];
};

const runPaints = (): void => {
  for (const paint of paints.splice(0)) paint();
};

beforeEach(() => {
  bot = new FakeBot({symbols: ['BTC/USD']});
  bot.begin(120);
  paints = [];
  store = new Store(paint => paints.push(paint));
});

describe('the replica', () => {
  test('folds the same lines into the same state as the bot', () => {
    store.takeSnapshot(snapshot(), 0);
    const lines = linesOf(() => bot.closeBars(200));

    expect(store.takeFrame({envelopes: lines, ...LINES}, 1)).toBe('folded');
    expect(bot.state.fills.length).toBeGreaterThan(0);
    expect(encodeExact(store.bot.state)).toBe(encodeExact(bot.state));
  });

  test('skips lines that its snapshot holds already', () => {
    const lines = linesOf(() => bot.closeBars(3));
    store.takeSnapshot(snapshot(), 0);

    expect(store.takeFrame({envelopes: lines, ...LINES}, 1)).toBe('folded');
    expect(encodeExact(store.bot.state)).toBe(encodeExact(bot.state));
  });

  test('refuses a gap and everything after it, until a snapshot closes it', () => {
    store.takeSnapshot(snapshot(), 0);
    const known = store.bot.state?.seq;
    const lines = linesOf(() => bot.closeBars(2));

    expect(store.takeFrame({envelopes: lines.slice(1), ...LINES}, 1)).toBe('gap');
    expect(store.takeFrame({envelopes: lines, ...LINES}, 2)).toBe('waiting');
    expect(store.bot.state?.seq).toBe(known);

    store.takeSnapshot(snapshot(), 3);
    const next = linesOf(() => bot.closeBars(1));
    expect(store.takeFrame({envelopes: next, ...LINES}, 4)).toBe('folded');
    expect(encodeExact(store.bot.state)).toBe(encodeExact(bot.state));
  });

  test('waits for its first snapshot', () => {
    const lines = linesOf(() => bot.closeBars(1));

    expect(store.takeFrame({envelopes: lines, ...LINES}, 1)).toBe('waiting');
    expect(store.bot.state).toBe(null);
  });

  test('a line that cannot be folded ends all trust, and says why', () => {
    store.takeSnapshot(snapshot(), 0);
    const seq = bot.state.seq + 1;
    const broken: AnyEnvelope = {
      seq,
      time: 0,
      cause: seq,
      type: 'PriceMoved',
      data: {symbol: 'BTC/USD', price: 'dear'},
    };

    store.takeFrame({envelopes: [broken], ...LINES}, 1);
    expect(store.bot.link).toBe('fault');
    expect(store.bot.fault).toContain('"dear"');
  });
});

describe('painting', () => {
  test('many changes make one paint, and one version', () => {
    store.takeSnapshot(snapshot(), 0);
    for (let frame = 0; frame < 10; frame += 1) {
      store.takeFrame({envelopes: linesOf(() => bot.closeBars(1)), ...LINES}, frame);
    }
    expect(paints).toHaveLength(1);

    const before = store.version();
    runPaints();
    expect(store.version()).toBe(before + 1);

    store.touch();
    expect(paints).toHaveLength(1);
  });

  test('whoever unsubscribed is not painted again', () => {
    const painted: string[] = [];
    const stop = store.subscribe(() => painted.push('first'));
    store.subscribe(() => painted.push('second'));
    store.touch();
    runPaints();
    stop();
    store.touch();
    runPaints();

    expect(painted).toEqual(['first', 'second', 'second']);
  });
});

describe('the log', () => {
  test('keeps the latest lines only', () => {
    store.takeSnapshot(snapshot(), 0);
    for (let round = 0; round < 12; round += 1) {
      store.takeFrame({envelopes: linesOf(() => bot.closeBars(100)), ...LINES}, round);
    }
    expect(bot.state.seq).toBeGreaterThan(2_500);
    expect(store.bot.log.length).toBeLessThanOrEqual(2_000);
    expect(store.bot.log.at(-1)?.seq).toBe(bot.state.seq);
  });

  test('takes older lines in front, without doubling any', () => {
    const older = linesOf(() => bot.closeBars(3));
    store.takeSnapshot(snapshot(), 0);
    const newer = linesOf(() => bot.closeBars(2));
    store.takeFrame({envelopes: newer, ...LINES}, 1);
    store.takeHistory([...older, ...newer]);

    expect(store.bot.log.map(line => line.seq)).toEqual([...older, ...newer].map(line => line.seq));
  });
});
