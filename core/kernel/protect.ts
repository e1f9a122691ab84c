import {absolute, add, type Decimal, fromNumber, maximum, minimum, subtract, toText, ZERO} from '../domain/Decimal.ts';
import {type Market, roundPassivePrice} from '../domain/Market.ts';
import type {OrderIntent, OrderPurpose, Side} from '../domain/Order.ts';
import {beginExit} from './exit.ts';
import type {ExitLevels, Order, Position} from './State.ts';
import {nextClientOrderId, sideOf, type Turn, workingOrders} from './turn.ts';

/**
 * Keeps "a position has a protective exit at the venue or a live watcher" true:
 * one stop and one target rest at the venue for exactly what is held, one cancelling the other.
 * What the venue has refused or not answered yet is not asked again here: at once would be a storm.
 */
export const protect = (turn: Turn, position: Position): void => cover(turn, position, false);

/** The same once a candle, when what has no answer yet may be asked again. */
export const protectAgain = (turn: Turn, position: Position): void => cover(turn, position, true);

const STOPS: readonly OrderPurpose[] = ['stop'];
const TARGETS: readonly OrderPurpose[] = ['target'];
const PROTECTIVE: readonly OrderPurpose[] = ['stop', 'target'];

const cover = (turn: Turn, position: Position, again: boolean): void => {
  const {state} = turn;
  if (position.levels === null || position.exiting !== null || position.quantity === ZERO) return;
  if (state.trading.state === 'HALTED' && state.trading.code === 'OPERATOR') return;
  const stops = workingOrders(state, position.symbol, PROTECTIVE);
  if (stops.some(order => order.isCancelRequested)) return;
  if (stops.length === 0) return submitBracket(turn, position, position.levels);

  for (const order of stops) if (again || order.asked === undefined) resize(turn, position, position.levels, order);
};

/** Freezes the exit levels at the first fill of an entry. */
export const openLevels = (turn: Turn, position: Position, entry: Order, price: Decimal): void => {
  const plan = entry.exitPlan;
  const market = turn.state.markets.get(position.symbol)?.market;
  if (position.levels !== null || plan === null || market === undefined) return;
  const {stop, target} = levelsAround(
    market,
    position,
    price,
    fromNumber(plan.stopDistance),
    fromNumber(plan.targetDistance),
  );
  const {trailingDistance, maxBars} = plan;
  turn.emit({
    type: 'PositionOpened',
    data: {
      symbol: position.symbol,
      side: sideOf(position),
      stop: toText(stop),
      target: toText(target),
      trailingDistance: trailingDistance === null ? null : toText(fromNumber(trailingDistance)),
      maxBars,
      strategy: position.strategy,
      decision: position.decision,
    },
  });
};

/** Stop and target on the tick grid, at least one tick away and above zero; each rounded towards the entry. */
const levelsAround = (
  market: Market,
  position: Position,
  price: Decimal,
  stopDistance: Decimal,
  targetDistance: Decimal,
) => {
  const down = (distance: Decimal) =>
    roundPassivePrice(market, 'sell', subtract(price, maximum(distance, market.tick)));
  const up = (distance: Decimal) => roundPassivePrice(market, 'buy', add(price, maximum(distance, market.tick)));
  if (position.quantity > ZERO) return {stop: maximum(down(stopDistance), market.tick), target: up(targetDistance)};

  return {stop: up(stopDistance), target: maximum(down(targetDistance), market.tick)};
};

const submitBracket = (turn: Turn, position: Position, levels: ExitLevels): void => {
  const group = nextClientOrderId(turn);
  submitProtective(turn, position, {purpose: 'stop', type: 'stop', stopPrice: toText(levels.stop), ocoGroup: group});
  if (turn.state.run?.venue.oneCancelsOther === false) return;
  submitProtective(turn, position, {
    purpose: 'target',
    type: 'limit',
    limitPrice: toText(levels.target),
    ocoGroup: group,
  });
};

type Protective = Pick<OrderIntent, 'purpose' | 'type' | 'ocoGroup' | 'stopPrice' | 'limitPrice'>;

const submitProtective = (turn: Turn, position: Position, order: Protective): void => {
  turn.emit({
    type: 'OrderSubmitted',
    data: {
      clientOrderId: nextClientOrderId(turn),
      symbol: position.symbol,
      side: exitSide(position),
      quantity: toText(absolute(position.quantity)),
      reduceOnly: true,
      strategy: position.strategy,
      decision: position.decision,
      ...order,
    },
  });
};

export const exitSide = (position: Readonly<Position>): Side => (position.quantity > ZERO ? 'sell' : 'buy');

/** A protective order covers what is held, not more and not less; one that already trades is left alone. */
const resize = (turn: Turn, position: Position, levels: ExitLevels, order: Order): void => {
  const held = absolute(position.quantity);
  if (order.filled !== ZERO) {
    if (subtract(order.quantity, order.filled) < held && order.intent.purpose === 'stop')
      beginExit(turn, position, 'unprotected');
    return;
  }
  const stop = order.intent.purpose === 'stop' ? levels.stop : null;
  if (order.quantity === held && (stop === null || stop === order.stopPrice)) return;
  turn.emit({
    type: 'AmendRequested',
    data: {
      clientOrderId: order.intent.clientOrderId,
      quantity: toText(held),
      ...(stop === null ? {} : {stopPrice: toText(stop)}),
    },
  });
};

/** Lets a trailing stop follow the best price, only in the position's favour; `protect` then tells the venue. */
export const trail = (turn: Turn, position: Position): void => {
  const {levels} = position;
  const market = turn.state.markets.get(position.symbol)?.market;
  if (levels === null || levels.trailingDistance === null || position.exiting !== null || market === undefined) return;
  const isLong = position.quantity > ZERO;
  const wanted = isLong
    ? roundPassivePrice(market, 'buy', subtract(position.best, levels.trailingDistance))
    : roundPassivePrice(market, 'sell', add(position.best, levels.trailingDistance));
  const next = isLong ? maximum(wanted, levels.stop) : minimum(wanted, levels.stop);
  if (next === levels.stop) return;

  turn.emit({type: 'StopTrailed', data: {symbol: position.symbol, stop: toText(next)}});
};

/** After the venue has changed its grid the stop keeps to it, rounded towards the entry. */
export const keepToGrid = (turn: Turn, symbol: string): void => {
  const position = turn.state.positions.get(symbol);
  const market = turn.state.markets.get(symbol)?.market;
  if (position === undefined || position.levels === null || market === undefined) return;
  const {stop} = position.levels;
  const onGrid = roundPassivePrice(market, exitSide(position), stop);
  if (onGrid !== stop) turn.emit({type: 'StopTrailed', data: {symbol, stop: toText(onGrid)}});
  protect(turn, position);
};

/** The live watcher: a price beyond a level for which no order rests at the venue starts the exit here. */
export const watch = (turn: Turn, position: Position): void => {
  const {levels} = position;
  const price = turn.state.markets.get(position.symbol)?.lastPrice ?? null;
  if (levels === null || price === null || position.exiting !== null) return;
  const isLong = position.quantity > ZERO;
  if ((isLong ? price <= levels.stop : price >= levels.stop) && !rests(turn, position, STOPS))
    return beginExit(turn, position, 'stop');
  if (turn.state.trading.state === 'HALTED') return;
  if ((isLong ? price >= levels.target : price <= levels.target) && !rests(turn, position, TARGETS))
    beginExit(turn, position, 'target');
};

const rests = ({state}: Turn, {symbol}: Position, purposes: readonly OrderPurpose[]): boolean =>
  workingOrders(state, symbol, purposes).length > 0;
