import {subtract, ZERO, decimal, toText} from '../domain/Decimal.ts';
import type {AnyEnvelope, EnvelopeOf} from '../domain/Event.ts';
import {onAdjusted, onDiffered, onForeignOrders, onStrayOrder} from './answerAccount.ts';
import {guardEquity, obey} from './control.ts';
import {considerEntry} from './enter.ts';
import {examine} from './examine.ts';
import {beginExit, continueExit, finishPosition} from './exit.ts';
import {findOrder} from './foldOrder.ts';
import {keepToGrid, openLevels, protect, protectAgain, trail, watch} from './protect.ts';
import type {DecimalText} from '../domain/Market.ts';
import type {Order} from './State.ts';
import {alarm, type Closed, ENTRIES, requestCancel, type Turn, workingOrders} from './turn.ts';

/** Reacts to one input that is already written and folded. Everything it does is a line of its own. */
export const decide = (turn: Turn, input: AnyEnvelope): void => {
  switch (input.type) {
    case 'CandleClosed':
      return onCandle(turn, input);
    case 'PriceMoved':
      return onPrice(turn, input);
    case 'OrderFilled':
      return onFill(turn, input);
    case 'OrderAccepted':
    case 'CancelRejected':
      return void examine(turn, input);
    case 'OrderOutcomeUnknown':
      return onUnknown(turn, input);
    case 'MarketChanged':
      return keepToGrid(turn, input.data.symbol);
    case 'OrderAmended':
      return onAmended(turn, input);
    case 'OrderRejected':
    case 'OrderCanceled':
    case 'OrderProvenAbsent':
    case 'OrderWrittenOff':
      return onClosed(turn, input);
    case 'OperatorCommanded':
      return obey(turn, input);
    case 'Reconciled':
      return protectAll(turn);
    case 'PositionNaked':
      return onNaked(turn, input);
    case 'AccountDiffered':
      return onDiffered(turn, input);
    case 'AccountAdjusted':
      return onAdjusted(turn, input);
    case 'ForeignOrdersSeen':
      return onForeignOrders(turn, input);
    case 'StrayOrderFound':
      return onStrayOrder(turn, input);
    default:
      return;
  }
};

const onCandle = (turn: Turn, input: Closed): void => {
  const {state} = turn;
  const {symbol, timeframe, history} = input.data;
  if (history === true) return;
  guardEquity(turn);
  if (timeframe !== state.settings?.timeframe) return;
  repeatCancels(turn, symbol);
  expireEntries(turn, symbol);
  manage(turn, symbol);
  considerEntry(turn, input);
};

/** A cancel that the venue refused is wanted all the same. */
const repeatCancels = (turn: Turn, symbol: string): void => {
  for (const order of turn.state.orders.values()) {
    if (order.refusedCancel !== undefined && order.intent.symbol === symbol)
      requestCancel(turn, order, order.refusedCancel);
  }
};

/** An entry that has not filled for long was decided on another market. */
const expireEntries = (turn: Turn, symbol: string): void => {
  const entries = workingOrders(turn.state, symbol, ENTRIES);
  if (entries.length === 0) return;
  const bars = turn.state.markets.get(symbol)?.bars ?? 0;
  const limit = turn.state.settings?.risk.entryMaxBars ?? 0;
  for (const order of entries) if (bars - order.bar >= limit) requestCancel(turn, order, 'entry expired');
};

const manage = (turn: Turn, symbol: string): void => {
  const position = turn.state.positions.get(symbol);
  if (position === undefined) return;
  if (position.exiting !== null) return continueExit(turn, position);
  const {levels} = position;
  const isOld = levels !== null && position.barsHeld >= levels.maxBars;
  if (isOld && turn.state.trading.state !== 'HALTED') return beginExit(turn, position, 'maxBars');
  trail(turn, position);
  protectAgain(turn, position);
  watch(turn, position);
};

const onPrice = (turn: Turn, {data}: EnvelopeOf<'PriceMoved'>): void => {
  guardEquity(turn);
  const position = turn.state.positions.get(data.symbol);
  if (position !== undefined) watch(turn, position);
};

const onFill = (turn: Turn, input: EnvelopeOf<'OrderFilled'>): void => {
  const {state} = turn;
  const order = examine(turn, input);
  // A fill that was known already has changed nothing.
  if (order === null || state.fills.at(-1)?.seq !== input.seq) return;
  if (order.filled > order.quantity) onOverfill(turn, order);
  const {symbol, price} = input.data;
  const position = state.positions.get(symbol);
  if (position === undefined) return;
  if (position.quantity === ZERO) return finishPosition(turn, position, order);
  if (position.quantity < ZERO && input.data.side === 'sell') guardHoldings(turn, symbol, toText(position.quantity));

  if (order.intent.purpose === 'entry') openLevels(turn, position, order, decimal(price));
  else for (const entry of workingOrders(state, symbol, ENTRIES)) requestCancel(turn, entry, 'leaving');
  protect(turn, position);
  continueExit(turn, position);
  guardEquity(turn);
};

/** The fill is the truth and stays booked; nothing new until a person has looked. */
const onOverfill = (turn: Turn, order: Order): void => {
  const reason = `order "${order.intent.clientOrderId}" filled more than it asked for`;
  const [value, limit] = [toText(order.filled), toText(order.quantity)];
  turn.emit({type: 'TradingHalted', data: {code: 'OVERFILL', value, limit, reason}});
  alarm(turn, 'OVERFILL', reason);
};

/** A spot account holds no short: what was sold beyond ours was somebody else's, or is owed. */
const guardHoldings = (turn: Turn, symbol: string, quantity: DecimalText): void => {
  if (turn.state.markets.get(symbol)?.market.kind !== 'spot') return;
  const reason = `more ${symbol} was sold than was ours`;
  turn.emit({type: 'TradingHalted', data: {code: 'OVERFILL', value: quantity, limit: '0', reason}});
  alarm(turn, 'OVERFILL', reason);
};

/** Partial fills may have come while the amendment was under way. */
const onAmended = (turn: Turn, {data}: EnvelopeOf<'OrderAmended'>): void => {
  const order = findOrder(turn.state, data.clientOrderId);
  const position = order === undefined ? undefined : turn.state.positions.get(order.intent.symbol);
  if (position !== undefined) protect(turn, position);
};

/** An order that the venue had and then does not know is nothing that settles by itself in a moment: a person should look. */
const onUnknown = (turn: Turn, input: EnvelopeOf<'OrderOutcomeUnknown'>): void => {
  const order = examine(turn, input);
  if (order === null || input.data.forgotten !== true) return;
  const {clientOrderId, symbol, purpose, reduceOnly} = order.intent;
  const way = reduceOnly
    ? 'Where it stays so, it is called dead in some minutes, and what it was for is done again.'
    : `It counts at its full size until the venue tells of it, or you write it off: ogz write-off ${clientOrderId}.`;
  alarm(
    turn,
    'ORDER_FORGOTTEN',
    `The venue does not know the ${purpose} order "${clientOrderId}" in ${symbol} any more. ${way}`,
  );
};

type Closing =
  | EnvelopeOf<'OrderRejected'>
  | EnvelopeOf<'OrderCanceled'>
  | EnvelopeOf<'OrderProvenAbsent'>
  | EnvelopeOf<'OrderWrittenOff'>;

/** A stop that ends sooner after its sending would end again at once, such as one that finds nobody to trade with: the next candle puts it back. */
const RESTED_MS = 5_000;

const onClosed = (turn: Turn, input: Closing): void => {
  const order = examine(turn, input);
  if (order === null) return;
  const position = turn.state.positions.get(order.intent.symbol);
  if (position === undefined) return;
  // A refused exit is tried again on the next candle: at once would be a storm.
  if (order.intent.purpose === 'exit') return;
  if (position.exiting !== null) return continueExit(turn, position);
  if (order.intent.purpose !== 'stop' || subtract(order.quantity, order.filled) <= ZERO) return;
  if (input.type === 'OrderRejected') return beginExit(turn, position, 'unprotected');
  // Nobody here asked for it, such as a venue's dead man's switch: what protected a moment ago is put back.
  const hasRested = order.venueOrderId !== null && input.time - order.time >= RESTED_MS;
  if (order.isCancelRequested) return;
  if (input.type === 'OrderCanceled') tellLostStop(turn, input);
  if (hasRested) protect(turn, position);
};

/** Where one order cancels another at the venue, a stop goes with its target; elsewhere a person should know. */
const tellLostStop = (turn: Turn, {data}: EnvelopeOf<'OrderCanceled'>): void => {
  if (turn.state.run?.venue.oneCancelsOther !== false) return;
  const {clientOrderId, reason} = data;
  alarm(turn, 'STOP_CANCELED', `Stop "${clientOrderId}" was cancelled, and not by us: ${reason}.`);
};

/** A person must look; what can be done from here is done again. */
const onNaked = (turn: Turn, {data}: EnvelopeOf<'PositionNaked'>): void => {
  const {symbol, nakedMs} = data;
  const text = `The position in ${symbol} has had no stop at the venue and no prices to watch it by for ${nakedMs / 1_000} s.`;
  alarm(turn, 'POSITION_NAKED', text);
  const position = turn.state.positions.get(symbol);
  if (position !== undefined) protect(turn, position);
};

const protectAll = (turn: Turn): void => {
  for (const position of [...turn.state.positions.values()]) {
    protectAgain(turn, position);
    continueExit(turn, position);
  }
};
