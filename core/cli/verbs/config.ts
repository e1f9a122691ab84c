import {type ConfigRow, explainConfig} from '../../config/explainConfig.ts';
import {takeConfigFlags, unknownFlag} from '../../config/flags.ts';
import {type LoadedConfig, loadConfig} from '../../config/loadConfig.ts';
import {ConfigProblems} from '../../config/problems.ts';
import {CONFIGURING} from '../configFlags.ts';
import {EXIT} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {counted} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {paintFor} from '../paint.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

/** Shows the configuration that a start with the same flags would use. */
export const config: Verb = {
  name: 'config',
  summary: 'Shows every key of the configuration, its value and where that comes from; `config check` only judges it.',
  usage: ['config', 'config check', 'config --set risk.maxOrderShare=0.05 --json'],
  flags: [...CONFIGURING, JSON_FLAG],
  mostWords: 1,
  async run({flags, args, io}) {
    const [action] = flags.words;
    const isJson = flags.has(JSON_FLAG);
    if (action !== undefined && action !== 'check') throw unknownFlag(action, ['check']);
    try {
      const loaded = loadConfig({flags: takeConfigFlags(args).assignments, env: io.env, cwd: io.cwd});
      if (action === 'check') tellValid(loaded, isJson, io);
      else show(loaded, isJson, io);

      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ConfigProblems) || !isJson) throw error;
      printJson(io, {valid: false, problems: error.problems});

      return error.exitCode;
    }
  },
};

const tellValid = ({configHash, origins}: LoadedConfig, isJson: boolean, io: Io): void => {
  if (isJson) return printJson(io, {valid: true, configHash});
  printLine(io.stdout, `The configuration is valid; ${counted(origins.size, 'key')} not at the default.`);
};

const show = (loaded: LoadedConfig, isJson: boolean, io: Io): void => {
  const rows = explainConfig(loaded);
  if (isJson) return printJson(io, {configHash: loaded.configHash, keys: rows});
  const paint = paintFor(io.stdout, io);
  const head = ['key', 'value', 'from', 'default'].map(paint.dim);
  for (const line of table([head, ...rows.map(row => cellsOf(row, paint.strong))])) printLine(io.stdout, line);
};

const cellsOf = ({path, value, origin, default: standard}: ConfigRow, stress: (text: string) => string): string[] => {
  const isDefault = origin === 'default';

  return [path, isDefault ? textOf(value) : stress(textOf(value)), origin, isDefault ? '' : textOf(standard)];
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
