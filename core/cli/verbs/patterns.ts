import {join} from 'node:path';
import type {PatternFile} from '../../brain/patternFormat.ts';
import {PatternMemorySystem} from '../../brain/PatternMemorySystem.ts';
import {loadConfig} from '../../config/loadConfig.ts';
import {ConfigProblems} from '../../config/problems.ts';
import type {PatternMemorySettings} from '../../domain/Settings.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {DATA_DIR, JSON_FLAG} from '../Flags.ts';
import {count} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {peekPatternFile} from '../peekPatternFile.ts';
import {FOLDS, runTrial} from '../patterns/trial.ts';
import {NO_MEMORY, SEVERAL_FLAGS, SYMBOL} from '../runFlags.ts';
import {table} from '../table.ts';
import {unknownName} from '../unknownName.ts';
import type {Verb} from '../Verb.ts';

/** What the memory file holds, in numbers. */
type Summary = {
  readonly path: string;
  /** Journal whose lines it was made of, and the last of them. */
  readonly journal: string;
  readonly seq: number;
  readonly shapes: number;
  readonly outcomes: number;
  readonly quarantined: number;
  readonly markets: readonly {readonly symbol: string; readonly shapes: number; readonly outcomes: number}[];
};

const TRIAL_FLAGS = SEVERAL_FLAGS.filter(flag => flag !== SYMBOL && flag !== NO_MEMORY);

/** Sums up the pattern memory file, changing nothing, or puts memory on trial. */
export const patterns: Verb = {
  name: 'patterns',
  summary: 'Sums up what the pattern memory file remembers, or tries what memory is worth.',
  usage: ['patterns', 'patterns --json', 'patterns trial --data FILE.csv.gz [--data FILE.csv.gz] [--folds 5] [--json]'],
  flags: [...TRIAL_FLAGS, FOLDS, JSON_FLAG],
  mostWords: 1,
  async run(invocation) {
    const {flags, io} = invocation;
    const [word] = flags.words;
    if (word === 'trial') return runTrial(invocation);
    if (word !== undefined) throw unknownName('word after patterns', word, ['trial']);
    const {dataDir} = findPlace(flags, io);
    const path = join(dataDir, 'pattern-memory.json');
    const found = peekPatternFile(path);
    if (found.status === 'absent') throw new Failure(`There is no "${path}"; a bot writes it at its first start.`);
    if (found.status === 'unreadable') {
      throw new Failure(`"${path}" is unreadable: ${found.problem} The next start sets it aside and keeps it.`);
    }
    const summary = summarize(path, found.file, settingsOf(dataDir, io));
    if (flags.has(JSON_FLAG)) printJson(io, summary);
    else show(summary, io);

    return EXIT.ok;
  },
};

/** The bot's own settings, or the defaults where the configuration is not valid. */
const settingsOf = (dataDir: string, {env, cwd}: Io): Partial<PatternMemorySettings> => {
  try {
    const flags = [{path: 'dataDir', value: dataDir, origin: DATA_DIR.name}];
    return loadConfig({flags, env, cwd}).config.brain.patternMemory;
  } catch (error) {
    if (error instanceof ConfigProblems) return {};
    throw error;
  }
};

const summarize = (path: string, {journal, memory}: PatternFile, settings: Partial<PatternMemorySettings>): Summary => {
  const system = new PatternMemorySystem(settings);
  system.restore(memory);
  const {shapes, outcomes} = system.status;
  const markets = memory.markets.map(market => ({
    symbol: market.symbol,
    shapes: market.shapes.length,
    outcomes: market.outcomes.length,
  }));

  return {path, journal, seq: memory.seq, shapes, outcomes, quarantined: system.quarantined, markets};
};

const show = ({path, journal, seq, shapes, outcomes, quarantined, markets}: Summary, io: Io): void => {
  const lines = [
    ...table([
      ['file', path],
      ['journal', journal === '' ? 'none' : `${journal}, up to seq ${count(seq)}`],
      ['shapes', count(shapes)],
      ['outcomes', count(outcomes)],
      ['quarantined', count(quarantined)],
    ]),
    ...table(
      markets.map(market => [
        `  ${market.symbol}`,
        `${count(market.shapes)} shapes`,
        `${count(market.outcomes)} outcomes`,
      ]),
    ),
  ];
  for (const line of lines) printLine(io.stdout, line);
};
