import type {OrderReport} from '../../core/domain/OrderReport.ts';

/** Hands reports over in the venue's order, also when acting on one brings more. */
export class Outbox {
  readonly #take: (report: OrderReport) => void;
  readonly #waiting: OrderReport[] = [];
  #isDelivering = false;

  constructor(take: (report: OrderReport) => void) {
    this.#take = take;
  }

  deliver(reports: readonly OrderReport[]): void {
    if (reports.length === 0) return;
    this.#waiting.push(...reports);
    if (this.#isDelivering) return;

    this.#isDelivering = true;
    try {
      for (let report = this.#waiting.shift(); report !== undefined; report = this.#waiting.shift()) this.#take(report);
    } finally {
      this.#isDelivering = false;
    }
  }
}
