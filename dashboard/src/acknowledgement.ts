import type {State} from '../../core/kernel/evolve.ts';

/** Which halts this tab has seen: those it acknowledged, and those it commanded itself. */

const SEEN = 'ogz-halt-seen';
const COMMANDED = 'ogz-halt-commanded';
/** The halting line may follow its command after some cancels. */
const MAX_LINES_BETWEEN = 200;

const kept = (key: string): number => Number(sessionStorage.getItem(key) ?? Number.NEGATIVE_INFINITY);

export const acknowledgeHalt = (seq: number): void => sessionStorage.setItem(SEEN, String(seq));

export const rememberCommand = (seq: number): void => sessionStorage.setItem(COMMANDED, String(seq));

export const isHaltSeen = ({seq, code}: State['trading']): boolean => {
  if (kept(SEEN) >= seq) return true;

  return code === 'OPERATOR' && Math.abs(seq - kept(COMMANDED)) <= MAX_LINES_BETWEEN;
};
