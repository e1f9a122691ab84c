import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {VirtualTime} from './VirtualTime.ts';

/** The same adapter, with each of its promises handed to `wait`. */
export const withWaits = (
  adapter: IBrokerAdapter,
  wait: <Result>(promise: Promise<Result>) => Promise<Result>,
): IBrokerAdapter => ({
  identity: adapter.identity,
  capabilities: adapter.capabilities,
  now: () => adapter.now(),
  markets: symbols => wait(adapter.markets(symbols)),
  history: (symbol, timeframe, count) => wait(adapter.history(symbol, timeframe, count)),
  connect: listener => wait(adapter.connect(listener)),
  start: () => wait(adapter.start()),
  submit: intent => adapter.submit(intent),
  cancel: clientOrderId => adapter.cancel(clientOrderId),
  amend: (clientOrderId, quantity, stopPrice) => adapter.amend(clientOrderId, quantity, stopPrice),
  account: () => wait(adapter.account()),
  stop: () => wait(adapter.stop()),
});

/** The adapter with each of its waits filled by passing time, so that a test of real time can be one of virtual time. */
export const inVirtualTime = (adapter: IBrokerAdapter, time: VirtualTime): IBrokerAdapter =>
  withWaits(adapter, promise => time.during(promise));
