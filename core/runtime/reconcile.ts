import type {AccountSnapshot} from '../domain/AccountSnapshot.ts';
import {type Decimal, decimal, subtract, toText, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import type {State} from '../kernel/State.ts';

/** Where our books and the venue's differ, one readable line each; empty when they agree. */
export const compareAccounts = (state: Readonly<State>, venue: AccountSnapshot): readonly string[] => [
  ...compareOrders(state, venue),
  ...comparePositions(state, venue),
  ...compareCash(state, venue),
];

/** What a real account begins with, by the venue's own word. */
export const openingOf = (
  {balances}: AccountSnapshot,
  {settings}: Readonly<State>,
): EnvelopeOf<'AccountOpened'>['data'] => {
  const currency = settings?.accountCurrency ?? '';
  const held = balances.filter(({total}) => decimal(total) !== ZERO);

  return {
    currency,
    cash: held.find(({asset}) => asset === currency)?.total ?? '0',
    others: held.filter(({asset}) => asset !== currency),
  };
};

const compareOrders = (state: Readonly<State>, venue: AccountSnapshot): string[] => {
  const theirs = new Map(venue.openOrders.map(order => [order.intent.clientOrderId, order]));
  const missing = [...state.orders.keys()].filter(id => !theirs.has(id));
  const foreign = [...theirs.keys()].filter(id => !state.orders.has(id));

  return [
    ...missing.map(id => `order "${id}" is open here and not at the venue`),
    ...foreign.map(id => `order "${id}" is open at the venue and not here`),
    ...[...theirs].flatMap(([id, order]) => {
      const ours = state.orders.get(id);
      if (ours === undefined || ours.filled === decimal(order.filled)) return [];

      return [`order "${id}" has filled ${toText(ours.filled)} here and ${order.filled} at the venue`];
    }),
  ];
};

/** What is ours of a holding is what goes beyond the opening. */
const comparePositions = (state: Readonly<State>, venue: AccountSnapshot): string[] => {
  const theirs = new Map(venue.positions.map(({symbol, quantity}) => [symbol, decimal(quantity)]));
  const symbols = new Set([...state.positions.keys(), ...state.markets.keys(), ...theirs.keys()]);

  return [...symbols].flatMap(symbol => {
    const ours = state.positions.get(symbol)?.quantity ?? ZERO;
    const held = subtract(theirs.get(symbol) ?? ZERO, baselineOf(state, symbol));

    return difference(`position in ${symbol}`, ours, held);
  });
};

const baselineOf = ({baseline, markets}: Readonly<State>, symbol: string): Decimal =>
  baseline?.get(markets.get(symbol)?.market.base ?? '') ?? ZERO;

const compareCash = (state: Readonly<State>, venue: AccountSnapshot): string[] => {
  const asset = state.settings?.accountCurrency;
  const theirs = venue.balances.find(balance => balance.asset === asset);

  return theirs === undefined ? [] : difference(`cash in ${theirs.asset}`, state.cash, decimal(theirs.total));
};

const difference = (what: string, ours: Decimal, theirs: Decimal): string[] =>
  ours === theirs ? [] : [`${what} is ${toText(ours)} here and ${toText(theirs)} at the venue`];
