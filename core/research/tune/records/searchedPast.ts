import type {Past} from './Ledger.ts';
import type {StudyRecord} from './StudyResult.ts';

/** What the trials of a study see: everything but the holdout. */
export const searchedPast = ({origin, split: {segments}}: StudyRecord): Past => ({
  data: origin.data.sha256,
  symbol: origin.data.symbol,
  from: segments[0]?.from ?? origin.data.from,
  to: segments.at(-1)?.to ?? origin.data.to,
});
