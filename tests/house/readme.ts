/** A test that really runs a command of the README. */
export type Runner = {readonly file: string; readonly test: string};

const BLOCK = /^```sh\n([\s\S]*?)^```/gm;

/** The commands of the README's ```sh blocks, one a line, without prompts and remarks. */
export const commandsIn = (readme: string): readonly string[] =>
  [...readme.matchAll(BLOCK)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map(line =>
        line
          .replace(/^\$ /, '')
          .replace(/\s+#.*$/, '')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter(line => line !== '' && !line.startsWith('#')),
  );

const TROUBLES = /^## What happens when…\n([\s\S]*?)^## /m;
const ROW = /^\| (.+?) \| .+ \|$/gm;

/** The first cells of the rows of "What happens when…". */
export const troublesIn = (readme: string): readonly string[] =>
  [...(TROUBLES.exec(readme)?.[1] ?? '').matchAll(ROW)].map(([, trouble = '']) => trouble).slice(1);

/** Promises that no test holds us to, and tests of promises that are gone. `textOf` gives a test file's text, or null. */
export const troubleFindings = (
  readme: string,
  tests: Readonly<Record<string, Runner>>,
  textOf: (file: string) => string | null,
): readonly string[] => {
  const troubles = troublesIn(readme);
  const gone = Object.keys(tests).filter(trouble => !troubles.includes(trouble));

  return [
    ...(troubles.length === 0 ? ['README.md: has no table of what happens when'] : []),
    ...gone.map(trouble => `README.md: says nothing of "${trouble}", which tests/house/readmeTroubles.ts has`),
    ...troubles.flatMap(trouble => {
      const held = tests[trouble];
      if (held === undefined) return [`README.md: "${trouble}" has no test in tests/house/readmeTroubles.ts`];

      return isThere(held, textOf) ? [] : [`README.md: "${trouble}" is held by "${held.test}", not in ${held.file}`];
    }),
  ];
};

const isThere = ({file, test}: Runner, textOf: (file: string) => string | null): boolean =>
  textOf(file)?.includes(test) === true;

/** Commands that no test runs, and runners whose test is gone. `textOf` gives a test file's text, or null. */
export const readmeFindings = (
  readme: string,
  runners: Readonly<Record<string, Runner>>,
  textOf: (file: string) => string | null,
): readonly string[] => {
  const commands = commandsIn(readme);
  if (commands.length === 0) return ['README.md: has no sh block'];

  return commands.flatMap(command => {
    const runner = runners[command];
    if (runner === undefined) return [`README.md: "${command}" has no runner in tests/house/readmeRunners.ts`];

    return isThere(runner, textOf)
      ? []
      : [`README.md: "${command}" is run by "${runner.test}" in ${runner.file}, which is not there`];
  });
};
