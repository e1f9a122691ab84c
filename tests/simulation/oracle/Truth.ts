import type {ExchangeEvent} from '../../../brokers/simulator/engine/events.ts';
import type {ExchangeOrder, Execution} from '../../../brokers/simulator/engine/orders.ts';
import type {Verdict} from './Verdict.ts';

/** One public trade; numbers are whole numbers of 10^-12. `at`: when it happened, ms since the beginning. */
type Trade = {
  readonly id: number;
  readonly at: number;
  readonly price: bigint;
  readonly quantity: bigint;
  isTold: boolean;
};
export type Minute = {
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly volume: bigint;
};

const MINUTE_MS = 60_000;

/** What really happened at the venue, kept apart from everything that the bot believes. */
export class Truth {
  readonly orders = new Map<string, Readonly<ExchangeOrder>>();
  readonly executions = new Map<string, Execution>();
  readonly #minutes = new Map<number, Trade[]>();
  readonly #trades = new Map<number, Trade>();
  #lastTold = 0;
  /** By our ids: the venue's orders that carry them. */
  readonly named = new Map<string, string[]>();
  readonly open = new Set<string>();
  /** Orders that the venue denied after their fence: nobody can count them until it tells of them again. */
  readonly denied = new Set<string>();
  position = 0n;
  cash: bigint;
  lastExecutionAt = Number.NEGATIVE_INFINITY;
  /** Public trades that have not come to the bot, oldest first. */
  #untold: Trade[] = [];
  readonly #account: string;
  readonly #verdict: Verdict;
  readonly #now: () => number;

  constructor({account, cash, verdict, now}: {account: string; cash: bigint; verdict: Verdict; now: () => number}) {
    this.#account = account;
    this.#verdict = verdict;
    this.#now = now;
    this.cash = cash;
  }

  /** Orders that rest and that the bot can know of. */
  knowable(): readonly string[] {
    return this.denied.size === 0 ? [...this.open] : [...this.open].filter(id => !this.denied.has(id));
  }

  readonly hear = (event: ExchangeEvent): void => {
    if (event.type === 'trade') return this.#trade(event.trade);
    if (event.type === 'order' && event.order.account === this.#account) return this.#order(event.order);
    if (event.type === 'execution' && event.execution.account === this.#account) {
      this.#execution(event.execution);
      this.#order(event.order);
    }
  };

  /** The bot was told of a public trade. */
  onTold(id: number): void {
    const trade = this.#trades.get(id);
    if (trade === undefined || trade.isTold) return;
    trade.isTold = true;
    this.#lastTold = Math.max(this.#lastTold, id);
    const [first] = this.#untold;
    if (first !== undefined && first.id <= id) this.#untold = this.#untold.filter(other => other.id > id);
  }

  /** The minute as the bot was told of it; null where it was told of no trade. */
  toldMinute(start: number): Minute | null {
    const trades = (this.#minutes.get(start) ?? []).filter(({isTold}) => isTold);
    const [first] = trades;
    const last = trades.at(-1);
    if (first === undefined || last === undefined) return null;
    const prices = trades.map(({price}) => price);

    return {
      open: first.price,
      high: prices.reduce((most, price) => (price > most ? price : most)),
      low: prices.reduce((least, price) => (price < least ? price : least)),
      close: last.price,
      volume: trades.reduce((sum, {quantity}) => sum + quantity, 0n),
    };
  }

  /** Whether the bot can see by the numbers of the trades that some of this minute are missing. */
  hasVisibleGap(start: number): boolean {
    return (this.#minutes.get(start) ?? []).some(({isTold, id}) => !isTold && id < this.#lastTold);
  }

  /** How long the bot has not been told what the market did, ms; nothing to tell is nothing old. */
  feedAgeMs(): number {
    const [first] = this.#untold;

    return first === undefined ? 0 : this.#now() - first.at;
  }

  /** Ms since the last execution. */
  agesMs(): number {
    return this.#now() - this.lastExecutionAt;
  }

  #order(order: Readonly<ExchangeOrder>): void {
    const {id, status, request} = order;
    const isNew = !this.orders.has(id);
    this.orders.set(id, order);
    if (status === 'filled' || status === 'canceled' || status === 'expired') this.open.delete(id);
    else this.open.add(id);
    if (!isNew) return;
    const name = request.clientOrderId ?? '';
    const ids = this.named.get(name) ?? [];
    ids.push(id);
    this.named.set(name, ids);
    this.#verdict.claim(
      'I-12',
      ids.length === 1,
      () => `the venue has ${ids.length} orders "${name}": ${ids.join(', ')}`,
    );
  }

  #execution(execution: Execution): void {
    const {id, side, quantity, cost, fee} = execution;
    this.executions.set(id, execution);
    this.position += side === 'buy' ? quantity : -quantity;
    this.cash += (side === 'buy' ? -cost : cost) - fee;
    this.lastExecutionAt = this.#now();
  }

  #trade({id, time, price, quantity}: Extract<ExchangeEvent, {type: 'trade'}>['trade']): void {
    const trade = {id, at: this.#now(), price, quantity, isTold: false};
    const start = time - (time % MINUTE_MS);
    const minute = this.#minutes.get(start) ?? [];
    minute.push(trade);
    this.#minutes.set(start, minute);
    this.#trades.set(id, trade);
    this.#untold.push(trade);
  }
}
