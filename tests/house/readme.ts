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
    const isThere = textOf(runner.file)?.includes(runner.test) === true;

    return isThere ? [] : [`README.md: "${command}" is run by "${runner.test}" in ${runner.file}, which is not there`];
  });
};
