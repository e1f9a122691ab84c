import type {Simulator} from '../../../brokers/simulator/startSimulator.ts';
import type {CcxtClient} from '../../simulator/ccxtClient.ts';
import {type BenchResult, summarize} from '../BenchResult.ts';
import {type Desk, SYMBOL} from './venue.ts';

const TRADES = 3_000;
/** Work between two looks of the consumer, ms: a strategy that takes its time. */
const SLOW_MS = 5;
/** The bursts after it are the same again. */
const MOST_BURSTS = 3;
const GIVE_UP_MS = 10_000;

/** 3,000 trades at once and a consumer that takes its time: how many were sent for each one that it saw. */
export const burstBench = async (
  {desk, ccxt}: {readonly desk: Desk; readonly ccxt: CcxtClient},
  simulator: Simulator,
  rounds: number,
): Promise<BenchResult> => {
  const pairs = [];
  const reader = new CcxtReader(ccxt);
  await reader.begin(simulator);
  for (let round = 0; round < Math.min(rounds, MOST_BURSTS); round += 1) {
    const before = desk.trades;
    reader.seen.clear();
    simulator.faults.add({name: 'burst', symbol: SYMBOL, trades: TRADES, afterMs: 0});
    await desk.until(({trades}) => trades >= before + TRADES);
    await reader.untilCalm();
    pairs.push({ours: TRADES / (desk.trades - before), theirs: TRADES / Math.max(1, reader.seen.size)});
  }
  reader.stop();

  return summarize(
    {
      name: `loopback: burst of ${TRADES} trades`,
      unit: 'sent/seen',
      goal: 1,
      against: `ccxt.pro watchTrades, ${SLOW_MS} ms of work a loop`,
    },
    pairs,
  );
};

const pause = (ms: number): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

/** Reads ccxt's trades as its manual says, with some work between two looks. */
class CcxtReader {
  readonly seen = new Set<string>();
  readonly #ccxt: CcxtClient;
  #isStopped = false;

  constructor(ccxt: CcxtClient) {
    this.#ccxt = ccxt;
  }

  /** Resolves when the subscription stands: the first trade has been seen. */
  async begin(simulator: Simulator): Promise<void> {
    const first = this.#ccxt.watchTrades(SYMBOL);
    simulator.faults.add({name: 'burst', symbol: SYMBOL, trades: 1, afterMs: 500});
    await first;
    void this.#read();
  }

  /** Resolves when nothing more comes. */
  async untilCalm(): Promise<void> {
    const end = performance.now() + GIVE_UP_MS;
    for (let last = -1; last !== this.seen.size && performance.now() < end; ) {
      last = this.seen.size;
      await pause(20 * SLOW_MS);
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #read(): Promise<void> {
    while (!this.#isStopped) {
      for (const {id} of await this.#ccxt.watchTrades(SYMBOL).catch(() => [])) this.seen.add(id);
      await pause(SLOW_MS);
    }
  }
}
