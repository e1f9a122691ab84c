import {resolve} from 'node:path';
import {nodeTimers} from '../../runtime/clock.ts';
import {untilStopped} from '../../runtime/process/untilStopped.ts';
import {EXIT} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {printJson, printLine} from '../Io.ts';
import {DIALECT, IDLE, readOptions, SIMULATOR_FLAGS, STATE} from '../simulator/flags.ts';
import {openExchange} from '../simulator/openExchange.ts';
import {table} from '../table.ts';
import type {Verb} from '../Verb.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
const MOST_IDLE_MINUTES = 1_440;

/** Runs the simulated exchange as a server that any Kraken client can trade on. */
export const simulator: Verb = {
  name: 'simulator',
  summary: 'Runs a simulated exchange that any Kraken client can trade on, until Ctrl-C.',
  usage: [
    'simulator --port 8787',
    'simulator --state data/exchange --speed 10',
    'simulator --dialect kraken --port 0 --seed 7 --faults FILE --json',
  ],
  flags: SIMULATOR_FLAGS,
  async run({flags, io}) {
    const dialect = flags.choice(DIALECT, ['kraken']) ?? 'kraken';
    const options = readOptions(flags, io);
    const idleMinutes = flags.wholeNumber(IDLE, {least: 1, most: MOST_IDLE_MINUTES});
    const state = flags.text(STATE);
    const stopping = untilStopped();
    try {
      const {simulator: running, close} = await openExchange(options, state === null ? null : resolve(io.cwd, state));
      const {restUrl, wsPublicUrl, wsPrivateUrl, apiKey, apiSecret, exchange, truth, account} = running;
      const symbols = exchange.instruments.map(({symbol}) => symbol);
      const place = {dialect, restUrl, wsPublicUrl, wsPrivateUrl, apiKey, apiSecret, symbols};
      if (flags.has(JSON_FLAG)) printJson(io, place);
      else
        for (const line of table(Object.entries(place).map(([name, value]) => [name, String(value)])))
          printLine(io.stdout, line);
      printLine(io.stderr, 'Simulated: prices are made up or recorded, and the money is not real. Ctrl-C stops it.');
      const wasIdle = idle(running.idleMs, idleMinutes);
      await Promise.race([stopping.asked, wasIdle.ended]);
      wasIdle.dispose();
      await close();
      const fills = truth.executionsOf(account).length;
      printLine(io.stderr, `Stopped after ${truth.orders(account).length} orders and ${fills} executions.`);

      return EXIT.ok;
    } finally {
      stopping.dispose();
    }
  },
};

/** Resolves when nobody was there for so many minutes; never where none are given. */
const idle = (idleMs: () => number, minutes: number | null): {readonly ended: Promise<void>; dispose(): void} => {
  const {promise, resolve: end} = Promise.withResolvers<void>();
  const look = (): void => {
    if (minutes !== null && idleMs() >= minutes * MINUTE_MS) end();
  };

  return {ended: promise, dispose: nodeTimers.every(LOOK_EVERY_MS, look)};
};
