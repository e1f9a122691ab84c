import {absolute, divide, negate, subtract, toText, ZERO} from '../domain/Decimal.ts';
import type {ClosedTrade, ExitReason} from '../domain/Event.ts';
import type {OrderPurpose} from '../domain/Order.ts';
import type {Order, Position} from './State.ts';
import {nextClientOrderId, requestCancel, type Turn, workingOrders} from './turn.ts';

const LEFT_BEHIND: readonly OrderPurpose[] = ['entry', 'stop', 'target'];

/** Starts to leave a position: everything that rests in its market is cancelled first, so that no two orders close it twice. */
export const beginExit = (turn: Turn, position: Position, reason: ExitReason): void => {
  if (position.exiting !== null) return;
  turn.emit({type: 'ExitStarted', data: {symbol: position.symbol, reason}});
  for (const order of workingOrders(turn.state, position.symbol, LEFT_BEHIND)) requestCancel(turn, order, 'exit');
  continueExit(turn, position);
};

/** Sends the closing market order once nothing else of ours can fill in this market. */
export const continueExit = (turn: Turn, position: Position): void => {
  if (position.exiting === null || position.quantity === ZERO) return;
  if (workingOrders(turn.state, position.symbol).length > 0) return;
  turn.emit({
    type: 'OrderSubmitted',
    data: {
      clientOrderId: nextClientOrderId(turn),
      symbol: position.symbol,
      side: position.quantity > ZERO ? 'sell' : 'buy',
      type: 'market',
      quantity: toText(absolute(position.quantity)),
      reduceOnly: true,
      purpose: 'exit',
      strategy: position.strategy,
      decision: position.decision,
    },
  });
};

/** Reports a position that our own order made flat. */
export const finishPosition = (turn: Turn, position: Position, lastOrder: Order): void =>
  finish(turn, position, lastOrder.intent.side === 'sell', position.exiting ?? exitReason(position, lastOrder));

/** Reports a position that somebody else sold: only what a spot account holds can be sold from under us. */
export const finishExternally = (turn: Turn, position: Position): void => finish(turn, position, true, 'external');

/** Teaches memory the outcome, and clears what still rests for it. */
const finish = (turn: Turn, position: Position, isLong: boolean, reason: ExitReason): void => {
  for (const order of workingOrders(turn.state, position.symbol)) requestCancel(turn, order, 'flat');
  const trade = closedTrade(turn, position, isLong, reason);
  turn.emit({type: 'PositionClosed', data: trade});
  const {symbol, decision, side, netPnl} = trade;
  turn.emit({type: 'PatternLearned', data: {symbol, decision, side, netPnl}});
};

const closedTrade = (turn: Turn, position: Position, isLong: boolean, reason: ExitReason): ClosedTrade => {
  const entry = divide(position.entryNotional, position.entryQuantity, isLong ? 'up' : 'down');
  const exit = divide(position.exitNotional, position.exitQuantity, isLong ? 'down' : 'up');
  const favorable = subtract(position.best, entry);
  const adverse = subtract(position.worst, entry);

  return {
    symbol: position.symbol,
    side: isLong ? 'long' : 'short',
    strategy: position.strategy,
    quantity: toText(position.peakQuantity),
    entryPrice: toText(entry),
    exitPrice: toText(exit),
    entryTime: position.openedTime,
    exitTime: turn.state.time,
    grossPnl: toText(position.realized),
    fees: toText(position.fees),
    netPnl: toText(subtract(position.realized, position.fees)),
    exitReason: reason,
    barsHeld: position.barsHeld,
    favorableExcursion: toText(isLong ? favorable : negate(favorable)),
    adverseExcursion: toText(isLong ? adverse : negate(adverse)),
    decision: position.decision,
  };
};

const exitReason = ({levels}: Position, {intent}: Order): ExitReason => {
  if (intent.purpose === 'target') return 'target';
  if (levels !== null && levels.stop !== levels.initialStop) return 'trailing';

  return 'stop';
};
