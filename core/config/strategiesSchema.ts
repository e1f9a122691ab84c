import type {StrategyDefinition} from '../brain/strategies/Strategy.ts';
import {type Branch, branch, integer, type Leaf, number, toggle} from './leaf.ts';

type Registered = Pick<StrategyDefinition, 'name' | 'description' | 'parameters'>;

const parameterSchema = (
  strategy: string,
  name: string,
  {default: value, min, max, step}: Registered['parameters'][string],
): Leaf => (Number.isInteger(step) ? integer : number)(value, min, max, `Parameter ${name} of ${strategy}.`);

const strategySchema = ({name, description, parameters}: Registered): Branch => {
  const params = Object.entries(parameters).map(([key, range]) => [key, parameterSchema(name, key, range)]);

  return branch(description, {
    enabled: toggle(true, `Whether ${name} has a say.`),
    params: branch(`Parameters of ${name}.`, Object.fromEntries(params)),
  });
};

/** One section for each registered strategy, so that a misspelt name or parameter is found. */
export const strategiesSchema = (strategies: readonly Registered[]): Branch =>
  branch('The strategies.', Object.fromEntries(strategies.map(strategy => [strategy.name, strategySchema(strategy)])));
