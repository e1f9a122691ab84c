import {PLANTED_BUGS, plantedBug} from './bugs/index.ts';
import type {RunReport} from './runScenario.ts';
import type {Threads} from './Threads.ts';

/** What became of one planted bug: the seed that showed it and by which promise, or null after so many seeds. */
export type Catch = {
  readonly bug: string;
  readonly breaks: string;
  readonly caughtBy: {readonly seed: number; readonly rule: string; readonly text: string} | null;
  readonly seedsTried: number;
};

type Hunt = {readonly threads: Threads; readonly from: number; readonly seeds: number; readonly horizonMs: number};

const TEXT_LENGTH = 160;

/** Plants one bug and plays seeds until a promise breaks. */
export const huntFor = async (name: string, {threads, from, seeds, horizonMs}: Hunt): Promise<Catch> => {
  const {breaks} = plantedBug(name);
  for (let index = 0; index < seeds; index += 1) {
    const {violations}: RunReport = await threads.play({seed: from + index, horizonMs, bug: name});
    const [first] = violations;
    if (first === undefined || !(await isClean(threads, from + index, horizonMs))) continue;
    const text = first.text.slice(0, TEXT_LENGTH);

    return {bug: name, breaks, caughtBy: {seed: from + index, rule: first.rule, text}, seedsTried: index + 1};
  }

  return {bug: name, breaks, caughtBy: null, seedsTried: seeds};
};

/** Whether the honest bot keeps every promise on the seed: what it breaks itself shows no bug. */
const isClean = async (threads: Threads, seed: number, horizonMs: number): Promise<boolean> =>
  (await threads.play({seed, horizonMs})).violations.length === 0;

/** All planted bugs, as many at once as there are threads. */
export const huntAll = (hunt: Hunt, onCatch: (found: Catch) => void): Promise<readonly Catch[]> =>
  Promise.all(
    PLANTED_BUGS.map(async ({name}) => {
      const found = await huntFor(name, hunt);
      onCatch(found);

      return found;
    }),
  );
