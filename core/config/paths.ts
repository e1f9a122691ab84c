import {type Branch, isBranch, type Leaf} from './leaf.ts';

/** Every configurable key of a schema by its dotted path. */
export const leavesOf = (branch: Branch, prefix = ''): Map<string, Leaf> => {
  const leaves = new Map<string, Leaf>();
  for (const [key, node] of Object.entries(branch.properties)) {
    if (!isBranch(node)) leaves.set(prefix + key, node);
    else for (const [path, leaf] of leavesOf(node, `${prefix}${key}.`)) leaves.set(path, leaf);
  }

  return leaves;
};

/** A nested object with each section of the schema in it and each key at the value that `valueAt` gives for its path. */
export const build = (
  branch: Branch,
  valueAt: (path: string, leaf: Leaf) => unknown,
  prefix = '',
): Record<string, unknown> => {
  const object: Record<string, unknown> = {};
  for (const [key, node] of Object.entries(branch.properties)) {
    object[key] = isBranch(node) ? build(node, valueAt, `${prefix}${key}.`) : valueAt(prefix + key, node);
  }

  return object;
};

/** Text from a variable or a flag as the type that the key wants; text that is none stays as it is, for the check to refuse. */
export const fromText = (leaf: Leaf, value: unknown): unknown => {
  if (leaf['type'] === 'array')
    return Array.isArray(value)
      ? value
      : String(value)
          .split(',')
          .map(part => part.trim());
  if (typeof value !== 'string') return value;
  if (leaf['type'] === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (leaf['type'] === 'string') return value;

  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
};
