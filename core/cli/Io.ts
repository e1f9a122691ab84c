export type Sink = {write(text: string): unknown; readonly isTTY?: boolean | undefined};

/** What a verb may touch of the outside, handed down so that tests can look at it. */
export type Io = {
  /** Data only. */
  readonly stdout: Sink;
  /** Everything that is said to a person beside the data. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Wall clock, ms UTC. */
  readonly now: () => number;
};

export const printLine = (sink: Sink, text: string): void => void sink.write(`${text}\n`);

export const printJson = ({stdout}: Io, value: unknown): void => printLine(stdout, JSON.stringify(value));
