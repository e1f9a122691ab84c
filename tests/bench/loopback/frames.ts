import {WebSocket} from 'ws';
import type {Simulator} from '../../../brokers/simulator/startSimulator.ts';
import type {CcxtClient} from '../../simulator/ccxtClient.ts';
import {type BenchResult, type Pair, summarize} from '../BenchResult.ts';
import {type Desk, printTrade, SYMBOL} from './venue.ts';

/** Trades that the recorded frames come from; each changes the book as well. */
const TRADES = 1_500;
const WARM_UP_ROUNDS = 3;

/** A book that is proven may cost a third more than one that is not. */
const GOALS = {trade: 1, book: 0.75};

type Side = (frame: string) => void;

/**
 * What one frame of the public socket costs from its text to the consumer, with the very frames that the exchange sent:
 * ours reads exact decimals, proves each book by its checksum and each trade by its number; ccxt.pro does neither.
 */
export const framesBench = async (
  {desk, ccxt}: {readonly desk: Desk; readonly ccxt: CcxtClient},
  simulator: Simulator,
  rounds: number,
): Promise<readonly BenchResult[]> => {
  await ccxt.loadMarkets();
  const frames = await record(simulator);
  const client = ccxt.client(simulator.wsPublicUrl);
  const ours: Side = frame => desk.hear(frame);
  const theirs: Side = frame => client.onMessage({data: frame});

  return (['trade', 'book'] as const).map(channel => {
    const mine = frames.filter(frame => frame.includes(`"channel":"${channel}"`));
    const pairs: Pair[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + rounds; round += 1) {
      const lap = channel === 'trade' ? renumbered(mine, round + 1) : mine;
      const first = round % 2 === 0 ? measure(lap, ours) : measure(lap, theirs);
      const second = round % 2 === 0 ? measure(lap, theirs) : measure(lap, ours);
      pairs.push(round % 2 === 0 ? {ours: first, theirs: second} : {ours: second, theirs: first});
    }

    return summarize(
      {
        name: `loopback: one ${channel} frame`,
        unit: 'µs',
        goal: GOALS[channel],
        against: 'ccxt.pro on the same frames, unchecked',
      },
      pairs.slice(WARM_UP_ROUNDS),
    );
  });
};

const measure = (frames: readonly string[], side: Side): number => {
  const from = performance.now();
  for (const frame of frames) side(frame);

  return ((performance.now() - from) * 1_000) / frames.length;
};

/** The frames that a subscriber to trades and book receives while the market trades. */
const record = async (simulator: Simulator): Promise<readonly string[]> => {
  const socket = new WebSocket(simulator.wsPublicUrl);
  const frames: string[] = [];
  const heard = Promise.withResolvers<void>();
  let isSubscribed: () => void = () => {};
  socket.on('message', data => {
    const text = String(data);
    if (text.includes('"heartbeat"')) return;
    frames.push(text);
    if (text.includes('"channel":"book"')) isSubscribed();
    if (text.includes(`"price":${LAST_PRICE}`) && text.includes('"channel":"trade"')) heard.resolve();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const stands = new Promise<void>(resolve => {
    isSubscribed = resolve;
  });
  for (const channel of ['trade', 'book']) {
    const params = {channel, symbol: [SYMBOL], ...(channel === 'trade' ? {snapshot: false} : {depth: 10})};
    socket.send(JSON.stringify({method: 'subscribe', params, req_id: channel.length}));
  }
  await stands;
  for (let index = 0; index < TRADES; index += 1) printTrade(simulator, 100 + (index % 50) / 100);
  printTrade(simulator, LAST_PRICE);
  await heard.promise;
  socket.terminate();

  return frames;
};

const LAST_PRICE = 111.25;

/** The same trades with the numbers that come next, so that nobody takes them for repeats. */
const renumbered = (frames: readonly string[], round: number): readonly string[] =>
  frames.map(frame =>
    frame.replace(/"trade_id":(\d+)/g, (_, id: string) => `"trade_id":${Number(id) + round * frames.length}`),
  );
