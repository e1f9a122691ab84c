import {bollingerBreakout} from './bollingerBreakout.ts';
import {donchianTrend} from './donchianTrend.ts';
import {emaCross} from './emaCross.ts';
import {macdTrend} from './macdTrend.ts';
import {patternMatch} from './patternMatch.ts';
import {rsiReversal} from './rsiReversal.ts';
import type {StrategyDefinition} from './Strategy.ts';
import {superTrendFollow} from './superTrendFollow.ts';
import {twoPoleCross} from './twoPoleCross.ts';
import {vwapReversion} from './vwapReversion.ts';

/** The register: every strategy that configuration and the command line can name. */
export const STRATEGIES: readonly StrategyDefinition[] = [
  twoPoleCross,
  rsiReversal,
  macdTrend,
  bollingerBreakout,
  donchianTrend,
  emaCross,
  superTrendFollow,
  vwapReversion,
  patternMatch,
];

const BY_NAME: ReadonlyMap<string, StrategyDefinition> = new Map(STRATEGIES.map(each => [each.name, each]));

/** The register's entry for `name`. Throws a RangeError that names the known ones. */
export const strategyDefinition = (name: string): StrategyDefinition => {
  const definition = BY_NAME.get(name);
  if (definition !== undefined) return definition;

  throw new RangeError(`Unknown strategy "${name}". Known: ${[...BY_NAME.keys()].join(', ')}.`);
};
