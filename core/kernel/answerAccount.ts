import {ZERO} from '../domain/Decimal.ts';
import type {EnvelopeOf} from '../domain/Event.ts';
import {cancelEntries} from './control.ts';
import {finishExternally} from './exit.ts';
import {protect} from './protect.ts';
import {alarm, type Turn} from './turn.ts';

/** Alarms at once; what stays takes the permission to trade, as the settings want it, and only a person gives it back. */
export const onDiffered = (turn: Turn, {data}: EnvelopeOf<'AccountDiffered'>): void => {
  const {trading, settings} = turn.state;
  const reason = `the venue's account differs: ${data.differences.join('; ')}`;
  alarm(turn, 'ACCOUNT_DIFFERS', `${reason}.`);
  const policy = settings?.reconcile.onMismatch;
  if (!data.persists || policy === 'adopt') return;
  const isHalting = policy === 'halt' && trading.state !== 'HALTED';
  if (!isHalting && trading.state !== 'ACTIVE') return;

  const type = isHalting ? 'TradingHalted' : 'TradingReduced';
  turn.emit({type, data: {code: 'ACCOUNT_DIFFERS', value: null, limit: null, reason}});
  cancelEntries(turn, 'account differs');
};

/** Somebody else traded or paid: says so, and gives every touched position the exits that it needs now. */
export const onAdjusted = (turn: Turn, input: EnvelopeOf<'AccountAdjusted'>): void => {
  const {state} = turn;
  if (state.account.seq !== input.seq) return;
  if (input.data.kind === 'rounding') return;
  alarm(turn, 'ACCOUNT_ADJUSTED', `The books follow the venue: ${input.data.reason}.`);
  for (const {symbol} of input.data.holdings) {
    const position = state.positions.get(symbol);
    if (position === undefined) continue;
    if (position.quantity === ZERO) finishExternally(turn, position);
    else protect(turn, position);
  }
};

/** Nobody here sent them: they are counted, and a person should know. */
export const onForeignOrders = (turn: Turn, {data}: EnvelopeOf<'ForeignOrdersSeen'>): void => {
  if (data.appeared.length === 0) return;
  alarm(turn, 'FOREIGN_ORDERS', `Orders of others rest on the account: ${data.appeared.join('; ')}.`);
};

/** It carries our name and we know nothing of it: nobody else may be watching it. */
export const onStrayOrder = (turn: Turn, {data}: EnvelopeOf<'StrayOrderFound'>): void => {
  const {clientOrderId, symbol} = data;
  alarm(turn, 'STRAY_ORDER', `Order "${clientOrderId}" in ${symbol} bears our name and is not in the journal.`);
  turn.emit({type: 'CancelRequested', data: {clientOrderId, reason: 'not in the journal'}});
};
