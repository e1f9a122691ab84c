import tx2 from 'tx2';
import type {CommandName} from '../../server/protocol.ts';

/** What `pm2 monit` shows of the bot. */
export type MonitorFacts = {
  readonly mode: string;
  readonly equity: string;
  readonly feedAgeMs: number | null;
  readonly positions: number;
  readonly halted: boolean;
};

type Options = {
  readonly facts: () => MonitorFacts;
  readonly command: (name: CommandName, reason: string) => Promise<unknown>;
};

const COMMANDS: readonly CommandName[] = ['halt', 'resume', 'flatten'];

/** Shows the bot in `pm2 monit` and obeys `pm2 trigger ogz-prime-v2 halt|resume|flatten`; without pm2 it does nothing. */
export const monitorProcess = ({facts, command}: Options): void => {
  if (process.send === undefined) return;
  tx2.metric({name: 'Mode', value: () => facts().mode});
  tx2.metric({name: 'Equity', value: () => facts().equity});
  tx2.metric({name: 'Feed age', unit: 'ms', value: () => facts().feedAgeMs ?? 'none'});
  tx2.metric({name: 'Positions', value: () => facts().positions});
  tx2.metric({name: 'Halted', value: () => (facts().halted ? 'yes' : 'no')});
  for (const name of COMMANDS) tx2.action(name, (parameter, reply) => obey(command(name, reasonOf(parameter)), reply));
};

const obey = (answer: Promise<unknown>, reply: (result: unknown) => void): void => {
  answer.then(reply, (error: unknown) => reply({error: error instanceof Error ? error.message : String(error)}));
};

const reasonOf = (parameter: unknown): string =>
  typeof parameter === 'string' && parameter !== '' ? parameter : 'pm2 trigger';
