import {resolve} from 'node:path';
import {type Bindings, type Logger, pino, stdTimeFunctions} from 'pino';
import {LogFile} from './LogFile.ts';
import {redactFields, redactText} from './redact.ts';

export type {Logger} from 'pino';

export type LogOptions = {
  readonly level: string;
  /** Absolute path of the file for the JSON lines. */
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextSink;
  readonly stderr: TextSink & {readonly isTTY?: boolean};
};

export type TextSink = {write(text: string): unknown};

/**
 * The one logger: JSON lines with ISO time (UTC) and level names into the file, and lines for people on stderr when that is a terminal.
 * Under pm2, which keeps stdout in the same file, the lines go to stdout instead: so they stand there once, and `pm2 logs` follows them.
 */
export const createLogger = ({level, file, env, stdout, stderr}: LogOptions): Logger => {
  const sink = isKeptByPm2(file, env) ? stdout : openFile(file, stderr);

  const logger = pino(
    {
      level,
      base: {pid: process.pid},
      timestamp: stdTimeFunctions.isoTime,
      formatters: {level: label => ({level: label})},
      serializers: {err: (error: unknown) => error},
      hooks: {logMethod: redactArguments},
    },
    stderr.isTTY === true ? both(sink, stderr) : sink,
  );

  return redactingChildren(logger);
};

/** pino writes the fields of a child down when it is born, past every hook. Grandchildren inherit the override. */
const redactingChildren = (logger: Logger): Logger => {
  const child: (fields: Bindings) => Logger = logger.child;
  const redacting = function (this: Logger, fields: Bindings): Logger {
    return child.call(this, redactFields(fields));
  };

  return Object.assign(logger, {child: redacting});
};

const isKeptByPm2 = (file: string, env: LogOptions['env']): boolean => {
  const kept = env['pm_out_log_path'];

  return kept !== undefined && kept !== '' && resolve(kept) === file;
};

const openFile = (file: string, stderr: TextSink): TextSink =>
  new LogFile(file, error =>
    stderr.write(`The log "${file}" cannot be written: ${error.message}. Lines are lost until it can.\n`),
  );

function redactArguments(this: Logger, args: unknown[], method: (...args: unknown[]) => void): void {
  method.apply(this, args.map(redactArgument));
}

const redactArgument = (argument: unknown): unknown => {
  if (typeof argument === 'string') return redactText(argument);
  if (argument instanceof Error) return redactFields({err: argument});

  return typeof argument === 'object' && argument !== null ? redactFields({...argument}) : argument;
};

const both = (sink: TextSink, terminal: TextSink): TextSink => ({
  write(line) {
    sink.write(line);
    terminal.write(`${humanLine(JSON.parse(line))}\n`);
  },
});

/** All characters below the blank, which JSON has escaped already, and must stay escaped for a terminal. */
const CONTROLS = /[^\u0020-\uffff]/g;

const onOneLine = (text: string): string => text.replace(CONTROLS, character => JSON.stringify(character).slice(1, -1));

/** A log line for people: `12:30:05 info  feed restored symbol=BTC/USD`. */
export const humanLine = (fields: Readonly<Record<string, unknown>>): string => {
  const {time, level, msg, pid: _, err, ...rest} = fields;
  const details = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const failure = typeof err === 'object' && err !== null && 'message' in err ? [`error=${String(err.message)}`] : [];
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(msg ?? '')}`;

  return onOneLine([head, ...details, ...failure].join(' '));
};
