import type {LoadedConfig} from '../../config/loadConfig.ts';
import type {Place} from '../findPlace.ts';
import type {Io} from '../Io.ts';

/** What one check of the doctor found, and what to do about it. */
export type Finding = {
  readonly state: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What a person can do; null where all is well. */
  readonly advice: string | null;
};

export type Patient = {
  readonly place: Place;
  /** The checked configuration, or why there is none. */
  readonly config: LoadedConfig | Error;
  /** Pid of the bot that runs on the data directory, or null. */
  readonly pid: number | null;
  readonly io: Io;
};

/** One question of the doctor's. */
export type Check = {readonly name: string; readonly look: (patient: Patient) => Promise<Finding> | Finding};

export const ok = (text: string): Finding => ({state: 'ok', text, advice: null});
export const warn = (text: string, advice: string): Finding => ({state: 'warn', text, advice});
export const fail = (text: string, advice: string): Finding => ({state: 'fail', text, advice});
