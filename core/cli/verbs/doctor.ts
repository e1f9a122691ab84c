import {takeConfigFlags} from '../../config/flags.ts';
import {type LoadedConfig, loadConfig} from '../../config/loadConfig.ts';
import {ConfigProblems} from '../../config/problems.ts';
import {describeError} from '../describeError.ts';
import {type Check, fail, type Finding, type Patient} from '../doctor/Finding.ts';
import {CHECKS} from '../doctor/index.ts';
import {EXIT} from '../exitCodes.ts';
import {findBot} from '../findBot.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG, PORT} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {type Paint, paintFor} from '../paint.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

type Line = Finding & {readonly check: string};

/** Looks for everything that would keep a bot from starting or working, and says what to do. */
export const doctor: Verb = {
  name: 'doctor',
  summary: 'Checks everything that a bot needs and says what to do; exit code 1 when something fails.',
  usage: ['doctor', 'doctor --data-dir data --json'],
  flags: [DATA_DIR, PORT, JSON_FLAG],
  async run({flags, args, io}) {
    const place = findPlace(flags, io);
    const patient: Patient = {place, config: tryConfig(args, io), pid: pidOf(place), io};
    const lines: Line[] = [];
    for (const check of CHECKS) lines.push({check: check.name, ...(await look(check, patient))});
    const isWell = lines.every(({state}) => state !== 'fail');
    if (flags.has(JSON_FLAG)) printJson(io, {ok: isWell, checks: lines});
    else show(lines, io);

    return isWell ? EXIT.ok : EXIT.failed;
  },
};

/** A check that cannot be made is a finding too. */
const look = async ({look: see}: Check, patient: Patient): Promise<Finding> => {
  try {
    return await see(patient);
  } catch (error) {
    return fail(describeError(error).text, 'This check could not be made; mend that first.');
  }
};

const pidOf = (place: Patient['place']): number | null => {
  try {
    return findBot(place).pid;
  } catch (error) {
    // The lock's own check tells what is wrong with it.
    if (error instanceof Error) return null;
    throw error;
  }
};

const tryConfig = (args: readonly string[], {env, cwd}: Io): LoadedConfig | Error => {
  try {
    return loadConfig({flags: takeConfigFlags(args).assignments, env, cwd});
  } catch (error) {
    if (error instanceof ConfigProblems) return error;
    throw error;
  }
};

const show = (lines: readonly Line[], io: Io): void => {
  const paint = paintFor(io.stdout, io);
  const rows = lines.map(({check, state, text}) => [badge(state, paint), check, text]);
  for (const [index, row] of table(rows).entries()) {
    printLine(io.stdout, row);
    const advice = lines[index]?.advice ?? null;
    if (advice !== null) printLine(io.stdout, `      ${paint.dim('->')} ${advice}`);
  }
};

const badge = (state: Finding['state'], paint: Paint): string =>
  ({ok: paint.good('ok'), warn: paint.warn('warn'), fail: paint.bad('FAIL')})[state];
