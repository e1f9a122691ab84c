import type {Simulator} from '../../brokers/simulator/startSimulator.ts';
import {openCcxt} from '../simulator/ccxtClient.ts';
import type {Bench, BenchResult} from './BenchResult.ts';
import {burstBench} from './loopback/burst.ts';
import {framesBench} from './loopback/frames.ts';
import {ackBench, lostAckBench, reconnectBench} from './loopback/orders.ts';
import {Desk, openVenue, SYMBOL} from './loopback/venue.ts';

/** The native Kraken adapter over real sockets against the simulated exchange, beside ccxt.pro against the same one. */
export const loopbackBench: Bench = async rounds => {
  const simulator = await openVenue();
  try {
    // One after the other: clients that share a key must not sign at the same time.
    return [...(await besideCcxt(simulator, rounds)), await reconnectBench(simulator, rounds)];
  } finally {
    await simulator.stop();
  }
};

const besideCcxt = async (simulator: Simulator, rounds: number): Promise<readonly BenchResult[]> => {
  const ccxt = await openCcxt(simulator);
  // Its one signed call, for a token, comes before ours begin.
  await ccxt.createOrderWs(SYMBOL, 'limit', 'buy', 1, 50);
  const desk = await Desk.open(simulator);
  try {
    const clients = {desk, ccxt};

    return [
      ...(await ackBench(clients, rounds)),
      await burstBench(clients, simulator, rounds),
      ...(await framesBench(clients, simulator, rounds)),
      await lostAckBench(desk, simulator, rounds),
    ];
  } finally {
    await desk.broker.stop();
    await ccxt.close();
  }
};
