import {readFileSync} from 'node:fs';
import {quote, UsageError} from '../../config/problems.ts';
import {listRuns, RunFolder} from '../../research/tune/records/RunFolder.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {JSON_FLAG} from '../Flags.ts';
import {printJson} from '../Io.ts';
import {unknownName} from '../unknownName.ts';
import type {Invocation} from '../Verb.ts';

/** Prints what a study came to: its page, or with --json its result. */
export const reportTuning = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const {dataDir} = findPlace(flags, io);
  const [, id] = flags.words;
  if (id === undefined) throw new UsageError('ogz tune report needs the id of a study; ogz tune list names them.');
  const known = listRuns(dataDir);
  if (!known.includes(id)) throw known.length === 0 ? noStudies(dataDir) : unknownName('study', id, known);
  const folder = new RunFolder(dataDir, id);
  const result = folder.result();
  if (result === null) throw new Failure(`Study ${quote(id)} is not finished. Run its command again to go on.`);
  if (flags.has(JSON_FLAG)) printJson(io, {...result, report: folder.reportPath});
  else io.stdout.write(readFileSync(folder.reportPath, 'utf8'));

  return EXIT.ok;
};

const noStudies = (dataDir: string): Failure => new Failure(`There is no study in "${dataDir}".`);
