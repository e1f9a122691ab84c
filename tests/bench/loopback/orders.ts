import type {Simulator} from '../../../brokers/simulator/startSimulator.ts';
import type {CcxtClient} from '../../simulator/ccxtClient.ts';
import {type BenchResult, summarize} from '../BenchResult.ts';
import {Desk, SYMBOL} from './venue.ts';

/** Orders of one round on each side. They stay where they rest: a cancel soon after costs eight times as much of the venue's limit. */
const ORDERS = 8;
/** Most of it is sockets and the exchange, the same on both sides. */
const SOCKETS_SHARE = 0.75;
/** What an acknowledgement over loopback may take, ms. */
const ACK_BUDGET_MS = 5;

/** From the call to the venue's word, one order after the other: the median of each round. */
export const ackBench = async (
  {desk, ccxt}: {readonly desk: Desk; readonly ccxt: CcxtClient},
  rounds: number,
): Promise<readonly BenchResult[]> => {
  const pairs = [];
  await measureOurs(desk, 'warm');
  await measureTheirs(ccxt);
  for (let round = 0; round < rounds; round += 1) {
    const ours = await measureOurs(desk, `a${round}`);
    pairs.push({ours, theirs: await measureTheirs(ccxt)});
  }
  const name = 'loopback: submit to ack p50';

  return [
    summarize(
      {name, unit: 'ms', goal: SOCKETS_SHARE, against: 'ccxt.pro createOrderWs, same simulated exchange'},
      pairs,
    ),
    summarize(
      {name: `${name}, budget`, unit: 'ms', goal: 1, against: `budget of ${ACK_BUDGET_MS} ms`},
      pairs.map(({ours}) => ({ours, theirs: ACK_BUDGET_MS})),
    ),
  ];
};

const measureOurs = async (desk: Desk, prefix: string): Promise<number> => {
  const costs: number[] = [];
  for (let index = 0; index < ORDERS; index += 1) {
    const id = `${prefix}-${index}`;
    const from = performance.now();
    desk.submit(id);
    await desk.told(id, 'accepted');
    costs.push(performance.now() - from);
  }

  return middle(costs);
};

const measureTheirs = async (ccxt: CcxtClient): Promise<number> => {
  const costs: number[] = [];
  for (let index = 0; index < ORDERS; index += 1) {
    const from = performance.now();
    await ccxt.createOrderWs(SYMBOL, 'limit', 'buy', 1, 50);
    costs.push(performance.now() - from);
  }

  return middle(costs);
};

/** A hanging venue costs our whole ack timeout of four seconds: a few rounds say enough. */
const MOST_LOSSES = 3;
const ACK_TIMEOUT_MS = 4_000;
const RESOLVE_BUDGET_MS = 1_000;
/** Longer than the question takes. */
const STALL_MS = 6_000;

/** An order was placed and its acknowledgement never came: until the bot knows that it rests, beyond the ack timeout. */
export const lostAckBench = async (desk: Desk, simulator: Simulator, rounds: number): Promise<BenchResult> => {
  const pairs = [];
  for (let round = 0; round < Math.min(rounds, MOST_LOSSES); round += 1) {
    const id = `lost-${round}`;
    simulator.faults.add({name: 'drop-ack', how: 'hang', call: 'add_order'});
    // The channel that would tell of the order as well is silent too: only a question can find it.
    simulator.faults.add({name: 'channel-stall', channel: 'executions', forMs: STALL_MS, afterMs: 0});
    const from = performance.now();
    desk.submit(id);
    await desk.told(id, 'accepted');
    pairs.push({ours: performance.now() - from, theirs: ACK_TIMEOUT_MS + RESOLVE_BUDGET_MS});
  }

  return summarize(
    {
      name: 'loopback: lost ack resolved',
      unit: 'ms',
      goal: 1,
      against: `ack timeout of ${ACK_TIMEOUT_MS} ms and ${RESOLVE_BUDGET_MS} ms`,
    },
    pairs,
  );
};

const RECONNECT_BUDGET_MS = 2_000;
/** More in a row would wait for the venue's call limit, and show that. */
const MOST_CUTS = 5;

/** Every socket is cut: until the feed stands again and the account has been asked for and agreed with. */
export const reconnectBench = async (simulator: Simulator, rounds: number): Promise<BenchResult> => {
  const pairs = [];
  for (let round = 0; round < Math.min(rounds, MOST_CUTS); round += 1) {
    pairs.push({ours: await reconnectOnce(simulator), theirs: RECONNECT_BUDGET_MS});
  }

  return summarize(
    {
      name: 'loopback: reconnect and reconcile',
      unit: 'ms',
      goal: 1,
      against: `budget of ${RECONNECT_BUDGET_MS} ms, first wait of the backoff included`,
    },
    pairs,
  );
};

/** A fresh adapter has its whole allowance of calls. */
const reconnectOnce = async (simulator: Simulator): Promise<number> => {
  const desk = await Desk.open(simulator);
  const from = performance.now();
  simulator.faults.add({name: 'disconnect', sockets: 'all', afterMs: 0});
  await desk.until(({feed}) => feed.some(({kind}) => kind === 'lost'));
  await desk.until(({feed}) => feed.at(-1)?.kind === 'restored');
  await desk.broker.account();
  const cost = performance.now() - from;
  await desk.broker.stop();

  return cost;
};

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
