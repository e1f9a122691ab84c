import {existsSync} from 'node:fs';
import {HaltFile} from '../../runtime/HaltFile.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findBot} from '../findBot.ts';
import {findPlace, type Place} from '../findPlace.ts';
import {type Flags, JSON_FLAG} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {OPERATOR_FLAGS, printAnswer, reasonOf} from '../operate.ts';
import type {Verb} from '../Verb.ts';

/** The kill switch: tells the bot, and leaves a file that it watches where it cannot be told. */
export const halt: Verb = {
  name: 'halt',
  summary: 'Stops all trading; with no bot running, the next start is halted.',
  usage: ['halt', 'halt --reason "strange fills"'],
  flags: OPERATOR_FLAGS,
  async run({flags, io}) {
    const place = findPlace(flags, io);
    const {client} = findBot(place);
    const isJson = flags.has(JSON_FLAG);
    if (client === null) return leaveFile(place, {flags, io, exitCode: EXIT.ok, why: 'No bot runs'});
    try {
      printAnswer('halt', await client.command('halt', reasonOf(flags)), {isJson, io});

      return EXIT.ok;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return leaveFile(place, {flags, io, exitCode: EXIT.unhealthy, why: `The bot did not take the command: ${why}`});
    }
  },
};

type Leaving = {readonly flags: Flags; readonly io: Io; readonly exitCode: ExitCode; readonly why: string};

/** A running bot looks for the file several times a second, the next one at its start. */
const leaveFile = ({dataDir}: Place, {flags, io, exitCode, why}: Leaving): ExitCode => {
  if (!existsSync(dataDir))
    throw new Failure(`${why}, and data directory "${dataDir}" is not there. Is --data-dir right?`);
  const file = new HaltFile(dataDir);
  const isNew = file.pull(reasonOf(flags));
  if (flags.has(JSON_FLAG)) printJson(io, {accepted: false, haltFile: file.path, message: why});
  const text = isNew ? `wrote "${file.path}"` : `"${file.path}" was there already`;
  printLine(io.stderr, `${why}: ${text}. A bot on this data directory halts on it, and the next start is halted.`);

  return exitCode;
};
