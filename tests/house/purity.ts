import {floorOf} from './floors.ts';
import {isNode, nodesOf, placeOf, type SourceFile, type SyntaxNode} from './sources.ts';

const AMBIENT = new Set(
  `console process performance fetch crypto globalThis require Buffer Intl Atomics WeakRef FinalizationRegistry
  setTimeout setInterval setImmediate queueMicrotask clearTimeout clearInterval`.split(/\s+/),
);

/** Exactly rounded, so the same on every machine. Everything else of Math may differ in the last bit. */
const EXACT_MATH = new Set('sqrt abs min max floor ceil round trunc sign fround imul clz32 PI E'.split(' '));

/** They read the host's zone or language. */
const HOST_DEPENDENT =
  /^(toLocale\w*|localeCompare|getHours|getMinutes|getDate|getDay|getMonth|getFullYear|getTimezoneOffset|setHours|toDateString|toTimeString)$/;

const nameOf = (value: unknown): string | null =>
  isNode(value) && value.type === 'Identifier' ? String(value['name']) : null;

/** True where an identifier is only the name of a member, a key or a type. */
const isLabel = (node: SyntaxNode, parent: SyntaxNode | null): boolean =>
  parent !== null &&
  ((parent.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true) ||
    (parent['key'] === node && parent['computed'] !== true && parent['value'] !== node) ||
    parent.type.startsWith('TS'));

const complaint = (node: SyntaxNode, parent: SyntaxNode | null): string | null => {
  switch (node.type) {
    case 'AwaitExpression':
      return 'await';
    case 'ImportExpression':
      return 'import()';
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node['async'] === true ? 'an async function' : null;
    case 'NewExpression':
      return nameOf(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0 ? 'new Date()' : null;
    case 'BinaryExpression':
      return node['operator'] === '**' && !isBigint(node['left']) && !isPowerOfTwo(node) ? '** on floats' : null;
    case 'MemberExpression':
      return memberComplaint(node);
    case 'Identifier': {
      const name = String(node['name']);
      return AMBIENT.has(name) && !isLabel(node, parent) ? name : null;
    }
    default:
      return null;
  }
};

const isBigint = (value: unknown): boolean => isNode(value) && typeof value['bigint'] === 'string';

/** `2 ** 52` is exact everywhere. */
const isPowerOfTwo = ({left, right}: SyntaxNode): boolean =>
  isNode(left) && left['value'] === 2 && isNode(right) && Number.isInteger(right['value']);

const memberComplaint = (node: SyntaxNode): string | null => {
  const [object, property] = [nameOf(node['object']), nameOf(node['property'])];
  if (object === 'Date' && property === 'now') return 'Date.now';
  if (object === 'Math' && property !== null && !EXACT_MATH.has(property)) return `Math.${property}`;

  return property !== null && HOST_DEPENDENT.test(property) ? property : null;
};

/** Clock, chance, input, output and inexact arithmetic in the two floors that must know none of it. */
export const purityFindings = (file: SourceFile): readonly string[] => {
  const floor = floorOf(file.path);
  if (floor === null || floor > 1) return [];

  return nodesOf(file).flatMap(({node, parent}) => {
    const name = complaint(node, parent);
    return name === null ? [] : [`${placeOf(file, node)}: ${name} on a pure floor`];
  });
};
