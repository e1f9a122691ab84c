import type {State} from '../../kernel/State.ts';
import {claim, type ProposedOrder, type Verdict} from '../RiskRule.ts';

/** Opens nothing before the venue's truth and ours were found equal in this run. */
export const reconciled = (_order: ProposedOrder, {run, settings}: Readonly<State>): Verdict =>
  claim('NOT_RECONCILED', settings !== null && run !== null && run.isReconciled && run.ended === null);
