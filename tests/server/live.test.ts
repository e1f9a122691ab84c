import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {decodeExact} from '../../core/domain/codec.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import type {State} from '../../core/kernel/evolve.ts';
import {Burst, FRAME_LINES} from '../../core/server/Burst.ts';
import type {Frame, Snapshot} from '../../core/server/protocol.ts';
import {RateLimit} from '../../core/server/RateLimit.ts';
import {plain} from '../../core/server/views.ts';
import {Replica} from '../../dashboard/src/replica.ts';
import {KernelWorld} from '../support/kernelWorld.ts';
import {until} from '../support/until.ts';
import {type PageSocket, ServedBot} from './ServedBot.ts';

let bot: ServedBot;
let world: KernelWorld;

beforeEach(async () => {
  world = new KernelWorld();
  world.candle(100);
  bot = await ServedBot.start({lines: world.lines});
});
afterEach(() => bot.close());

const answersPing = (socket: PageSocket): Promise<boolean> =>
  socket
    .timeout(500)
    .emitWithAck('ping')
    .then(
      () => true,
      () => false,
    );

const snapshotOf = (socket: PageSocket): Promise<Snapshot> => new Promise(done => socket.once('snapshot', done));
const endOf = (socket: PageSocket): Promise<string> => new Promise(done => socket.once('disconnect', done));

/** What the page's own replica makes of a socket. */
const follow = async (socket: PageSocket) => {
  const replica = new Replica();
  const frames: Frame[] = [];
  socket.on('frame', frame => {
    frames.push(frame);
    replica.fold(frame);
  });
  replica.load(await snapshotOf(socket));

  return {replica, frames};
};

/** More than the system buffers of a connection hold together, in lines of a megabyte. */
const ROUNDS = 20;

const padding = (seq: number): AnyEnvelope => ({
  ...{seq, time: bot.state.time, cause: seq, type: 'AlarmRaised'},
  data: {code: 'PADDING', text: 'x'.repeat(1_000_000)},
});

/** The connection below a socket, to hold it up as a bad line does. */
const streamOf = (socket: PageSocket): {pause(): void; resume(): void} => {
  const {transport} = socket.io.engine;
  if (!('ws' in transport)) throw new Error(`"${transport.name}" is no WebSocket.`);

  return transport.ws as {pause(): void; resume(): void};
};

const bar = (price: number): void => {
  const from = world.lines.length;
  world.candle(price);
  bot.publish(world.lines.slice(from));
};

test('the first word is a snapshot of the durable state, exact to the last digit', async () => {
  const snapshot = await snapshotOf(bot.connect());
  expect(snapshot.seq).toBe(bot.state.seq);
  expect(decodeExact(snapshot.state) as State).toEqual(bot.state);
  expect(snapshot).toMatchObject({symbols: ['BTC/USD'], timeframe: '1m', identity: {simulated: true}});
});

test('frames go on without a gap behind the snapshot, and the page comes to the same state as the bot', async () => {
  const {replica, frames} = await follow(bot.connect());
  const first = bot.state.seq + 1;
  for (let price = 101; price < 120; price += 1) {
    bar(price);
    await new Promise(done => setTimeout(done, 15));
  }
  await until('the page has every line', () => replica.state?.seq === bot.state.seq);

  const seqs = frames.flatMap(({envelopes}) => envelopes.map(({seq}) => seq));
  expect(seqs).toEqual(seqs.map((_, index) => first + index));
  expect(frames.length, 'lines are gathered').toBeLessThan(19);
  expect(plain(replica.state)).toEqual(plain(bot.state));
});

test('a page that joins between two frames misses nothing', async () => {
  const early = await follow(bot.connect());
  bar(101);
  const late = await follow(bot.connect());
  bar(102);
  for (const {replica} of [early, late]) {
    await until('the page has every line', () => replica.state?.seq === bot.state.seq);
  }
});

test('a resync mends a gap, and is answered a few times a second and no more', async () => {
  const socket = bot.connect();
  const {replica} = await follow(socket);
  world.candle(101);
  bot.state.seq = world.state.seq; // Lines that were never sent.
  bar(102);
  await until('the page sees the gap', () => replica.fold({envelopes: [], closed: []}) === 'waiting');

  const answers: Snapshot[] = [];
  for (let asked = 0; asked < 8; asked += 1) socket.emit('resync', answer => answers.push(answer));
  await until('the questions are through', () => answersPing(socket));
  expect(answers.length).toBeGreaterThanOrEqual(1);
  expect(answers.length).toBeLessThanOrEqual(4);
  for (const answer of answers) replica.load(answer);
  bar(103);
  await until('the page has every line', () => replica.state?.seq === bot.state.seq);
});

test('the pulse brings what the journal does not hold', async () => {
  const socket = bot.connect();
  const pulse = await new Promise(done => socket.once('pulse', done));
  expect(pulse).toMatchObject({seq: bot.state.seq, health: {status: 'ok'}, feedAgeMs: {'BTC/USD': 5}});
});

describe('a greedy page', () => {
  test('that sends too much is cut off, and the others are served', async () => {
    const other = await follow(bot.connect());
    const greedy = bot.connect();
    await snapshotOf(greedy);
    const end = endOf(greedy);
    for (let message = 0; message < 40; message += 1) greedy.emit('ping', () => undefined);
    expect(await end).toMatch(/transport/);

    bar(101);
    await until('the other page has every line', () => other.replica.state?.seq === bot.state.seq);
  });

  test('that sends one message above 64 KB is cut off', async () => {
    const greedy = bot.connect();
    await snapshotOf(greedy);
    const end = endOf(greedy);
    greedy.emit('ping', 'x'.repeat(70_000) as never);
    expect(await end).toMatch(/transport/);
  });

  test('that sends nonsense harms nobody', async () => {
    const odd = bot.connect();
    await snapshotOf(odd);
    odd.emit('resync', 'no function' as never);
    odd.emit('ping', null as never);
    await until('it is answered still', () => answersPing(odd));
  });
});

test('a page that does not read delays nobody, gets no pile, and is whole again after a resync', async () => {
  const slow = bot.connect();
  await snapshotOf(slow);
  let frames = 0;
  slow.on('frame', () => (frames += 1));
  const {replica} = await follow(bot.connect());
  streamOf(slow).pause();
  for (let round = 0; round < ROUNDS; round += 1) {
    bot.publish([padding(bot.state.seq + 1)]);
    await until('the reading page is up to date', () => replica.state?.seq === bot.state.seq, 5_000);
  }
  streamOf(slow).resume();

  await until('the slow page answers again', () => answersPing(slow));
  expect(frames).toBeLessThan(ROUNDS);
  const snapshot = await slow.timeout(5_000).emitWithAck('resync');
  expect(snapshot.seq).toBe(bot.state.seq);
});

describe('a burst', () => {
  const lines = (from: number, count: number): AnyEnvelope[] =>
    Array.from(
      {length: count},
      (_, index) => ({seq: from + index, time: 0, cause: 0, type: 'TimeAdvanced', data: {}}) as AnyEnvelope,
    );

  test('of what a frame can carry goes out as it came', () => {
    const burst = new Burst();
    burst.add(lines(1, FRAME_LINES), []);
    expect(burst.take()?.envelopes).toHaveLength(FRAME_LINES);
    expect(burst.take()).toBe(null);
  });

  test('of more shrinks to its last line, over which the page sees a gap', () => {
    const burst = new Burst();
    for (let from = 1; from < 3 * FRAME_LINES; from += 100) burst.add(lines(from, 100), []);
    const frame = burst.take();
    const envelopes = frame?.envelopes ?? [];
    expect(envelopes.length).toBeLessThanOrEqual(FRAME_LINES);
    expect(envelopes.at(0)?.seq).toBeGreaterThan(FRAME_LINES);
    expect(envelopes.at(-1)?.seq).toBe(3 * FRAME_LINES);
  });
});

test('a rate limit lets its number pass in a second, and again in the next', () => {
  const limit = new RateLimit(2);
  expect([0, 1, 2, 999, 1_000, 1_001, 1_002].map(now => limit.allows(now))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
});
