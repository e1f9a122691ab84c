import {nodesOf, placeOf, type SourceFile} from './sources.ts';

const MOST_LINES = 300;
/** A test file is a list: long is no worse than many. */
const MOST_TEST_LINES = 600;
const LONG_FUNCTION = 70;
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const linesIn = (text: string): number => text.trimEnd().split('\n').length;

/** Files too long for one thing. */
export const sizeFindings = ({path, text}: SourceFile): readonly string[] => {
  const most = path.startsWith('tests/') ? MOST_TEST_LINES : MOST_LINES;

  return linesIn(text) > most ? [`${path}: ${linesIn(text)} lines; split it below ${most}`] : [];
};

/** Functions worth a second look; reported, not refused. */
export const longFunctions = (file: SourceFile): readonly string[] =>
  nodesOf(file).flatMap(({node}) => {
    const lines = FUNCTIONS.has(node.type) ? linesIn(file.text.slice(node.start, node.end)) : 0;
    return lines > LONG_FUNCTION ? [`${placeOf(file, node)}: a function of ${lines} lines`] : [];
  });

/** The middle of the files' lengths, for the report. */
export const medianLines = (files: readonly SourceFile[]): number => {
  const sorted = files.map(({text}) => linesIn(text)).sort((a, b) => a - b);

  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};
