import {add, type Decimal, decimal, maximum, minimum, multiply, negate, subtract, ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {marketValue, revalue} from './equity.ts';
import {reducePosition} from './foldFill.ts';
import type {State} from './State.ts';

/** How the books open, lose sight of the venue's, agree with them again, and follow what others did to the account. */
export const openAccount = (state: State, cash: Decimal): void => {
  state.cash = cash;
  state.equity = {opening: cash, current: cash, dayStart: cash, day: -1, peak: cash, trough: cash, maxDrawdown: 0};
};

/** The account as the venue has it: its cash becomes ours to trade with, everything else in it stays somebody else's. */
export const foldAccountOpened = (state: State, {seq, data}: EnvelopeOf<'AccountOpened'>): void => {
  openAccount(state, decimal(data.cash));
  state.baseline = new Map(data.others.map(({asset, total}) => [asset, decimal(total)]));
  state.account.seq = seq;
};

export const foldAccountLost = ({run, account}: State, {data}: EnvelopeOf<'AccountLost'>): void => {
  if (run !== null) run.isReconciled = false;
  account.generation += 1;
  account.lost = data.reason;
};

export const foldReconciled = (state: State, {data}: EnvelopeOf<'Reconciled'>): void => {
  const {run, account} = state;
  state.baseline ??= new Map();
  if (run === null || data.epoch !== run.epoch) return;
  if (data.generation !== undefined && data.generation !== account.generation) return;
  run.isReconciled = true;
  account.lost = null;
  account.differences = [];
};

export const foldDiffered = ({run, account}: State, {seq, data}: EnvelopeOf<'AccountDiffered'>): void => {
  if (run !== null) run.isReconciled = false;
  account.differences = data.differences;
  account.differSeq = seq;
};

export const foldForeignOrders = ({account}: State, {data}: EnvelopeOf<'ForeignOrdersSeen'>): void => {
  account.foreign = data.orders;
};

/** Cash and holdings follow the venue's word; what others paid in or took out is neither profit nor loss. */
export const foldAdjusted = (state: State, {seq, data}: EnvelopeOf<'AccountAdjusted'>): void => {
  const {account, equity} = state;
  if (data.basis !== account.seq) return;
  const cash = decimal(data.cash);
  let sold = ZERO;
  for (const {symbol, change} of data.holdings) sold = add(sold, shiftHolding(state, symbol, decimal(change)));
  const transfer = subtract(cash, sold);
  state.cash = add(state.cash, cash);
  account.transfers = add(account.transfers, transfer);
  account.seq = seq;
  equity.opening = add(equity.opening, transfer);
  equity.dayStart = add(equity.dayStart, transfer);
  equity.peak = add(equity.peak, transfer);
  // What a loss is a share of has changed: it is measured anew.
  equity.trough = equity.peak;
  revalue(state);
};

/** Others trade with what is theirs first; what they sold beyond it was ours, and leaves our position at the last price. Gives its worth. */
const shiftHolding = (state: State, symbol: string, change: Decimal): Decimal => {
  const market = state.markets.get(symbol);
  const baseline = (state.baseline ??= new Map());
  if (market === undefined) return ZERO;
  const {base, kind} = market.market;
  const theirs = add(baseline.get(base) ?? ZERO, change);
  baseline.set(base, kind === 'spot' ? maximum(theirs, ZERO) : theirs);
  const missing = kind === 'spot' ? maximum(negate(theirs), ZERO) : ZERO;
  const position = state.positions.get(symbol);
  if (position === undefined || missing === ZERO) return ZERO;

  const quantity = minimum(missing, position.quantity);
  const price = market.lastPrice ?? ZERO;
  const notional =
    market.lastPrice === null ? marketValue(state, position) : multiply(quantity, market.lastPrice, 'floor');
  reducePosition(state, position, negate(quantity), {quantity, price, notional, fee: ZERO});

  return notional;
};
