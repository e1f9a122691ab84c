import type {ExitCode} from './exitCodes.ts';
import type {Flag, Flags} from './Flags.ts';
import type {Io} from './Io.ts';

export type Invocation = {
  readonly flags: Flags;
  /** What stood after the verb, as it stood there. */
  readonly args: readonly string[];
  readonly io: Io;
};

/** One verb of the command line: a file in `verbs/` and a line in its register. */
export type Verb = {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Whole command lines that work, each with its words after the verb. */
  readonly usage: readonly string[];
  readonly flags: readonly Flag[];
  /** Most words that may follow; none unless it says so. */
  readonly mostWords?: number;
  readonly run: (invocation: Invocation) => Promise<ExitCode | number>;
};
