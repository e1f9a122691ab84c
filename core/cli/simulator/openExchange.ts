import {ExchangeFolder, ExchangeRuns, readPlace} from '../../../brokers/simulator/state/ExchangeFolder.ts';
import {StateUnreadable} from '../../../brokers/simulator/state/readState.ts';
import {type Simulator, type SimulatorOptions, startSimulator} from '../../../brokers/simulator/startSimulator.ts';
import {EXIT} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';

export type OpenExchange = {readonly simulator: Simulator; readonly close: () => Promise<void>};

/** Starts an exchange, and with a folder the one that lives there, at the address and with the key that it had. */
export const openExchange = async (options: SimulatorOptions, directory: string | null): Promise<OpenExchange> => {
  try {
    return directory === null ? await openNew(options) : await openKept(options, directory);
  } catch (error) {
    if (error instanceof ExchangeRuns) throw new Failure(error.message, EXIT.tryAgain);
    if (error instanceof StateUnreadable || error instanceof RangeError) throw new Failure(error.message);
    if (!isTaken(error)) throw error;
    throw new Failure(`Port ${options.port} is taken. Name another one, or --port 0 for any free one.`);
  }
};

const openNew = async (options: SimulatorOptions): Promise<OpenExchange> => {
  const simulator = await startSimulator(options);

  return {simulator, close: () => simulator.stop()};
};

const openKept = async (options: SimulatorOptions, directory: string): Promise<OpenExchange> => {
  const folder = new ExchangeFolder(directory, Date.now());
  try {
    const {credentials, stateFile} = folder;
    const kept = {...options, stateFile, ...(credentials === null ? {} : {credentials})};
    const simulator = await startWhereItWas(kept, directory);
    folder.announce(simulator);

    return {
      simulator,
      async close() {
        await simulator.stop();
        folder.close();
      },
    };
  } catch (error) {
    folder.close();
    throw error;
  }
};

/** At the port that its clients know, unless another one is wanted or somebody has taken it meanwhile. */
const startWhereItWas = async (options: SimulatorOptions, directory: string): Promise<Simulator> => {
  const known = options.port === 0 ? readPlace(directory) : null;
  if (known === null) return startSimulator(options);
  try {
    return await startSimulator({...options, port: Number(new URL(known.restUrl).port)});
  } catch (error) {
    if (!isTaken(error)) throw error;
    return startSimulator(options);
  }
};

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
