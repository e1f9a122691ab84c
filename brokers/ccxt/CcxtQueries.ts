import {VenueError, VenueUnreachable} from '../net/VenueError.ts';
import type {Balance, FoundFill, FoundOrder} from '../orders/evidence.ts';
import type {OrderQueries} from '../orders/OrderQueries.ts';
import type {Tracked} from '../orders/Tracked.ts';
import type {CcxtCalls} from './CcxtCalls.ts';
import type {CcxtClient, CcxtParams} from './CcxtClient.ts';
import type {Quirks} from './quirks.ts';
import {hasEnded, readBalances, readFill, readOrder} from './readAccount.ts';

const MAX_PAGES = 40;
/** Where a list cannot be asked for one order, so much of it is read. */
const LIST_MS = 3_600_000;

type Row = {readonly id?: string; readonly timestamp?: number};
type List<Item> = (
  client: CcxtClient,
  symbol: string | undefined,
  since?: number,
  params?: CcxtParams,
) => Promise<readonly Item[]>;

/** What can be asked about the account, whole lists however many pages they have. */
export class CcxtQueries implements OrderQueries {
  readonly #calls: CcxtCalls;
  readonly #quirks: Quirks;
  readonly #symbols: readonly string[];
  readonly #now: () => number;

  constructor({
    calls,
    quirks,
    symbols,
    now,
  }: {
    readonly calls: CcxtCalls;
    readonly quirks: Quirks;
    readonly symbols: readonly string[];
    /** Venue time, ms UTC. */
    readonly now: () => number;
  }) {
    this.#calls = calls;
    this.#quirks = quirks;
    this.#symbols = symbols;
    this.#now = now;
  }

  async open(): Promise<readonly FoundOrder[]> {
    const all: FoundOrder[] = [];
    for (const symbol of this.#marketsOf('open')) {
      const orders = await this.#calls.ofAccount('the open orders', client => client.fetchOpenOrders(symbol));
      all.push(...orders.map(order => readOrder(order, this.#quirks)));
    }

    return all;
  }

  async closed(since: number): Promise<readonly FoundOrder[]> {
    const {endedOrders} = this.#quirks;
    const orders = await this.#past('the closed orders', since, (client, symbol, from, params) =>
      client[endedOrders](symbol, from, undefined, params),
    );

    return orders.filter(hasEnded).map(order => readOrder(order, this.#quirks));
  }

  async fills(since: number): Promise<readonly FoundFill[]> {
    const trades = await this.#past('our fills', since, (client, symbol, from, params) =>
      client.fetchMyTrades(symbol, from, undefined, params),
    );

    return trades.map(readFill);
  }

  async balances(): Promise<readonly Balance[]> {
    const {total} = await this.#calls.ofAccount('the balances', client => client.fetchBalance());

    return readBalances(total);
  }

  async find(clientOrderId: string, list: 'open' | 'closed', order: Tracked | undefined): Promise<FoundOrder | null> {
    if (this.#quirks.listsFilterById) return this.#findFiltered(clientOrderId, list);
    if (order !== undefined && order.orderId !== null) return this.#findByVenueId(order.orderId, order.intent.symbol);
    const orders = list === 'open' ? await this.open() : await this.closed(this.#now() - LIST_MS);

    return orders.find(each => each.clientOrderId === clientOrderId) ?? null;
  }

  /** Whose lists must be asked for one after the other; undefined is all of them. */
  #marketsOf(list: 'open' | 'past'): readonly (string | undefined)[] {
    return this.#quirks.atOnce[list] ? [undefined] : this.#symbols;
  }

  async #findFiltered(clientOrderId: string, list: 'open' | 'closed'): Promise<FoundOrder | null> {
    const [method, cost] =
      list === 'open'
        ? (['fetchOpenOrders', 1] as const)
        : ([this.#quirks.endedOrders, this.#quirks.historyCost] as const);
    const rows = await this.#calls.ofAccount(
      `the ${list} order`,
      client => client[method](undefined, undefined, undefined, {clientOrderId}),
      cost,
    );
    const orders = rows.map(row => readOrder(row, this.#quirks));
    const found = orders.find(each => each.clientOrderId === clientOrderId);
    if (found === undefined && orders.length > 0) {
      throw new VenueUnreachable(
        `"${method}" was asked for order "${clientOrderId}" and gave others: it proves nothing.`,
      );
    }

    return found ?? null;
  }

  async #findByVenueId(orderId: string, symbol: string): Promise<FoundOrder | null> {
    try {
      const order = await this.#calls.ofAccount('the order', client => client.fetchOrder(orderId, symbol));

      return readOrder(order, this.#quirks);
    } catch (error) {
      if (error instanceof VenueError && error.meaning.code === 'UNKNOWN_ORDER') return null;
      throw error;
    }
  }

  async #past<Item extends Row>(what: string, since: number, list: List<Item>): Promise<readonly Item[]> {
    const all: Item[] = [];
    for (const symbol of this.#marketsOf('past')) {
      all.push(...(await this.#pages(what, since, (client, from, params) => list(client, symbol, from, params))));
    }

    return all;
  }

  async #pages<Item extends Row>(
    what: string,
    since: number,
    page: (client: CcxtClient, since?: number, params?: CcxtParams) => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const {paging, historyCost} = this.#quirks;
    const all = new Map<string, Item>();
    let from = since;
    for (let offset = 0, count = 0; count < MAX_PAGES; count += 1) {
      const rows = await this.#calls.ofAccount(
        what,
        client =>
          paging.by === 'offset'
            ? page(client, undefined, {[paging.since]: Math.floor(since / 1_000), [paging.param]: offset})
            : page(client, from),
        historyCost,
      );
      const before = all.size;
      for (const row of rows) all.set(row.id ?? '', row);
      offset += rows.length;
      from = Math.max(from, ...rows.map(({timestamp}) => timestamp ?? 0));
      const isLast = paging.by === 'offset' ? rows.length < paging.size : all.size === before;
      if (isLast) return [...all.values()];
    }
    throw new VenueUnreachable(`${what} have more than ${MAX_PAGES} pages since ${new Date(since).toISOString()}.`);
  }
}
