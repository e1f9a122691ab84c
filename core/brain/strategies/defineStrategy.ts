import type {Parameter} from '../../../indicators/Indicator.ts';
import {confidence, type ExitPlan, type Reason, type Signal} from '../../domain/Decision.ts';
import {claim} from '../claim.ts';
import {Check, type Opinion} from './Check.ts';
import {type ExitName, planExit} from './exits.ts';
import {Line, lineOf, type LineSpec} from './Line.ts';
import {completeParameters, type Values} from './parameters.ts';
import type {MarketView, StrategyDefinition} from './Strategy.ts';

type Lines<Name extends string> = Readonly<Record<Name | 'atr', Line>>;

type Plan<Name extends string, Output extends string> = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<Name | ExitName, Parameter>>;
  /** What it reads; every strategy also gets `atr`, the unit of its exits. */
  readonly lines: (params: Values<Name>) => Readonly<Record<Output, LineSpec>>;
  /** Asks its conditions of `check`; false where one failed. */
  readonly judge: (
    lines: Lines<Output>,
    params: Values<Name>,
    check: Pick<Check, 'that' | 'lacks'>,
    view: MarketView,
  ) => Opinion | false;
};

const ATR_PERIOD = 14;

/** Confidence of a signal whose evidence just suffices; the rest up to 1 is earned by strength. */
const BASE_CONFIDENCE = 0.5;

/** Makes a strategy's entry for the register: warm-up, parameter checks and exit plan are the same for all. */
export const defineStrategy = <Name extends string, Output extends string>(
  plan: Plan<Name, Output>,
): StrategyDefinition => {
  const complete = (params: Readonly<Record<string, number>>): Values<Name | ExitName> =>
    completeParameters(plan.name, plan.parameters, params);
  const specsOf = (params: Values<Name>): [Output | 'atr', LineSpec][] => [
    ...(Object.entries(plan.lines(params)) as [Output, LineSpec][]),
    ['atr', lineOf('atr', {period: ATR_PERIOD})],
  ];

  return {
    name: plan.name,
    description: plan.description,
    parameters: plan.parameters,
    indicators: params => specsOf(complete(params)).map(([, {spec}]) => spec),
    create: (given, handleOf) => {
      const params = complete(given);
      const pairs = specsOf(params).map(([name, {spec, output}]) => [name, new Line(handleOf(spec), output)] as const);
      const lines = Object.fromEntries(pairs) as Lines<Output>;
      const all = pairs.map(([, line]) => line);
      const check = new Check();

      return {
        name: plan.name,
        judge: (view): Signal => {
          const obstacle = warmingUp(all, view) ?? withoutRange(lines.atr.now);
          if (obstacle !== null) return hold(plan.name, obstacle);
          check.begin();
          const opinion = plan.judge(lines, params, check, view);
          if (opinion === false) return hold(plan.name, check.reason);

          return enter(plan.name, opinion, check.reason, planExit(params, lines.atr.now));
        },
      };
    },
  };
};

const warmingUp = (lines: readonly Line[], {bars}: MarketView): Reason | null => {
  if (areWarm(lines)) return null;
  const need = lines.reduce((most, line) => Math.max(most, line.need), 0);
  const subject = `warming up ${Math.min(bars, need)} of ${need} bars`;

  return {code: 'WARMING_UP', subject, value: bars, comparison: 'none', limit: need, passed: false};
};

const areWarm = (lines: readonly Line[]): boolean => {
  for (const line of lines) if (!line.isWarm) return false;

  return true;
};

/** A market that does not move gives no distance to a stop. */
const withoutRange = (atr: number): Reason | null => {
  if (atr > 0) return null;

  return claim({code: 'NO_RANGE', subject: 'ATR', value: atr, comparison: 'above', limit: 0});
};

const NO_CONFIDENCE = confidence(0);

const hold = (strategy: string, reason: Reason): Signal => ({
  strategy,
  action: 'hold',
  confidence: NO_CONFIDENCE,
  reason,
  exitPlan: null,
});

const enter = (strategy: string, {side, strength}: Opinion, reason: Reason, exitPlan: ExitPlan): Signal => ({
  strategy,
  action: side,
  confidence: confidence(BASE_CONFIDENCE + (1 - BASE_CONFIDENCE) * strength),
  reason,
  exitPlan,
});
