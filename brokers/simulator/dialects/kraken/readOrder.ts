import {type Decimal, decimal, fromNumber} from '../../../../core/domain/Decimal.ts';
import type {Side} from '../../../../core/domain/Order.ts';
import {isLimitKind, isTriggerKind, type OrderKind, type OrderRequest, type TimeInForce} from '../../engine/orders.ts';
import {CallError} from './errors.ts';

const KINDS: readonly OrderKind[] = [
  'market',
  'limit',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];
const TIMES_IN_FORCE: readonly TimeInForce[] = ['GTC', 'GTD', 'IOC', 'FOK'];
const PREVENTIONS = ['cancel_newest', 'cancel_oldest', 'cancel_both'] as const;

export type Params = Readonly<Record<string, unknown>>;

const invalid = (name: string): CallError => new CallError(`EGeneral:Invalid arguments:${name}`);

/** Text of a parameter, or null where it is missing or empty. */
export const textParam = (params: Params, name: string): string | null => {
  const value = params[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);

  throw invalid(name);
};

export const flagParam = (params: Params, name: string): boolean => textParam(params, name)?.toLowerCase() === 'true';

/** A whole number from 0 on, or null. */
export const countParam = (params: Params, name: string): number | null => {
  const text = textParam(params, name);
  if (text === null) return null;
  if (!/^\d{1,19}$/.test(text)) throw invalid(name);

  return Number(text);
};

/** A decimal from number or text, or null. `word` is what the error calls it. */
export const decimalParam = (params: Params, name: string, word = name): Decimal | null => {
  const value = params[name];
  const text = textParam(params, name);
  if (text === null) return null;
  try {
    return typeof value === 'number' ? fromNumber(value) : decimal(text);
  } catch (error) {
    if (error instanceof RangeError) throw invalid(word);
    throw error;
  }
};

/** Ms UTC of an RFC 3339 text, or null. */
export const deadlineParam = (params: Params): number | null => {
  const text = textParam(params, 'deadline');
  if (text === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalid('deadline');

  return time;
};

const choiceParam = <Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
): Choice | null => {
  const text = textParam(params, name);
  if (text === null) return null;
  const choice = choices.find(each => each.toLowerCase() === text.toLowerCase());
  if (choice === undefined) throw invalid(name);

  return choice;
};

const required = <Value>(value: Value | null, name: string): Value => {
  if (value === null) throw invalid(name);

  return value;
};

const SIDES: readonly Side[] = ['buy', 'sell'];

/** An order as REST's AddOrder states it; unknown fields are ignored, as Kraken does. */
export const readRestOrder = (params: Params, symbol: string, now: number): OrderRequest => {
  const kind = required(choiceParam(params, 'ordertype', KINDS), 'ordertype');
  const flags = (textParam(params, 'oflags') ?? '').split(',');
  if (flags.includes('viqc')) throw invalid('viqc');
  const price = decimalParam(params, 'price');
  const isTrigger = isTriggerKind(kind);

  return {
    ...readCommon(params, now, {time: 'timeinforce', expiry: 'expiretm', reference: 'userref'}),
    symbol,
    kind,
    side: required(choiceParam(params, 'type', SIDES), 'type'),
    quantity: required(decimalParam(params, 'volume'), 'volume'),
    limitPrice: kind === 'limit' ? price : isLimitKind(kind) ? decimalParam(params, 'price2') : null,
    triggerPrice: isTrigger ? price : null,
    postOnly: flags.includes('post'),
  };
};

const WS_FIELDS = new Set(
  `order_type side order_qty symbol limit_price limit_price_type triggers time_in_force expire_time effective_time
   cl_ord_id order_userref post_only reduce_only margin deadline validate stp_type fee_preference token
   display_qty sender_sub_id no_mpp`.split(/\s+/),
);

/** An order as the socket's add_order states it; a field that does not belong there is an error, as at Kraken. */
export const readSocketOrder = (params: Params, now: number): OrderRequest => {
  const stray = Object.keys(params).find(name => !WS_FIELDS.has(name));
  if (stray !== undefined) throw new CallError(`Unsupported field: '${stray}' for the given msg type: add order`);
  const kind = required(choiceParam(params, 'order_type', KINDS), 'order_type');
  const triggers = params['triggers'];
  const trigger = typeof triggers === 'object' && triggers !== null ? (triggers as Params) : {};

  return {
    ...readCommon(params, now, {time: 'time_in_force', expiry: 'expire_time', reference: 'order_userref'}),
    symbol: required(textParam(params, 'symbol'), 'symbol'),
    kind,
    side: required(choiceParam(params, 'side', SIDES), 'side'),
    quantity: required(decimalParam(params, 'order_qty'), 'order_qty'),
    limitPrice: isLimitKind(kind) ? decimalParam(params, 'limit_price') : null,
    triggerPrice: isTriggerKind(kind) ? decimalParam(trigger, 'price') : null,
    postOnly: flagParam(params, 'post_only'),
  };
};

type Names = {readonly time: string; readonly expiry: string; readonly reference: string};
type Common = Pick<
  OrderRequest,
  'timeInForce' | 'expiresAt' | 'clientOrderId' | 'userReference' | 'selfTradePrevention' | 'deadline'
>;

const readCommon = (params: Params, now: number, names: Names): Common => {
  const clientOrderId = textParam(params, 'cl_ord_id');
  const userReference = countParam(params, names.reference);
  if (clientOrderId !== null && userReference !== null) throw invalid('cl_ord_id');

  return {
    timeInForce: choiceParam(params, names.time, TIMES_IN_FORCE) ?? 'GTC',
    expiresAt: expiryOf(textParam(params, names.expiry), now, names.expiry),
    clientOrderId,
    userReference: userReference ?? 0,
    selfTradePrevention: choiceParam(params, 'stp_type', PREVENTIONS) ?? 'cancel_newest',
    deadline: deadlineParam(params),
  };
};

/** `+60` is seconds from now, digits are seconds since 1970, anything else is RFC 3339. */
const expiryOf = (text: string | null, now: number, name: string): number | null => {
  if (text === null || text === '0') return null;
  const time = text.startsWith('+')
    ? now + Number(text) * 1_000
    : /^\d+$/.test(text)
      ? Number(text) * 1_000
      : Date.parse(text);
  if (Number.isNaN(time) || time <= now) throw invalid(name);

  return time;
};
