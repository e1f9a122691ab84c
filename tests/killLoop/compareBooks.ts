import {decimal, ZERO} from '../../core/domain/Decimal.ts';
import type {BotChild} from '../support/botProcess.ts';
import type {ExchangeDoor, Truth} from '../support/exchange.ts';
import {pause} from '../support/until.ts';

type Books = {
  readonly cash: string;
  readonly positions: Readonly<Record<string, {readonly quantity: string}>>;
  readonly orders: Readonly<Record<string, {readonly status: string}>>;
};

const LOOK_MS = 50;
const CURRENCY = 'USD';
const OPEN: ReadonlySet<string> = new Set(['pending_new', 'new', 'partially_filled']);

/** What the exchange had, and how the bot's books differed from it. */
export type Comparison = {readonly truth: Truth; readonly differences: readonly string[]};

/** Waits until the bot's cash, positions and open orders are the exchange's; after `withinMs` says how they differ. */
export const compareBooks = async (bot: BotChild, door: ExchangeDoor, withinMs: number): Promise<Comparison> => {
  for (const end = performance.now() + withinMs; ; await pause(LOOK_MS)) {
    const truth = await door.truth();
    const {body} = await bot.get<Books>('/api/state');
    const differences = differencesOf(body, truth);
    if (differences.length === 0 || performance.now() >= end) return {truth, differences};
  }
};

const differencesOf = (books: Books, {balances, orders}: Truth): readonly string[] => {
  const open = orders.filter(({status}) => OPEN.has(status)).map(({request}) => request.clientOrderId ?? '');
  const cash = balances[CURRENCY] ?? '0';
  const assets = Object.keys(balances).filter(asset => asset !== CURRENCY);

  return [
    ...(decimal(books.cash) === decimal(cash) ? [] : [`cash is ${books.cash} here and ${cash} at the exchange`]),
    ...assets.flatMap(asset => {
      const held = books.positions[`${asset}/${CURRENCY}`]?.quantity;
      const ours = held === undefined ? ZERO : decimal(held);
      const theirs = balances[asset] ?? '0';
      return ours === decimal(theirs) ? [] : [`${asset} is ${held ?? '0'} here and ${theirs} at the exchange`];
    }),
    ...open
      .filter(id => !(id in books.orders))
      .map(id => `order ${id} is open at the exchange, and the bot does not know it`),
    ...Object.entries(books.orders)
      .filter(([id, {status}]) => (status === 'OPEN' || status === 'PART') && !open.includes(id))
      .map(([id]) => `order ${id} is open here and not at the exchange`),
  ];
};
