import {toText} from '../../core/domain/Decimal.ts';
import type {Exchange} from './engine/Exchange.ts';
import type {Faults} from './faults/Faults.ts';
import {FaultScriptRefused, readFaults} from './faults/readFaults.ts';

export type ControlAnswer = {readonly status: number; readonly text: string};

/** Where a test in another process asks for the truth (`GET /simulator/truth`) and adds faults (`POST /simulator/faults`); null for other paths. */
export const answerControl = (
  {exchange, faults, account}: {exchange: Exchange; faults: Faults; account: string},
  {method, path, body}: {method: string; path: string; body: string},
): ControlAnswer | null => {
  if (path === '/simulator/truth' && method === 'GET') return {status: 200, text: describeTruth(exchange, account)};
  if (path !== '/simulator/faults' || method !== 'POST') return null;
  try {
    const script = readFaults(body);
    for (const fault of script) faults.add(fault);

    return {status: 200, text: JSON.stringify({added: script.length})};
  } catch (error) {
    if (!(error instanceof FaultScriptRefused)) throw error;
    return {status: 400, text: JSON.stringify({error: error.message})};
  }
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
