import {rmSync} from 'node:fs';
import {HaltFile} from '../../runtime/HaltFile.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findBot} from '../findBot.ts';
import {findPlace} from '../findPlace.ts';
import type {Flag} from '../Flags.ts';
import {printLine} from '../Io.ts';
import {OPERATOR_FLAGS, operate} from '../operate.ts';
import type {Verb} from '../Verb.ts';

const REMOVE: Flag = {name: '--remove-halt-file', value: null, about: 'remove the HALT file first, if it is there'};

/** Lets a halted bot trade again; a HALT file goes only on an express word. */
export const resume: Verb = {
  name: 'resume',
  summary: 'Lets the halted bot trade again.',
  usage: ['resume', 'resume --remove-halt-file --reason "feed is fine again"'],
  flags: [...OPERATOR_FLAGS, REMOVE],
  async run({flags, io}) {
    const place = findPlace(flags, io);
    const file = new HaltFile(place.dataDir);
    const wasPulled = file.isPulled;
    if (wasPulled) {
      if (!flags.has(REMOVE)) throw mustGo(file.path);
      rmSync(file.path);
      printLine(io.stderr, `Removed "${file.path}".`);
    }
    if (wasPulled && findBot(place).client === null) {
      printLine(io.stdout, 'No bot runs; a halt that its journal holds stays. Start it, then resume again.');
      return EXIT.ok;
    }
    await operate('resume', flags, {place, io});

    return EXIT.ok;
  },
};

const mustGo = (path: string): Failure =>
  new Failure(
    `"${path}" is there and keeps trading halted. Somebody put it there for a reason; when that is gone: ogz resume ${REMOVE.name}`,
  );
