import {UsageError} from '../../config/problems.ts';
import {rollBack} from '../../research/tune/promote.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import type {Invocation} from '../Verb.ts';

/** Gives a strategy back the champion before, or what is configured. */
export const rollBackChampion = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const {dataDir} = findPlace(flags, io);
  const [, strategy] = flags.words;
  if (strategy === undefined) throw new UsageError('ogz tune rollback needs the name of a strategy.');
  const rollback = rollBack({dataDir, strategy, now: io.now()});
  if (rollback === null) throw new Failure(`${strategy} has no champion in "${dataDir}".`);
  const {left, restored} = rollback;
  if (flags.has(JSON_FLAG)) printJson(io, rollback);
  else printLine(io.stdout, `${left.study} -> ${restored?.study ?? 'what is configured'}, from the next start on`);

  return EXIT.ok;
};
