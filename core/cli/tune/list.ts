import {readChampion} from '../../config/champions.ts';
import {championPath} from '../../research/tune/promote.ts';
import {listRuns, RunFolder} from '../../research/tune/records/RunFolder.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {findPlace} from '../findPlace.ts';
import {JSON_FLAG} from '../Flags.ts';
import {count} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {table} from '../table.ts';
import type {Invocation} from '../Verb.ts';

type Row = {
  readonly run: string;
  readonly strategy: string;
  readonly data: string;
  readonly trials: number;
  readonly state: 'unfinished' | 'champion' | 'passed' | 'failed' | 'no candidate';
};

/** Lists every study in the data directory with what became of it. */
export const listTunings = async ({flags, io}: Invocation): Promise<ExitCode> => {
  const {dataDir} = findPlace(flags, io);
  const rows = listRuns(dataDir).flatMap(id => rowOf(new RunFolder(dataDir, id), dataDir));
  if (flags.has(JSON_FLAG)) printJson(io, {studies: rows});
  else if (rows.length === 0) printLine(io.stderr, `There is no study in "${dataDir}".`);
  else {
    const cells = rows.map(({run, strategy, data, trials, state}) => [run, strategy, data, count(trials), state]);
    for (const line of table([['study', 'strategy', 'data', 'trials', 'state'], ...cells])) printLine(io.stdout, line);
  }

  return EXIT.ok;
};

const rowOf = (folder: RunFolder, dataDir: string): readonly Row[] => {
  const [record, result] = [folder.record(), folder.result()];
  if (record === null) return [];
  const {run, strategy, origin} = record;

  return [
    {
      run,
      strategy,
      data: origin.data.file,
      trials: result?.trials.made ?? folder.trials().length,
      state: reigningStudy(dataDir, strategy) === run ? 'champion' : stateOf(result),
    },
  ];
};

const reigningStudy = (dataDir: string, strategy: string): string | null => {
  const champion = readChampion(championPath(dataDir, strategy));

  return 'study' in champion ? champion.study : null;
};

const stateOf = (result: ReturnType<RunFolder['result']>): Row['state'] => {
  if (result === null) return 'unfinished';
  if (result.candidate === null) return 'no candidate';

  return result.passed ? 'passed' : 'failed';
};
