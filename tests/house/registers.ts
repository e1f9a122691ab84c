import {basename, dirname} from 'node:path/posix';
import {importsOf, type SourceFile, targetOf} from './sources.ts';

type Register = {
  readonly index: string;
  /** Whether a file of the folder is a member, and not a helper of the members. */
  readonly isMember: (file: SourceFile) => boolean;
};

/** Folders where to add a file means to add a line to `index.ts`. */
export const REGISTERS: readonly Register[] = [
  {index: 'indicators/index.ts', isMember: ({text}) => /\bstatic readonly definition\b/.test(text)},
  {
    index: 'core/brain/strategies/index.ts',
    isMember: ({text}) => /^export const \w+(: StrategyDefinition)? = defineStrategy\(/m.test(text),
  },
  {index: 'core/risk/rules/index.ts', isMember: ({text}) => /^export const \w+: RiskRule = /m.test(text)},
  {index: 'brokers/venues/index.ts', isMember: ({text}) => /^export const \w+: VenueDefinition = /m.test(text)},
  {index: 'core/research/tune/gates/index.ts', isMember: ({text}) => /^export const \w+: Gate = /m.test(text)},
  {index: 'core/cli/verbs/index.ts', isMember: ({text}) => /^export const \w+: Verb = /m.test(text)},
  {index: 'dashboard/src/panels/index.ts', isMember: ({path}) => path.endsWith('Panel.tsx')},
];

/** Members that their folder's register does not import, and registers that are missing or empty. */
export const registerFindings = (files: readonly SourceFile[], {index, isMember}: Register): readonly string[] => {
  const register = files.find(({path}) => path === index);
  if (register === undefined) return [`${index}: is missing`];
  const listed = new Set(importsOf(register).map(({specifier}) => targetOf(index, specifier)));
  const members = files.filter(file => dirname(file.path) === dirname(index) && file.path !== index && isMember(file));
  if (members.length === 0) return [`${index}: no member was recognised in its folder`];

  return members.filter(({path}) => !listed.has(path)).map(({path}) => `${path}: ${basename(path)} is not in ${index}`);
};
