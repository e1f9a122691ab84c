import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {evolve} from '../../core/kernel/evolve.ts';
import {emptyState, type State} from '../../core/kernel/State.ts';
import {makeMind} from '../../core/runtime/makeMind.ts';
import {verifyReplay} from '../../core/runtime/replay.ts';
import {plain, stateView} from '../../core/server/views.ts';
import {STATIC_BRAIN} from '../brain/brains.ts';
import {randomFrom} from '../brain/market.ts';
import {BotChild, cleanUp, journalOf, temporaryDirectory} from '../support/botProcess.ts';
import {ofType} from '../support/kernelWorld.ts';
import {pause, until} from '../support/until.ts';

const KILLS = 20;
/** Market seconds per second: a trade every second or so. */
const SPEED = '600';
const MAX_LIFE_MS = 900;

afterEach(cleanUp);

const foldTo = (lines: readonly AnyEnvelope[], seq: number): State => {
  const state = emptyState();
  for (const line of lines) if (line.seq <= seq) evolve(state, line);

  return state;
};

type Books = {
  readonly seq: number;
  readonly cash: string;
  readonly positions: object;
  readonly orders: object;
  readonly trading: object;
};

const booksOf = (view: Books) => ({
  cash: view.cash,
  positions: view.positions,
  orders: view.orders,
  trading: view.trading,
});
const booksAt = (lines: readonly AnyEnvelope[], seq: number) => booksOf(stateView(foldTo(lines, seq)) as Books);

/** What a restart may not change: money, holdings with their levels, and what rests with its triggers. */
const lasting = (state: State) =>
  plain({
    cash: state.cash,
    positions: [...state.positions.values()].map(({symbol, quantity, cost, levels}) => ({
      symbol,
      quantity,
      cost,
      levels,
    })),
    resting: [...state.orders.values()].map(({intent, quantity, stopPrice, filled}) => ({
      id: intent.clientOrderId,
      ...{quantity, stopPrice, filled},
    })),
    trading: state.trading,
  });

/** Kills a bot at a moment of its life, and gives the journal as it is then. */
const lifeThenDeath = async (
  {dataDir, args = []}: {dataDir: string; args?: readonly string[]},
  lifeMs: number,
  check: (bot: BotChild) => Promise<void>,
) => {
  const bot = await BotChild.start({dataDir, args: ['--speed', SPEED, ...args]});
  if (lifeMs > 0) await check(bot);
  await pause(Math.abs(lifeMs));
  await bot.kill();

  return journalOf(dataDir);
};

const expectSameBooks = async (bot: BotChild, before: readonly AnyEnvelope[]): Promise<void> => {
  await bot.isHealthy();
  if (before.length === 0) return;
  const {body} = await bot.get<Books>('/api/state');
  const lines = await until('the journal reaches what the page showed', async () => {
    const now = await bot.journal();
    return (now.at(-1)?.seq ?? 0) >= body.seq && now;
  });
  const killedAt = before.at(-1)?.seq ?? 0;
  const reconciled = ofType(lines, 'Reconciled').find(({seq}) => seq > killedAt)?.seq ?? 0;

  expect(JSON.stringify(lines.slice(0, before.length)), 'nothing that was written is lost').toBe(
    JSON.stringify(before),
  );
  expect(booksOf(body), 'the page shows the fold of the journal').toEqual(booksAt(lines, body.seq));
  expect(lasting(foldTo(lines, reconciled)), 'the books before the market goes on').toEqual(
    lasting(foldTo(lines, killedAt)),
  );
  expect(ofType(lines, 'OrderSubmitted').filter(({seq}) => seq > killedAt && seq < reconciled)).toEqual([]);
};

test(`killed ${KILLS} times at random moments, a bot goes on as if nothing had been`, async () => {
  const dataDir = join(temporaryDirectory(), 'data');
  const random = randomFrom(20_26);
  const held = {positions: 0, stops: 0};
  let before: AnyEnvelope[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    // One in five dies while it still starts.
    const lifeMs = (kill % 5 === 4 ? -1 : 1) * (1 + Math.floor(random() * MAX_LIFE_MS));
    const known = before;
    before = await lifeThenDeath({dataDir}, lifeMs, bot => expectSameBooks(bot, known));
    const state = foldTo(before, Number.POSITIVE_INFINITY);
    held.positions += state.positions.size;
    held.stops += [...state.orders.values()].filter(({intent}) => intent.purpose === 'stop').length;
  }

  const submitted = ofType(before, 'OrderSubmitted').map(({data}) => data.clientOrderId);
  const fills = ofType(before, 'OrderFilled').map(({data}) => data.executionId);
  expect(new Set(submitted).size, 'no order is sent twice').toBe(submitted.length);
  expect(new Set(fills).size, 'no fill is booked twice').toBe(fills.length);
  expect(Math.min(held.positions, held.stops), 'kills while something was open').toBeGreaterThan(0);
  expect(ofType(before, 'AlarmRaised')).toEqual([]);
  expect(ofType(before, 'TradingHalted')).toEqual([]);

  await expectTrue(dataDir, before.length);
}, 240_000);

/** Long enough for a segment to fill and for its checkpoint to be made, most of the times. */
const CHECKPOINT_LIFE_MS = 3_000;
const CHECKPOINT_KILLS = 6;
const SMALL_SEGMENTS = ['--set', 'journal.segmentBytes=65536'];

test('killed again and again, a bot that starts from a checkpoint goes on like one that has read everything', async () => {
  const dataDir = join(temporaryDirectory(), 'data');
  const random = randomFrom(20_27);
  let before: AnyEnvelope[] = [];
  let spared = 0;
  for (let kill = 0; kill < CHECKPOINT_KILLS; kill += 1) {
    const known = before;
    const lifeMs = CHECKPOINT_LIFE_MS * (0.5 + random());
    before = await lifeThenDeath({dataDir, args: SMALL_SEGMENTS}, lifeMs, async bot => {
      await expectSameBooks(bot, known);
      const {body} = await bot.get<string>('/metrics');
      spared += known.length - Number(/^ogz_journal_start_lines (\d+)/m.exec(body)?.[1]);
    });
  }

  expect(spared, 'lines that no start had to read').toBeGreaterThan(0);
  expect(ofType(before, 'AlarmRaised')).toEqual([]);
  await expectTrue(dataDir, before.length);
}, 240_000);

/** The whole journal, run again from its inputs alone, is the same. */
const expectTrue = async (dataDir: string, events: number): Promise<void> => {
  const replayed = await verifyReplay(
    join(dataDir, 'journal'),
    run =>
      makeMind(
        run.settings,
        run.markets.map(market => market.symbol),
        STATIC_BRAIN,
      ).brain,
  );
  expect(replayed).toMatchObject({equal: true, difference: null, events});
};
