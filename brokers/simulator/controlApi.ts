import {toText} from '../../core/domain/Decimal.ts';
import type {Exchange} from './engine/Exchange.ts';
import type {Faults} from './faults/Faults.ts';
import {FaultScriptRefused, readFaults} from './faults/readFaults.ts';

export type ControlAnswer = {readonly status: number; readonly text: string};

/** What `/simulator/clock` answers. */
export type ExchangeClock = {
  /** Drawn anew by each process. */
  readonly instance: string;
  /** Market time, ms UTC. */
  readonly time: number;
  /** Market time per real time. */
  readonly speed: number;
};

type Parts = {
  readonly exchange: Exchange;
  readonly faults: Faults;
  readonly account: string;
  /** Moves the calendar up to a time first, where one is given. */
  readonly clock: (notBefore: number) => ExchangeClock;
};

type Request = {readonly method: string; readonly path: string; readonly body: string};

/**
 * What a program that knows that this is no real exchange may ask: the truth (`GET /simulator/truth`), the calendar
 * (`GET /simulator/clock`, or `POST` with `{"notBefore": ms}`), and faults to come (`POST /simulator/faults`). Null for other paths.
 */
export const answerControl = (parts: Parts, {method, path, body}: Request): ControlAnswer | null => {
  switch (`${method} ${path}`) {
    case 'GET /simulator/truth':
      return ok(describeTruth(parts.exchange, parts.account));
    case 'GET /simulator/clock':
      return ok(JSON.stringify(parts.clock(0)));
    case 'POST /simulator/clock':
      return ok(JSON.stringify(parts.clock(readNotBefore(body))));
    case 'POST /simulator/faults':
      return addFaults(parts.faults, body);
    default:
      return null;
  }
};

const ok = (text: string): ControlAnswer => ({status: 200, text});

const addFaults = (faults: Faults, body: string): ControlAnswer => {
  try {
    const script = readFaults(body);
    for (const fault of script) faults.add(fault);

    return ok(JSON.stringify({added: script.length}));
  } catch (error) {
    if (!(error instanceof FaultScriptRefused)) throw error;
    return {status: 400, text: JSON.stringify({error: error.message})};
  }
};

/** 0, which every calendar is past, for anything that is not a time. */
const readNotBefore = (body: string): number => {
  const match = /^\{"notBefore":(\d{1,15})\}$/.exec(body);

  return Number(match?.[1] ?? 0);
};

/** Orders, executions and balances of the account as they really are, numbers as decimal text. */
const describeTruth = (exchange: Exchange, name: string): string => {
  const account = exchange.account(name);
  const value = {
    orders: exchange.truth.orders(name),
    executions: exchange.truth.executionsOf(name),
    balances: Object.fromEntries(account.assets.map(asset => [asset, account.balance(asset)])),
  };

  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? decimalText(member) : member));
};

const decimalText = (scaled: bigint): string => toText(scaled as Parameters<typeof toText>[0]);
