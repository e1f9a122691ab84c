import {EXIT} from './exitCodes.ts';

type Described = {readonly text: string; readonly exitCode: number};

/** System errors in words that can be acted on, by their code. */
const SYSTEM: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: path => `"${path}" is not there.`,
  EISDIR: path => `"${path}" is a folder, and a file is wanted.`,
  ENOTDIR: path => `"${path}" is a file where a folder is wanted.`,
  EACCES: path => `This user may not use "${path}". Mend its permissions, or run as its owner.`,
  EPERM: path => `This user may not use "${path}". Mend its permissions, or run as its owner.`,
  EROFS: path => `"${path}" is on a file system that cannot be written to.`,
  EEXIST: path => `"${path}" is there already, and is not overwritten.`,
  ENOSPC: path => `The disk of "${path}" is full. Make room, then try again.`,
};

/** What a person should read of an error, and the exit code that it ends in. Only a mistake of ours comes with its stack. */
export const describeError = (error: unknown): Described => {
  if (!(error instanceof Error)) return {text: String(error), exitCode: EXIT.failed};
  if ('exitCode' in error && typeof error.exitCode === 'number') return {text: error.message, exitCode: error.exitCode};
  if (error.name === 'DataDirectoryLocked') return {text: error.message, exitCode: EXIT.tryAgain};
  const system = systemText(error);
  if (system !== null) return {text: system, exitCode: EXIT.failed};

  return {text: isOurMistake(error) ? (error.stack ?? error.message) : error.message, exitCode: EXIT.failed};
};

const systemText = (error: Error): string | null => {
  if (!('code' in error) || !('path' in error) || typeof error.path !== 'string') return null;

  return SYSTEM[String(error.code)]?.(error.path) ?? null;
};

const isOurMistake = ({name}: Error): boolean =>
  ['TypeError', 'ReferenceError', 'SyntaxError', 'AssertionError', 'AssertionError [ERR_ASSERTION]'].includes(name);
