import type {RunReport} from './runScenario.ts';
import type {PlannedFault, Scenario} from './Scenario.ts';

type Play = (scenario: Scenario) => Promise<RunReport>;

/** What is left to happen after the broken promise was noticed. */
const SLACK_MS = 1_000;

/** The smallest part of a failing scenario that this search finds to break the same promise: fewer faults first, then less time. */
export const shrink = async (scenario: Scenario, rule: string, play: Play): Promise<Scenario> => {
  const breaks = async (candidate: Scenario): Promise<boolean> =>
    (await play(candidate)).violations.some(violation => violation.rule === rule);
  const faults = await fewerFaults(scenario.faults, kept => breaks({...scenario, faults: kept}));
  const smaller = {...scenario, faults};
  const atMs = (await play(smaller)).violations[0]?.atMs ?? scenario.horizonMs;
  const shorter = {...smaller, horizonMs: Math.min(scenario.horizonMs, atMs + SLACK_MS)};

  return (await breaks(shorter)) ? shorter : smaller;
};

/** Delta debugging (ddmin): leaves out ever smaller parts as long as what is left still fails. */
const fewerFaults = async (
  all: readonly PlannedFault[],
  fails: (kept: readonly PlannedFault[]) => Promise<boolean>,
): Promise<readonly PlannedFault[]> => {
  let kept = all;
  for (let parts = 2; kept.length > 0; ) {
    const without = await firstThatFails(kept, parts, fails);
    if (without !== null) {
      kept = without;
      parts = Math.max(2, parts - 1);
    } else if (parts >= kept.length) break;
    else parts = Math.min(kept.length, parts * 2);
  }

  return kept;
};

const firstThatFails = async (
  kept: readonly PlannedFault[],
  parts: number,
  fails: (kept: readonly PlannedFault[]) => Promise<boolean>,
): Promise<readonly PlannedFault[] | null> => {
  const size = Math.ceil(kept.length / parts);
  for (let from = 0; from < kept.length; from += size) {
    const rest = kept.toSpliced(from, size);
    if (await fails(rest)) return rest;
  }

  return null;
};
