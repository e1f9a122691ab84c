import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import type {FaultBench} from '../contracts/faultContract.ts';
import {inVirtualTime} from '../support/withWaits.ts';
import type {VirtualKraken} from './VirtualKraken.ts';

type Restorable = IBrokerAdapter & {restore(recovery: OrderRecovery): void};

const SYMBOL = 'SOL/USD';

/** A bench of the fault contract on the simulated exchange in virtual time; `again` is the adapter of the bot that comes back. */
export const virtualBench = (venue: VirtualKraken, adapter: Restorable, again: Restorable): FaultBench => ({
  adapter: inVirtualTime(adapter, venue.time),
  symbol: SYMBOL,
  pass: ms => venue.time.advance(ms),
  move: async (price, quantity) => venue.move(price, quantity),
  strike: faults => {
    for (const fault of faults) venue.simulation.faults.add(fault);
  },
  burst: async trades => venue.simulation.faults.add({name: 'burst', symbol: SYMBOL, trades, afterMs: 0}),
  trueOrders: async clientOrderId => venue.trueOrders(clientOrderId),
  trueExecutions: async () => venue.trueExecutions(),
  get connects() {
    return venue.connects;
  },
  restart: recovery => {
    again.restore(recovery);

    return inVirtualTime(again, venue.time);
  },
  close: () => venue.close(),
});
