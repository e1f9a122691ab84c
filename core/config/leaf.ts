/** The small pieces that the configuration's JSON Schema is made of. */
export type Leaf = {
  readonly description: string;
  readonly default: unknown;
  /** What would be right, in words. */
  readonly expected: string;
  readonly [keyword: string]: unknown;
};

export type Branch = {
  readonly type: 'object';
  readonly description: string;
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, Node>>;
};

export type Node = Leaf | Branch;

export const isBranch = (node: Node): node is Branch => 'properties' in node;

export const branch = (description: string, properties: Readonly<Record<string, Node>>): Branch => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties,
});

/** A share of something, from 0 to 1. */
export const share = (value: number, description: string): Leaf => number(value, 0, 1, description);

export const number = (value: number, minimum: number, maximum: number, description: string): Leaf => ({
  type: 'number',
  minimum,
  maximum,
  default: value,
  description,
  expected: `a number from ${minimum} to ${maximum}`,
});

export const integer = (value: number, minimum: number, maximum: number, description: string): Leaf => ({
  type: 'integer',
  minimum,
  maximum,
  default: value,
  description,
  expected: `a whole number from ${minimum} to ${maximum}`,
});

export const toggle = (value: boolean, description: string): Leaf => ({
  type: 'boolean',
  default: value,
  description,
  expected: 'true or false',
});

export const choice = (values: readonly string[], value: string, description: string): Leaf => ({
  type: 'string',
  enum: values,
  default: value,
  description,
  expected: `one of ${values.join(', ')}`,
});

/** Text that matches `pattern`, which `expected` says in words. */
export const text = (value: string, pattern: string, expected: string, description: string): Leaf => ({
  type: 'string',
  pattern,
  default: value,
  description,
  expected,
});

/** A list of different texts that each match `pattern`. */
export const texts = (
  value: readonly string[],
  limits: {readonly pattern: string; readonly minItems: number; readonly maxItems: number},
  expected: string,
  description: string,
): Leaf => ({
  type: 'array',
  items: {type: 'string', pattern: limits.pattern},
  minItems: limits.minItems,
  maxItems: limits.maxItems,
  uniqueItems: true,
  default: value,
  description,
  expected,
});
