import {absolute, add, type Decimal, decimal, divide, multiply, negate, subtract, ZERO} from '../domain/Decimal.ts';
import type {Execution} from '../domain/Event.ts';
import type {Envelope} from '../domain/Envelope.ts';
import {notionalOf} from '../domain/notional.ts';
import {isFinal, transition} from '../domain/Order.ts';
import {pushBounded} from './bounded.ts';
import {revalue} from './equity.ts';
import {reach} from './foldMarket.ts';
import {findOrder, settleOrder} from './foldOrder.ts';
import {LIMITS, type Order, type Position, type State} from './State.ts';

/** Applies one execution to its order, the position and the cash; a known execution id changes nothing. */
export const foldFill = (state: State, envelope: Envelope<'OrderFilled', Execution>): void => {
  const fill = envelope.data;
  const order = findOrder(state, fill.clientOrderId);
  if (order === undefined || order.executionIds.includes(fill.executionId)) return;

  const quantity = decimal(fill.quantity);
  const price = decimal(fill.price);
  const fee = decimal(fill.fee);
  state.account.seq = envelope.seq;
  const notional = notionalOf(fill.side, price, quantity);
  bookOrder(state, order, fill, quantity, notional, fee);
  bookCash(state, fill.side === 'buy' ? notional : negate(notional), fee);
  bookPosition(state, envelope, order, {quantity, price, notional, fee});
  countFill(state, envelope, order, {price, quantity, notional});
  revalue(state);
};

const bookOrder = (
  state: State,
  order: Order,
  fill: Execution,
  quantity: Decimal,
  notional: Decimal,
  fee: Decimal,
): void => {
  order.executionIds.push(fill.executionId);
  order.filled = add(order.filled, quantity);
  order.filledNotional = add(order.filledNotional, notional);
  order.fees = add(order.fees, fee);
  if (isFinal(order.status) && order.status !== 'FILLED') order.late = {seq: state.seq, was: order.status};
  const happening = order.filled >= order.quantity ? 'fullyFilled' : 'partiallyFilled';
  const next = transition(order.status, happening, true);
  if (next !== null) settleOrder(state, order, next);
};

const bookCash = (state: State, spent: Decimal, fee: Decimal): void => {
  state.cash = subtract(subtract(state.cash, spent), fee);
  state.feesPaid = add(state.feesPaid, fee);
};

type Booking = {readonly quantity: Decimal; readonly price: Decimal; readonly notional: Decimal; readonly fee: Decimal};

const bookPosition = (
  state: State,
  envelope: Envelope<'OrderFilled', Execution>,
  order: Order,
  booking: Booking,
): void => {
  const {symbol, side} = envelope.data;
  const position = state.positions.get(symbol) ?? openPosition(state, envelope, order, booking.price);
  const signed = side === 'buy' ? booking.quantity : negate(booking.quantity);
  position.fees = add(position.fees, booking.fee);
  reach(position, booking.price);
  const isReducing = position.quantity !== ZERO && signed > ZERO !== position.quantity > ZERO;
  if (isReducing) reducePosition(state, position, signed, booking);
  else increase(position, signed, booking);
};

const openPosition = (
  state: State,
  envelope: Envelope<'OrderFilled', Execution>,
  order: Order,
  price: Decimal,
): Position => {
  const position: Position = {
    symbol: envelope.data.symbol,
    quantity: ZERO,
    cost: ZERO,
    peakQuantity: ZERO,
    entryNotional: ZERO,
    entryQuantity: ZERO,
    exitNotional: ZERO,
    exitQuantity: ZERO,
    fees: ZERO,
    realized: ZERO,
    openedSeq: envelope.seq,
    openedTime: envelope.time,
    strategy: order.intent.strategy,
    decision: order.intent.decision,
    barsHeld: 0,
    best: price,
    worst: price,
    levels: null,
    exiting: null,
  };
  state.positions.set(position.symbol, position);

  return position;
};

const increase = (position: Position, signed: Decimal, {quantity, notional}: Booking): void => {
  position.quantity = add(position.quantity, signed);
  position.cost = add(position.cost, signed > ZERO ? notional : negate(notional));
  position.entryNotional = add(position.entryNotional, notional);
  position.entryQuantity = add(position.entryQuantity, quantity);
  const size = absolute(position.quantity);
  if (size > position.peakQuantity) position.peakQuantity = size;
};

/** Takes the closed share of the cost out; what is rounded stays in the cost of the rest, so nothing is lost. */
export const reducePosition = (state: State, position: Position, signed: Decimal, booking: Booking): void => {
  const closing = absolute(signed) <= absolute(position.quantity) ? signed : negate(position.quantity);
  const rest = subtract(signed, closing);
  const proceeds = share(booking.notional, absolute(closing), booking.quantity);
  const cost = share(position.cost, absolute(closing), absolute(position.quantity));
  const result = subtract(closing > ZERO ? negate(proceeds) : proceeds, cost);

  position.realized = add(position.realized, result);
  state.realized = add(state.realized, result);
  position.quantity = add(position.quantity, closing);
  position.cost = subtract(position.cost, cost);
  position.exitNotional = add(position.exitNotional, proceeds);
  position.exitQuantity = add(position.exitQuantity, absolute(closing));
  if (rest !== ZERO)
    increase(position, rest, {...booking, quantity: absolute(rest), notional: subtract(booking.notional, proceeds)});
};

/** part/whole of an amount; all of it when the part is the whole, to the last digit. */
const share = (amount: Decimal, part: Decimal, whole: Decimal): Decimal =>
  part === whole ? amount : divide(multiply(amount, part, 'down'), whole, 'down');

const countFill = (
  state: State,
  envelope: Envelope<'OrderFilled', Execution>,
  order: Order,
  {price, quantity, notional}: {price: Decimal; quantity: Decimal; notional: Decimal},
): void => {
  pushBounded(state.fills, {seq: envelope.seq, time: envelope.time, fill: envelope.data}, LIMITS.fills);
  state.windows.turnover = add(state.windows.turnover, notional);
  const isFirst = order.executionIds.length === 1;
  if (order.intent.purpose === 'entry' && isFirst) state.funnel.filled += 1;
  if (order.referencePrice === null) return;

  const worse =
    order.intent.side === 'buy' ? subtract(price, order.referencePrice) : subtract(order.referencePrice, price);
  if (worse <= ZERO) return;
  pushBounded(
    state.windows.slippage,
    {time: envelope.time, amount: multiply(worse, quantity, 'up')},
    LIMITS.windowEntries,
  );
};
