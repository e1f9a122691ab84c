import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join, posix, resolve} from 'node:path';
import {parseSync} from 'vite';

export const ROOT = resolve(import.meta.dirname, '../..');

/** One file of the repository; `path` is relative to its root, with slashes. */
export type SourceFile = {readonly path: string; readonly text: string};

/** Paths of all files that git keeps or would keep. */
export const repositoryPaths = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {cwd: ROOT, encoding: 'utf8'})
    .split('\0')
    .filter(path => path !== '' && existsSync(join(ROOT, path)));

export const readSources = (paths: readonly string[]): readonly SourceFile[] =>
  paths.map(path => ({path, text: readFileSync(join(ROOT, path), 'utf8')}));

/** A node of the syntax tree (ESTree with TypeScript). */
export type SyntaxNode = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
};

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;

/** All nodes of a file, each with its parent, outermost first. Throws on a syntax error. */
export const nodesOf = ({
  path,
  text,
}: SourceFile): readonly {readonly node: SyntaxNode; readonly parent: SyntaxNode | null}[] => {
  const {program, errors} = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: {node: SyntaxNode; parent: SyntaxNode | null}[] = [];
  const visit = (value: unknown, parent: SyntaxNode | null): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, parent);
    if (!isNode(value)) return;
    found.push({node: value, parent});
    for (const [field, inner] of Object.entries(value)) if (field !== 'type') visit(inner, value);
  };
  visit(program, null);

  return found;
};

/** `path:line`, so that an editor can jump there. */
export const placeOf = (file: SourceFile, node: SyntaxNode): string =>
  `${file.path}:${file.text.slice(0, node.start).split('\n').length}`;

export type Import = {readonly specifier: string; readonly place: string};

const SPECIFIER_HOLDERS = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** Every module that a file names, whether for values or types. */
export const importsOf = (file: SourceFile): readonly Import[] =>
  nodesOf(file).flatMap(({node}) => {
    const source = SPECIFIER_HOLDERS.has(node.type) ? (node['source'] ?? node['argument']) : null;
    if (!isNode(source) || typeof source['value'] !== 'string') return [];

    return [{specifier: source['value'], place: placeOf(file, node)}];
  });

/** The repository path that a relative specifier points at. */
export const targetOf = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier);
