import type {AnyEnvelope, EventType} from '../domain/Event.ts';
import {pushBounded} from '../kernel/bounded.ts';
import type {Order} from '../kernel/State.ts';
import {readLines} from '../runtime/readLines.ts';
import type {BotView} from './BotView.ts';
import {OneAtATime} from './OneAtATime.ts';
import {ORDER_LIFE, rebuildOrders} from './rebuildOrders.ts';

/** Which part of a list is wanted; lists are newest first. */
export type Page = {readonly before: number; readonly limit: number};

/** Lines that the first look into the journal goes back; each further look goes twice as far. */
const FIRST_LOOK_LINES = 5_000;

/** Pages through everything that ever happened: the latest lines come from memory, older ones from the journal. */
export class JournalPages {
  readonly #bot: BotView;
  readonly #reads = new OneAtATime();

  constructor(bot: BotView) {
    this.#bot = bot;
  }

  /** Lines of the wanted types, of all types when none is named. */
  async lines({before, limit}: Page, types: readonly EventType[] = []): Promise<AnyEnvelope[]> {
    const {recent} = this.#bot;
    const wanted = new Set<string>(types);
    const found = recent.page(before, limit, ({type}) => wanted.size === 0 || wanted.has(type));
    const oldest = Math.min(before, recent.firstSeq);
    if (found.length === limit || oldest <= 1 || recent.isEmpty) return found;
    const rest = {before: oldest, limit: limit - found.length};

    return [...found, ...(await this.#reads.run(() => this.#older(rest, types)))];
  }

  /** Orders as they stand now, by the line that submitted them. */
  async orders(page: Page): Promise<Readonly<Order>[]> {
    const submissions = await this.lines(page, ['OrderSubmitted']);
    const {orders, closedOrders} = this.#bot.state();
    const known = new Map<number, Readonly<Order>>();
    for (const order of [...orders.values(), ...closedOrders]) known.set(order.seq, order);
    const forgotten = submissions.filter(({seq}) => !known.has(seq)).map(({seq}) => seq);
    if (forgotten.length > 0) {
      for (const order of await this.#reads.run(() => this.#rebuild(forgotten))) known.set(order.seq, order);
    }

    return submissions.flatMap(({seq}) => known.get(seq) ?? []);
  }

  async #older({before, limit}: Page, types: readonly EventType[]): Promise<AnyEnvelope[]> {
    const found: AnyEnvelope[] = [];
    let to = before;
    for (let look = Math.max(limit, FIRST_LOOK_LINES); to > 1 && found.length < limit; look *= 2) {
      const from = Math.max(1, to - look);
      found.push(...(await this.#between(from, to, {types, limit})));
      to = from;
    }

    return found.slice(0, limit);
  }

  /** The last `limit` lines from `from` up to but not with `to`, newest first. */
  async #between(
    from: number,
    to: number,
    {types, limit}: {readonly types: readonly EventType[]; readonly limit: number},
  ): Promise<AnyEnvelope[]> {
    const wanted = new Set<string>(types);
    const latest: AnyEnvelope[] = [];
    for await (const line of readLines(this.#bot.journalDirectory, {fromSeq: from})) {
      if (line.seq >= to) break;
      if (wanted.size === 0 || wanted.has(line.type)) pushBounded(latest, line, limit);
    }

    return latest.slice(-limit).reverse();
  }

  #rebuild(submissions: readonly number[]): Promise<readonly Order[]> {
    const selection = {fromSeq: Math.min(...submissions), types: ORDER_LIFE};

    return rebuildOrders(readLines(this.#bot.journalDirectory, selection), new Set(submissions));
  }
}
