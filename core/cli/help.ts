import type {Flag} from './Flags.ts';
import {table} from './table.ts';
import type {Verb} from './Verb.ts';
import {VERBS} from './verbs/index.ts';

/** What `ogz help` prints: every verb in a line. */
export const overview = async (): Promise<string> => {
  const verbs = await Promise.all(Object.values(VERBS).map(load => load()));

  return [
    'Usage: ogz <verb> [flags]',
    '',
    ...indented(table(verbs.map(({name, summary}) => [name, summary]))),
    '',
    'ogz help <verb> tells more of one. ogz --version prints the version.',
    'Exit codes: 0 ok, 1 failed, 2 usage, 3 gate not passed, 4 unhealthy, 75 try again, 78 bad configuration.',
  ].join('\n');
};

/** What `ogz help <verb>` and `ogz <verb> --help` print. */
export const verbHelp = ({summary, usage, flags}: Verb): string =>
  [
    summary,
    '',
    ...usage.map(line => `Usage: ogz ${line}`),
    '',
    ...indented(table(flags.map(flag => [spelling(flag), flag.about]))),
  ].join('\n');

const spelling = ({name, value}: Flag): string => (value === null ? name : `${name} ${value}`);

const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);
