import type {SourceFile} from './sources.ts';

/** The top level of the repository. */
const TOP_LEVEL = new Set(
  `core brokers indicators dashboard ogz-meta data ops tests .ci .github
  package.json package-lock.json ecosystem.config.js ecosystem.watch.config.js README.md LICENSE CHANGELOG.md CONTRIBUTING.md
  SECURITY.md AGENTS.md tsconfig.json vitest.config.ts biome.json knip.json .oxlintrc.json .gitignore .npmrc .nvmrc .env.example`.split(
    /\s+/,
  ),
);

const NEEDED = [
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'package.json',
  'ecosystem.config.js',
  '.ci',
];

/** Strangers at the top level, and what must stand there and does not. */
export const topLevelFindings = (paths: readonly string[]): readonly string[] => {
  const found = new Set(paths.map(path => path.split('/')[0] ?? path));
  const strangers = [...found]
    .filter(name => !TOP_LEVEL.has(name))
    .map(name => `${name}: does not belong at the top level`);

  return [...strangers, ...NEEDED.filter(name => !found.has(name)).map(name => `${name}: is missing`)];
};

/** Absolute places of one person's machine. */
const MACHINE_PATH = /(?<![\w.])\/(?:work|root|home\/\w+|Users\/\w+|private\/var)\/\w/;

export const machinePathFindings = (file: SourceFile): readonly string[] =>
  file.text
    .split('\n')
    .flatMap((line, index) =>
      MACHINE_PATH.test(line) ? [`${file.path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
    );

/** Shell commands that rewrite history or overwrite what others have. */
export const gitDangerFindings = (file: SourceFile): readonly string[] =>
  /git\s+(reset\s+--hard|push\s+(-f|--force)\b)/.test(file.text) ? [`${file.path}: rewrites history`] : [];
