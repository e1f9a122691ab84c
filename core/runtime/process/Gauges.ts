import {toNumber} from '../../domain/Decimal.ts';
import type {AnyEnvelope} from '../../domain/Event.ts';
import {drawdown} from '../../kernel/equity.ts';
import type {State} from '../../kernel/State.ts';
import type {Metrics} from '../../observe/metrics.ts';

/** Counts what a line tells. */
export const countLine = (metrics: Metrics, envelope: AnyEnvelope): void => {
  metrics.events.inc({type: envelope.type});
  if (envelope.type === 'OrderDenied') metrics.denials.inc({code: envelope.data.code});
  if (envelope.type === 'PositionClosed') metrics.trades.inc({exit: envelope.data.exitReason});
};

/** Sets every gauge from the state, when somebody asks for the metrics. */
export const setGauges = (
  metrics: Metrics,
  state: Readonly<State>,
  feedAgeMs: Readonly<Record<string, number | null>>,
): void => {
  metrics.journalSeq.set(state.seq);
  metrics.positions.set(state.positions.size);
  metrics.equity.set(toNumber(state.equity.current));
  metrics.drawdown.set(drawdown(state.equity));
  metrics.halted.set(state.trading.state === 'HALTED' ? 1 : 0);
  metrics.orders.reset();
  for (const order of state.orders.values()) metrics.orders.inc({status: order.status});
  for (const [symbol, age] of Object.entries(feedAgeMs)) if (age !== null) metrics.feedAge.set({symbol}, age / 1_000);
};
