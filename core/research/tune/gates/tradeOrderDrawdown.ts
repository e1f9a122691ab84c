import {type Gate, share, verdictOf} from './Gate.ts';

/** The same trades in another order could have fallen deeper: one order in twenty may not fall below the risk limit. */
export const tradeOrderDrawdown: Gate = {
  name: 'tradeOrder',
  title: 'Drawdown that one order of the holdout trades in twenty exceeds',
  judge: ({tradeOrder, riskDrawdown}) =>
    verdictOf(
      (tradeOrder?.worst5 ?? 1) <= riskDrawdown,
      tradeOrder === null ? null : share(tradeOrder.worst5),
      `<= ${share(riskDrawdown)}`,
    ),
};
