import {type Branch, branch, type Node, number, toggle} from './leaf.ts';

/** What the configuration must know of a strategy: its register name and the range of each parameter. */
export type TunableStrategy = {
  readonly name: string;
  readonly params: Readonly<Record<string, {readonly min: number; readonly max: number; readonly default: number}>>;
};

const strategySchema = ({name, params}: TunableStrategy): Branch => {
  const properties: Record<string, Node> = {};
  for (const [key, {default: value, min, max}] of Object.entries(params)) {
    properties[key] = number(value, min, max, `Parameter ${key} of ${name}.`);
  }

  return branch(`The strategy ${name}.`, {
    enabled: toggle(true, `Whether ${name} has a say.`),
    params: branch(`Parameters of ${name}.`, properties),
  });
};

/** One section for each registered strategy, so that a misspelt name or parameter is found. */
export const strategiesSchema = (strategies: readonly TunableStrategy[]): Branch =>
  branch('The strategies.', Object.fromEntries(strategies.map(strategy => [strategy.name, strategySchema(strategy)])));
