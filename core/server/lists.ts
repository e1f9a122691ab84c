import type {AnyEnvelope, EventType} from '../domain/Event.ts';
import {evolve} from '../kernel/evolve.ts';
import {emptyState, type Order, type State} from '../kernel/State.ts';
import {readEnvelopes} from '../runtime/journal/readEnvelopes.ts';
import type {BotView} from './BotView.ts';

/** Which part of a list is wanted; lists are newest first. */
export type Page = {readonly before: number; readonly limit: number};

const ORDER_LIFE: readonly EventType[] = [
  'RunStarted',
  'OrderSubmitted',
  'OrderAccepted',
  'OrderFilled',
  'OrderRejected',
  'OrderCanceled',
  'OrderAmended',
  'OrderOutcomeUnknown',
  'CancelRequested',
];

/** Lines of the wanted types, newest first: from memory, and from the journal where memory does not reach. */
export const pageOfLines = async (
  bot: BotView,
  {before, limit}: Page,
  types: readonly EventType[],
): Promise<AnyEnvelope[]> => {
  const wanted = new Set<string>(types);
  const wants = ({type}: AnyEnvelope): boolean => wanted.size === 0 || wanted.has(type);
  const recent = bot.recent.page(before, limit, wants);
  const oldest = Math.min(before, bot.recent.firstSeq);
  if (recent.length === limit || oldest <= 1) return recent;

  return [...recent, ...(await olderLines(bot, {before: oldest, limit: limit - recent.length}, types))];
};

const olderLines = async (bot: BotView, {before, limit}: Page, types: readonly EventType[]): Promise<AnyEnvelope[]> => {
  const latest: AnyEnvelope[] = [];
  const fromSeq = types.length === 0 ? Math.max(1, before - limit) : 1;
  const selection = types.length === 0 ? {fromSeq} : {fromSeq, types};
  for await (const line of readEnvelopes(bot.journalDirectory, selection)) {
    if (line.seq >= before) break;
    latest.push(line as AnyEnvelope);
    if (latest.length > limit) latest.shift();
  }

  return latest.reverse();
};

/** Orders, newest first: from the state, and rebuilt from the journal where the state does not reach. */
export const pageOfOrders = async (bot: BotView, {before, limit}: Page): Promise<Readonly<Order>[]> => {
  const known = ordersOf(bot.state()).filter(order => order.seq < before);
  if (known.length >= limit) return known.slice(0, limit);
  const oldest = Math.min(before, known.at(-1)?.seq ?? before);

  return [...known, ...(await olderOrders(bot, {before: oldest, limit: limit - known.length}))];
};

const ordersOf = (state: Readonly<State>): Readonly<Order>[] =>
  [...state.orders.values(), ...state.closedOrders].sort((a, b) => b.seq - a.seq);

const olderOrders = async (bot: BotView, {before, limit}: Page): Promise<Order[]> => {
  const state = emptyState();
  const latest: Order[] = [];
  for await (const line of readEnvelopes(bot.journalDirectory, {types: ORDER_LIFE})) {
    const envelope = line as AnyEnvelope;
    evolve(state, envelope);
    if (envelope.type !== 'OrderSubmitted' || envelope.seq >= before) continue;
    const order = state.orders.get(envelope.data.clientOrderId);
    if (order !== undefined) latest.push(order);
    if (latest.length > limit) latest.shift();
  }

  return latest.reverse();
};
