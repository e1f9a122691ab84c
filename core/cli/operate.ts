import type {CommandAnswer, CommandName} from '../server/protocol.ts';
import type {BotClient} from './BotClient.ts';
import {Failure} from './Failure.ts';
import {findBot} from './findBot.ts';
import type {Place} from './findPlace.ts';
import {DATA_DIR, type Flag, type Flags, JSON_FLAG, PORT} from './Flags.ts';
import {counted} from './format.ts';
import {type Io, printJson, printLine} from './Io.ts';

export const REASON: Flag = {name: '--reason', value: 'TEXT', about: 'why, for the journal'};

export const OPERATOR_FLAGS: readonly Flag[] = [REASON, DATA_DIR, PORT, JSON_FLAG];

export const reasonOf = (flags: Flags): string => flags.text(REASON) ?? 'no reason given (ogz)';

/** Sends one command to the bot of a place; what it did is printed. Throws where no bot runs. */
export const operate = (name: CommandName, flags: Flags, scene: Scene): Promise<void> =>
  tell(name, client => client.command(name, reasonOf(flags)), flags, scene);

type Scene = {readonly place: Place; readonly io: Io};

/** Has the bot of a place told something, and prints what it did. Throws where no bot runs. */
export const tell = async (
  name: CommandName | 'write-off',
  say: (client: BotClient) => Promise<CommandAnswer>,
  flags: Flags,
  {place, io}: Scene,
): Promise<void> => {
  const {client} = findBot(place);
  if (client === null) throw noBot(place);
  printAnswer(name, await say(client), {isJson: flags.has(JSON_FLAG), io});
};

export const printAnswer = (
  name: CommandName | 'write-off',
  answer: CommandAnswer,
  {isJson, io}: {readonly isJson: boolean; readonly io: Io},
): void => {
  if (isJson) return printJson(io, answer);
  const {seq, orders} = answer;
  const touched = orders.length === 0 ? 'no order touched' : `${counted(orders.length, 'order')}: ${orders.join(', ')}`;
  printLine(io.stdout, `${name} accepted at seq ${seq}, ${touched}.`);
};

export const noBot = ({dataDir}: Place): Failure =>
  new Failure(`No bot runs on data directory "${dataDir}". Name another one with --data-dir, or a port with --port.`);
