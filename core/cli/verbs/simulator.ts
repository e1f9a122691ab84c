import {readFileSync} from 'node:fs';
import {startSimulator, type SimulatorOptions} from '../../../brokers/simulator/startSimulator.ts';
import {RATE_TIERS, type RateTier} from '../../../brokers/simulator/engine/limits.ts';
import {FaultScriptRefused, readFaults} from '../../../brokers/simulator/faults/readFaults.ts';
import {untilStopped} from '../../runtime/process/untilStopped.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {type Flag, type Flags, JSON_FLAG} from '../Flags.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {requireDataFile} from '../requireDataFile.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

const DIALECT: Flag = {name: '--dialect', value: 'NAME', about: 'whose protocol it speaks: kraken (default)'};
const PORT: Flag = {name: '--port', value: 'N', about: 'loopback port; 0 takes a free one (default: 0)'};
const SEED: Flag = {name: '--seed', value: 'S', about: 'whole number that the made-up market grows from (default: 1)'};
const DATA: Flag = {name: '--data', value: 'FILE', about: 'recorded trades or bars to play instead'};
const FAULTS: Flag = {name: '--faults', value: 'FILE', about: 'script of what goes wrong, JSON'};
const RATE_TIER: Flag = {
  name: '--rate-tier',
  value: 'TIER',
  about: 'call limits: starter, intermediate (default), pro or off',
};

const TIERS = Object.keys(RATE_TIERS) as RateTier[];
const MOST_PORT = 65_535;
const MOST_SEED = 2 ** 31 - 1;

/** Runs the simulated exchange as a server that any Kraken client can trade on. */
export const simulator: Verb = {
  name: 'simulator',
  summary: 'Runs a simulated exchange that any Kraken client can trade on, until Ctrl-C.',
  usage: ['simulator --port 8787', 'simulator --dialect kraken --port 0 --seed 7 --faults FILE --json'],
  flags: [DIALECT, PORT, SEED, DATA, FAULTS, RATE_TIER, JSON_FLAG],
  async run({flags, io}) {
    const dialect = flags.choice(DIALECT, ['kraken']) ?? 'kraken';
    const options = readOptions(flags, io);
    const stopping = untilStopped();
    try {
      const running = await start(options);
      const {restUrl, wsPublicUrl, wsPrivateUrl, apiKey, apiSecret, exchange, truth, account} = running;
      const symbols = exchange.instruments.map(({symbol}) => symbol);
      const place = {dialect, restUrl, wsPublicUrl, wsPrivateUrl, apiKey, apiSecret, symbols};
      if (flags.has(JSON_FLAG)) printJson(io, place);
      else
        for (const line of table(Object.entries(place).map(([name, value]) => [name, String(value)])))
          printLine(io.stdout, line);
      printLine(io.stderr, 'Simulated: prices are made up or recorded, and the money is not real. Ctrl-C stops it.');
      await stopping.asked;
      await running.stop();
      const fills = truth.executionsOf(account).length;
      printLine(io.stderr, `Stopped after ${truth.orders(account).length} orders and ${fills} executions.`);

      return EXIT.ok;
    } finally {
      stopping.dispose();
    }
  },
};

const readOptions = (flags: Flags, io: Io): SimulatorOptions => {
  const data = flags.text(DATA);
  const faults = flags.text(FAULTS);
  const onFailure = (error: unknown): void => printLine(io.stderr, `A connection failed: ${String(error)}`);

  return {
    port: flags.wholeNumber(PORT, {least: 0, most: MOST_PORT}) ?? 0,
    seed: flags.wholeNumber(SEED, {least: 0, most: MOST_SEED}) ?? 1,
    rateTier: flags.choice(RATE_TIER, TIERS) ?? 'intermediate',
    onFailure,
    ...(data === null ? {} : {dataFile: requireDataFile(data, io.cwd)}),
    ...(faults === null ? {} : {faults: readScript(requireDataFile(faults, io.cwd), faults)}),
  };
};

const readScript = (path: string, shown: string): ReturnType<typeof readFaults> => {
  try {
    return readFaults(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof FaultScriptRefused)) throw error;
    throw new Failure(`The fault script "${shown}" cannot be used:\n${error.message}`, EXIT.usage);
  }
};

const start = async (options: SimulatorOptions): ReturnType<typeof startSimulator> => {
  try {
    return await startSimulator(options);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    throw new Failure(`Port ${options.port} is taken. Name another one, or --port 0 for any free one.`);
  }
};
