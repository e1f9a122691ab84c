import {EXIT, type ExitCode} from './exitCodes.ts';

/** Something that a verb cannot do, in words that can be acted on, with the exit code it ends in. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}
