import {isNode, nodesOf, placeOf, type SourceFile, type SyntaxNode} from './sources.ts';

const complaint = (node: SyntaxNode): string | null => {
  if (node.type === 'TSAnyKeyword') return 'any';
  if (node.type === 'TSNonNullExpression') return '! instead of a check';
  if (node.type === 'TSEnumDeclaration') return 'enum';
  if (node.type !== 'CatchClause' || !isNode(node['body'])) return null;

  return (node['body']['body'] as unknown[]).length === 0 ? 'an empty catch' : null;
};

/** What hides a mistake: `any`, `!`, an empty `catch`. */
export const habitFindings = (file: SourceFile): readonly string[] =>
  nodesOf(file).flatMap(({node}) => {
    const name = complaint(node);
    return name === null ? [] : [`${placeOf(file, node)}: ${name}`];
  });

const SILENCERS =
  /@ts-(ignore|nocheck)|(oxlint|eslint)-disable(?!-next-line [\w/-]+)|biome-ignore|\b(test|describe|it)\.(only|skip|todo)\(/;

/** Places that silence a whole checker, or a test. One named rule on one line may be silenced. */
export const silencerFindings = (file: SourceFile): readonly string[] =>
  file.text
    .split('\n')
    .flatMap((line, index) => (SILENCERS.test(line) ? [`${file.path}:${index + 1}: ${line.trim()}`] : []));
