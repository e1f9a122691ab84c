import type {AmendRequest} from '../../engine/Admission.ts';
import type {Accepted} from '../../engine/Exchange.ts';
import type {OrderReference} from '../../engine/ExchangeState.ts';
import type {OrderRequest} from '../../engine/orders.ts';
import type {Refused} from '../../engine/Refusal.ts';
import {CallError, textOf} from './errors.ts';
import type {KrakenContext} from './KrakenContext.ts';
import {deadlineParam, decimalParam, flagParam, type Params, textParam} from './readOrder.ts';

/** Commands that REST and the socket share; each throws a CallError where the exchange refuses. */
export const placeOrder = ({exchange, now}: KrakenContext, account: string, request: OrderRequest): Accepted['order'] =>
  orderOf(exchange.submit(account, request, now()));

export const validateOrder = ({exchange, now}: KrakenContext, account: string, request: OrderRequest): void => {
  const answer = exchange.validate(account, request, now());
  if (!answer.ok) throw new CallError(textOf(answer.refusal));
};

export const cancelOrder = (
  {exchange, now}: KrakenContext,
  account: string,
  reference: OrderReference,
): Accepted['order'] => orderOf(exchange.cancel(account, reference, now()));

/** Amends by the parameters that REST's AmendOrder and the socket's amend_order have in common. */
export const amendOrder = (
  {exchange, now}: KrakenContext,
  account: string,
  reference: OrderReference,
  params: Params,
): Accepted['order'] => {
  const [quantity, limitPrice, triggerPrice] = ['order_qty', 'limit_price', 'trigger_price'].map(name =>
    decimalParam(params, name),
  );
  const change: AmendRequest = {
    ...(quantity ? {quantity} : {}),
    ...(limitPrice ? {limitPrice} : {}),
    ...(triggerPrice ? {triggerPrice} : {}),
    ...(textParam(params, 'post_only') === null ? {} : {postOnly: flagParam(params, 'post_only')}),
    deadline: deadlineParam(params),
  };

  return orderOf(exchange.amend(account, reference, change, now()));
};

const MOST_TIMEOUT_SECONDS = 86_400;

/** Arms the dead-man switch; `trigger` is null where it was disarmed. */
export const armDeadMan = (
  {exchange, now}: KrakenContext,
  account: string,
  params: Params,
): {readonly current: number; readonly trigger: number | null} => {
  const text = textParam(params, 'timeout');
  const timeout = text !== null && /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(timeout < MOST_TIMEOUT_SECONDS)) throw new CallError('EGeneral:Invalid arguments:timeout');
  const {firesAt} = exchange.armDeadMan(account, timeout * 1_000, now());

  return {current: now(), trigger: firesAt};
};

const orderOf = (answer: Accepted | Refused): Accepted['order'] => {
  if (!answer.ok) throw new CallError(textOf(answer.refusal));

  return answer.order;
};
