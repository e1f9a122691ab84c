import type {Tracked} from './Tracked.ts';

/** How long the venue may have lost sight of an order that it accepted before its absence is believed. */
const DOUBTED_FOR_MS = 300_000;

/** Orders that the venue accepted and then did not know any more, each with the venue time until which it is doubted. */
export class Forgotten {
  readonly #until = new Map<string, number>();

  /** The end of the order's doubt; `isNew` where it begins now, because the order was alive a moment ago. */
  doubt(
    {intent: {clientOrderId}, isAccepted}: Tracked,
    now: number,
  ): {readonly until: number; readonly isNew: boolean} {
    const known = isAccepted ? undefined : this.#until.get(clientOrderId);
    const until = known ?? now + DOUBTED_FOR_MS;
    this.#until.set(clientOrderId, until);

    return {until, isNew: known === undefined};
  }

  settle(clientOrderId: string): void {
    this.#until.delete(clientOrderId);
  }
}
