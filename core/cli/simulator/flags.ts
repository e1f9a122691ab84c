import {readFileSync} from 'node:fs';
import {RATE_TIERS, type RateTier} from '../../../brokers/simulator/engine/limits.ts';
import {FaultScriptRefused, readFaults} from '../../../brokers/simulator/faults/readFaults.ts';
import type {SimulatorOptions} from '../../../brokers/simulator/startSimulator.ts';
import {quote, UsageError} from '../../config/problems.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {type Io, printLine} from '../Io.ts';
import {requireDataFile} from '../requireDataFile.ts';

export const DIALECT: Flag = {name: '--dialect', value: 'NAME', about: 'whose protocol it speaks: kraken (default)'};
export const STATE: Flag = {
  name: '--state',
  value: 'DIR',
  about: 'folder that account, orders and prices are kept in; the next start goes on from there',
};
export const IDLE: Flag = {
  name: '--idle-minutes',
  value: 'N',
  about: 'ends by itself when nobody was there for so long',
};
const PORT: Flag = {name: '--port', value: 'N', about: 'loopback port; 0 takes a free one (default: 0)'};
const SEED: Flag = {name: '--seed', value: 'S', about: 'whole number that the made-up market grows from (default: 1)'};
const DATA: Flag = {name: '--data', value: 'FILE', about: 'recorded trades or bars to play instead'};
const FAULTS: Flag = {name: '--faults', value: 'FILE', about: 'script of what goes wrong, JSON'};
const SPEED: Flag = {
  name: '--speed',
  value: 'N',
  about: 'market seconds in one real second, on a calendar of its own (default: real time)',
};
const CASH: Flag = {
  name: '--cash',
  value: 'USD',
  about: 'dollars that a new account owns, instead of dollars and coins',
};
const VOLUME: Flag = {
  name: '--volume',
  value: 'USD',
  about: 'dollars that the account traded in the 30 days before; its fees follow from them (default: 0)',
};
const SYMBOLS: Flag = {name: '--symbols', value: 'A,B', about: 'made-up markets, such as BTC/USD (default: all three)'};
const RATE_TIER: Flag = {
  name: '--rate-tier',
  value: 'TIER',
  about: 'call limits: starter, intermediate (default), pro or off',
};

/** Flags of `ogz simulator`. */
export const SIMULATOR_FLAGS: readonly Flag[] = [
  DIALECT,
  PORT,
  SEED,
  DATA,
  FAULTS,
  SPEED,
  CASH,
  VOLUME,
  SYMBOLS,
  STATE,
  IDLE,
  RATE_TIER,
  JSON_FLAG,
];

const TIERS = Object.keys(RATE_TIERS) as RateTier[];
const MOST_PORT = 65_535;
const MOST_SEED = 2 ** 32 - 1;
const MOST_SPEED = 1_000;
const AMOUNT = /^\d{1,12}(\.\d{1,12})?$/;

/** The exchange that the command line asks for. Throws a UsageError or a Failure. */
export const readOptions = (flags: Flags, io: Io): SimulatorOptions => {
  const [data, faults, symbols] = [flags.text(DATA), flags.text(FAULTS), flags.text(SYMBOLS)];
  const speed = flags.wholeNumber(SPEED, {least: 1, most: MOST_SPEED});
  const [cash, volume] = [readAmount(flags, CASH), readAmount(flags, VOLUME)];
  if (data !== null && (flags.has(STATE) || speed !== null)) {
    throw new UsageError(
      '--data plays a recording from its beginning in real time: it goes with no --state and no --speed.',
    );
  }

  return {
    port: flags.wholeNumber(PORT, {least: 0, most: MOST_PORT}) ?? 0,
    seed: flags.wholeNumber(SEED, {least: 0, most: MOST_SEED}) ?? 1,
    rateTier: flags.choice(RATE_TIER, TIERS) ?? 'intermediate',
    onFailure: error => printLine(io.stderr, `A connection failed: ${String(error)}`),
    ...(speed === null ? {} : {speed}),
    ...(cash === null ? {} : {balances: {USD: cash}}),
    ...(volume === null ? {} : {baseVolume: volume}),
    ...(symbols === null ? {} : {symbols: symbols.split(',')}),
    ...(data === null ? {} : {dataFile: requireDataFile(data, io.cwd)}),
    ...(faults === null ? {} : {faults: readScript(requireDataFile(faults, io.cwd), faults)}),
  };
};

/** Throws a UsageError on anything but an amount. */
const readAmount = (flags: Flags, flag: Flag): string | null => {
  const amount = flags.text(flag);
  if (amount === null || AMOUNT.test(amount)) return amount;

  throw new UsageError(`${flag.name} is ${quote(amount)}; expected an amount such as 2500.50.`);
};

const readScript = (path: string, shown: string): ReturnType<typeof readFaults> => {
  try {
    return readFaults(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof FaultScriptRefused)) throw error;
    throw new Failure(`The fault script "${shown}" cannot be used:\n${error.message}`, EXIT.usage);
  }
};
