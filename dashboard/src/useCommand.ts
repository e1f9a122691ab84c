import {useCallback, useState} from 'react';
import {rememberCommand} from './acknowledgement.ts';
import {ApiError, type CommandName, sendCommand} from './api.ts';
import {count} from './format.ts';
import {operatorToken} from './token.ts';

/** What became of the last command. `noToken`: this tab may read but not command. */
export type CommandOutcome =
  | {readonly kind: 'idle'}
  | {readonly kind: 'sending'; readonly name: CommandName}
  | {readonly kind: 'accepted'; readonly name: CommandName; readonly text: string}
  | {readonly kind: 'noToken'; readonly name: CommandName}
  | {readonly kind: 'failed'; readonly name: CommandName; readonly error: ApiError};

const DONE: Readonly<Record<CommandName, string>> = {halt: 'Halted', resume: 'Resumed', flatten: 'Flattening'};

const TOUCHED: Readonly<Record<CommandName, string>> = {
  halt: 'cancelled',
  resume: 'sent again',
  flatten: 'cancelled or sent',
};

/** Sends operator commands, one at a time, and keeps the answer until the next one. */
export const useCommand = () => {
  const [outcome, setOutcome] = useState<CommandOutcome>({kind: 'idle'});
  const dismiss = useCallback(() => setOutcome({kind: 'idle'}), []);

  const send = useCallback(async (name: CommandName): Promise<void> => {
    if (operatorToken() === null) return setOutcome({kind: 'noToken', name});
    setOutcome({kind: 'sending', name});
    setOutcome(await outcomeOf(name));
  }, []);

  return {outcome, send, dismiss};
};

const outcomeOf = async (name: CommandName): Promise<CommandOutcome> => {
  try {
    const {seq, orders} = await sendCommand({name, reason: 'from the dashboard'});
    const touched =
      orders.length === 0 ? '' : `, ${orders.length} ${orders.length === 1 ? 'order' : 'orders'} ${TOUCHED[name]}`;
    if (name !== 'resume') rememberCommand(seq);

    return {kind: 'accepted', name, text: `${DONE[name]} at seq ${count(seq)}${touched}.`};
  } catch (error) {
    if (error instanceof ApiError) return {kind: 'failed', name, error};
    throw error;
  }
};
