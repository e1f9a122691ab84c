import {plainReason, type Reason} from '../../domain/Decision.ts';
import type {Side} from '../../domain/Order.ts';
import {type Claim, claim, holds} from '../claim.ts';

/** What a strategy thinks of a bar on which all its conditions hold; `strength` (0..1) says how much stronger the evidence is than it had to be. */
export type Opinion = {readonly side: Side; readonly strength: number};

/**
 * Asks a strategy's conditions one after another, on one bar. The first is the trigger, and the reason of an entry; on most
 * bars one fails, is the reason of the hold, and those after it are not even stated. It makes no object on the way.
 */
export class Check implements Claim {
  code = '';
  subject = '';
  value = Number.NaN;
  comparison: Claim['comparison'] = 'above';
  limit = Number.NaN;
  #isFirst = true;
  #lack: Reason | null = null;

  /** A new bar. */
  begin(): void {
    this.#isFirst = true;
    this.#lack = null;
  }

  /** Whether the value is beyond its limit; NaN is beyond nothing. */
  that(code: string, subject: string, value: number, comparison: Claim['comparison'], limit: number): boolean {
    const isPassed = holds(value, comparison, limit);
    if (isPassed && !this.#isFirst) return true;
    this.#isFirst = false;
    this.code = code;
    this.subject = subject;
    this.value = value;
    this.comparison = comparison;
    this.limit = limit;

    return isPassed;
  }

  /** There is nothing to measure: why. */
  lacks(code: string, subject: string): false {
    this.#lack = plainReason(code, subject, false);

    return false;
  }

  /** The condition that failed, or the trigger where none did. */
  get reason(): Reason {
    return this.#lack ?? claim(this);
  }
}

/** Where `value` lies between `from` (0) and `full` (1), cut off at both ends. */
export const rising = (value: number, from: number, full: number): number =>
  Math.max(0, Math.min(1, (value - from) / (full - from)));
