/** One thing that is wrong with the configuration, in words that can be acted on. */
export type Problem = {
  /** Dotted path of the key, or the name of the variable, flag or file. */
  readonly path: string;
  readonly text: string;
};

/** Every problem of a configuration at once. The process ends with `exitCode`, on which pm2 does not restart. */
export class ConfigProblems extends Error {
  readonly exitCode = 78;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(describeProblems(problems));
    this.name = 'ConfigProblems';
    this.problems = problems;
  }
}

const describeProblems = (problems: readonly Problem[]): string => {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;

  return [`The configuration has ${count}:`, ...problems.map(({path, text}) => `  ${path}: ${text}`)].join('\n');
};

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly exitCode = 2;

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** A value as it stands in an error text: always in quotes, never longer than a line. */
export const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
};
