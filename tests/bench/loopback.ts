import {openCcxt} from '../simulator/ccxtClient.ts';
import type {Bench} from './BenchResult.ts';
import {burstBench} from './loopback/burst.ts';
import {framesBench} from './loopback/frames.ts';
import {ackBench, lostAckBench, reconnectBench} from './loopback/orders.ts';
import {Desk, openVenue, SYMBOL} from './loopback/venue.ts';

/** The native Kraken adapter over real sockets against the simulated exchange, beside ccxt.pro against the same one. */
export const loopbackBench: Bench = async rounds => {
  const simulator = await openVenue();
  const ccxt = await openCcxt(simulator);
  // Its one signed call, for a token, comes before ours begin: two that share a key would get in each other's way.
  await ccxt.createOrderWs(SYMBOL, 'limit', 'buy', 1, 50);
  const desk = await Desk.open(simulator);
  try {
    const clients = {desk, ccxt};

    return [
      ...(await ackBench(clients, rounds)),
      await burstBench(clients, simulator, rounds),
      ...(await framesBench(clients, simulator, rounds)),
      await lostAckBench(desk, simulator, rounds),
      await reconnectBench(simulator, rounds),
    ];
  } finally {
    await desk.broker.stop();
    await ccxt.close();
    await simulator.stop();
  }
};
