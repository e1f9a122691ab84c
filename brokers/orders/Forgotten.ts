import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Tracked} from './Tracked.ts';

/** How long the venue may have lost sight of an order that only reduces before its absence is believed: counting on one that is gone would leave a position open. */
const DOUBTED_FOR_MS = 300_000;
/** Time between two questions about one that could open a position: no absence of it is ever believed. */
const ASK_EVERY_MS = 60_000;

/** Orders that the venue accepted and then did not know any more, each with the venue time until which it is doubted. */
export class Forgotten {
  readonly #until = new Map<string, number>();

  /** The end of the order's doubt; `isNew` where it begins now, because the order was alive a moment ago. */
  doubt({intent, isAccepted}: Tracked, now: number): {readonly until: number; readonly isNew: boolean} {
    const known = isAccepted ? undefined : this.#until.get(intent.clientOrderId);
    const until = intent.reduceOnly ? (known ?? now + DOUBTED_FOR_MS) : now + ASK_EVERY_MS;
    this.#until.set(intent.clientOrderId, until);

    return {until, isNew: known === undefined};
  }

  settle(clientOrderId: string): void {
    this.#until.delete(clientOrderId);
  }
}

/** Says of a doubt that the venue had accepted the order. */
export const asForgotten = (reports: readonly OrderReport[]): readonly OrderReport[] =>
  reports.map(report => (report.kind === 'unknown' ? {...report, forgotten: true} : report));
