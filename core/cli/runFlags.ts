import {STRATEGIES} from '../brain/strategies/index.ts';
import {quote, UsageError} from '../config/problems.ts';
import {TIMEFRAMES} from '../domain/Candle.ts';
import type {Fees, OneFileOptions, RunOptions} from '../research/RunOptions.ts';
import {readFileName} from '../runtime/data/barFileName.ts';
import {findPlace} from './findPlace.ts';
import {DATA_DIR, type Flag, type Flags} from './Flags.ts';
import {type Io, printLine} from './Io.ts';
import {readTime} from './readTime.ts';
import {requireDataFile} from './requireDataFile.ts';
import {unknownName} from './unknownName.ts';

/** The flags of every verb that runs the engine over a file of bars, and what they mean together. */
export const DATA: Flag = {name: '--data', value: 'FILE', about: 'bars: .csv, .csv.gz, .json or .json.gz'};
export const SYMBOL: Flag = {
  name: '--symbol',
  value: 'SYMBOL',
  about: "the market, such as BTC/USD (default: what the file's name says)",
};
const TIMEFRAME: Flag = {
  name: '--timeframe',
  value: 'T',
  about: "candles that the brain decides on (default: the file's)",
};
export const STRATEGY: Flag = {
  name: '--strategy',
  value: 'NAME',
  about: 'one strategy alone (default: all that are configured)',
};
export const FROM: Flag = {
  name: '--from',
  value: 'TIME',
  about: 'first bar, such as 2021-05-19 or 2021-05-19T12:00 (UTC)',
};
export const TO: Flag = {name: '--to', value: 'TIME', about: 'the bar to stop before'};
const SEED: Flag = {name: '--seed', value: 'N', about: 'seed of everything that is drawn by lot'};
export const NO_MEMORY: Flag = {name: '--no-memory', value: null, about: 'trade without pattern memory'};

/** Of verbs that can trade at other fees than the exchange's first tier. */
const FEES: Flag = {
  name: '--fees',
  value: 'MAKER,TAKER',
  about: "shares of the notional in your account's tier, such as 0.0016,0.0026 (default: the exchange's first tier)",
};

/** Of verbs that may run on another configuration than the bot's. */
const SET: Flag = {
  name: '--set',
  value: 'KEY=VALUE',
  about: 'a configuration key for this run alone, such as risk.maxDailyLossShare=1; may be given several times',
};

const HIGHEST_SEED = 4_294_967_295;

/** In the order in which the help lists them. */
export const RUN_FLAGS: readonly Flag[] = [DATA, SYMBOL, TIMEFRAME, STRATEGY, FROM, TO, SEED, NO_MEMORY, DATA_DIR];

/** Of verbs that run several markets at once. */
export const SEVERAL_FLAGS: readonly Flag[] = [
  ...RUN_FLAGS.map(flag =>
    flag === DATA ? {...DATA, about: `${DATA.about}; given several times, several markets`} : flag,
  ),
  FEES,
  SET,
];

/** What is to be run, from the flags. Throws a UsageError or a Failure. */
export const runOptionsOf = (flags: Flags, io: Io, file = flags.required(DATA)): OneFileOptions => {
  const [symbol, strategy] = [symbolOf(flags), strategyOf(flags)];
  const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES);
  const [from, to] = [timeOf(flags, FROM), timeOf(flags, TO)];
  if (from !== null && to !== null && from >= to) throw new UsageError(`${FROM.name} must be before ${TO.name}.`);
  const seed = flags.wholeNumber(SEED, {least: 0, most: HIGHEST_SEED});

  return {
    file: requireDataFile(file, io.cwd),
    useMemory: !flags.has(NO_MEMORY),
    dataDir: findPlace(flags, io).dataDir,
    ...(symbol === null ? {} : {symbol}),
    ...(strategy === null ? {} : {strategy}),
    ...(timeframe === null ? {} : {timeframe}),
    ...(from === null ? {} : {from}),
    ...(to === null ? {} : {to}),
    ...(seed === null ? {} : {seed}),
  };
};

export const symbolOf = (flags: Flags): string | null => {
  const symbol = flags.text(SYMBOL);

  return symbol === null ? null : checkedSymbol(symbol);
};

const checkedSymbol = (symbol: string): string => {
  if (/^[A-Z0-9]{2,12}\/[A-Z0-9]{2,12}$/.test(symbol)) return symbol;

  throw new UsageError(`Unknown symbol ${quote(symbol)}; expected base and quote in capitals, such as BTC/USD.`);
};

const strategyOf = (flags: Flags): string | null => {
  const name = flags.text(STRATEGY);
  const known = STRATEGIES.map(strategy => strategy.name);
  if (name === null || known.includes(name)) return name;

  throw unknownName('strategy', name, known);
};

export const timeOf = (flags: Flags, flag: Flag): number | null => {
  const text = flags.text(flag);
  if (text === null) return null;
  const time = readTime(text);
  if (time !== null) return time;

  throw new UsageError(
    `${flag.name} is ${quote(text)}; expected a time such as 2021-05-19T12:00 (UTC) or ms since 1970.`,
  );
};

/** The same for verbs that run several markets at once: `--data` and `--symbol` may be given several times. */
export const severalOptionsOf = (flags: Flags, io: Io): RunOptions => {
  const {file: _, symbol: __, ...common} = runOptionsOf(flags, io);
  const files = flags.all(DATA).map(file => requireDataFile(file, io.cwd));
  const symbols = flags.all(SYMBOL).map(checkedSymbol);
  const fees = feesOf(flags);
  if (symbols.length > 0 && symbols.length !== files.length)
    throw new UsageError(
      `${SYMBOL.name} is given ${symbols.length} times for ${files.length} files; give one for each file, in their order, or none.`,
    );
  files.forEach((file, index) => warnOfOtherSymbol(file, symbols[index], io));

  return {
    ...common,
    files,
    sets: flags.all(SET),
    ...(symbols.length === 0 ? {} : {symbols}),
    ...(fees === null ? {} : {fees}),
  };
};

const feesOf = (flags: Flags): Fees | null => {
  const text = flags.text(FEES);
  if (text === null) return null;
  const [maker, taker, ...more] = text.split(',');
  const isFee = (share: string | undefined): share is string => share !== undefined && /^0(\.\d{1,8})?$/.test(share);
  if (more.length === 0 && isFee(maker) && isFee(taker)) return {maker, taker};

  throw new UsageError(`${FEES.name} is ${quote(text)}; expected shares for maker and taker such as 0.0016,0.0026.`);
};

/** Prices of one market may stand for another, but seldom on purpose. */
export const warnOfOtherSymbol = (file: string, symbol: string | undefined, io: Io): void => {
  const named = readFileName(file).symbol;
  if (symbol === undefined || named === null || named === symbol) return;
  printLine(io.stderr, `Note: by its name the file holds ${named}; it is traded as ${symbol}.`);
};
