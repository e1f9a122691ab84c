import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {VirtualTime} from './VirtualTime.ts';

/** The adapter with each of its waits filled by passing time, so that a test of real time can be one of virtual time. */
export const inVirtualTime = (adapter: IBrokerAdapter, time: VirtualTime): IBrokerAdapter => ({
  identity: adapter.identity,
  capabilities: adapter.capabilities,
  now: () => adapter.now(),
  markets: symbols => time.during(adapter.markets(symbols)),
  history: (symbol, timeframe, count) => time.during(adapter.history(symbol, timeframe, count)),
  connect: listener => time.during(adapter.connect(listener)),
  start: () => time.during(adapter.start()),
  submit: intent => adapter.submit(intent),
  cancel: clientOrderId => adapter.cancel(clientOrderId),
  amend: (clientOrderId, quantity, stopPrice) => adapter.amend(clientOrderId, quantity, stopPrice),
  account: () => time.during(adapter.account()),
  stop: () => time.during(adapter.stop()),
});
