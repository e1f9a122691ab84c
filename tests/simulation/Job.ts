import type {RunReport} from './runScenario.ts';
import type {Scenario} from './Scenario.ts';

/** What a thread is asked to play: the scenario of a seed, or a given one; honest, or with a planted bug. */
export type Job = {
  readonly seed: number;
  readonly horizonMs: number;
  readonly scenario?: Scenario;
  readonly bug?: string;
};

/** A thread's answer; `failure` is what went wrong with the machinery itself. */
export type Answer = {readonly report: RunReport} | {readonly failure: string};
