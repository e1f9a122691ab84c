import type {RiskWindows, State} from '../kernel/State.ts';

type Submission = RiskWindows['submissions'][number];

/**
 * Entries submitted within the last `windowMs`, the present one not among them. An entry exactly `windowMs` old has left.
 * Exits have a budget of their own and are not counted. Submissions stand oldest first.
 */
export const countEntries = (
  state: Readonly<State>,
  windowMs: number,
  matches: (submission: Submission) => boolean = () => true,
): number => {
  const since = state.time - windowMs;
  const {submissions} = state.windows;
  let count = 0;
  for (let index = submissions.length - 1; index >= 0; index -= 1) {
    const submission = submissions[index];
    if (submission === undefined || submission.time <= since) break;
    if (submission.purpose === 'entry' && matches(submission)) count += 1;
  }

  return count;
};
