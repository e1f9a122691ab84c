import {Random} from '../../../../brokers/simulator/flow/Random.ts';
import {canonicalJson} from '../../../config/freeze.ts';
import {type Proposal, rankTrials, type Trial} from '../Trial.ts';
import {scrambledHalton} from './halton.ts';
import {type Dimension, type Params, paramsAt, type Point, pointOf, stepFrom} from './SearchSpace.ts';
import {learn, suggest} from './suggest.ts';
import {type Trialling, tryParams} from './tryParams.ts';

/** Points that cover the space before the search looks at any result. */
export const COVERAGE = 20;
/** Trials that are suggested from the same knowledge: a number of its own, so that the number of workers changes nothing. */
const BATCH = 8;
/** Suggestions that were all tried before, after which chance draws: the search has closed in on something. */
const MOST_SUGGESTIONS = 4;
/** Draws after which a place that was tried before is tried again. */
const MOST_DRAWS = 50;
/** Trials whose neighbourhood is looked at. */
export const FINALISTS = 5;
export const NEIGHBOURS = 2;

export type Search = Trialling & {
  readonly space: readonly Dimension[];
  /** Complete parameters as they are configured: the first trial, and the values of what is not tuned. */
  readonly configured: Params;
  /** False for parameters that contradict each other. */
  readonly isPossible: (params: Params) => boolean;
  /** Trials without the neighbours of the finalists. */
  readonly trials: number;
  readonly seed: number;
  /** Trials of this study that were made before it was interrupted, in order. */
  readonly known: readonly Trial[];
  /** Trials made so far, those from before an interruption included. */
  readonly onProgress?: (done: number) => void;
  /** A new trial, in order; it is durable when this returns. */
  readonly onTrial: (trial: Trial) => void;
};

/** Tries the configured parameters, an even coverage, then what a Parzen estimator suggests, and at last the finalists' neighbours. */
export const searchParams = async (search: Search): Promise<readonly Trial[]> => {
  const done: Trial[] = [];
  while (done.length < search.trials) done.push(...(await tryAll(propose(search, done), done.length, search)));
  done.push(...(await tryAll(proposeNeighbours(search, done), done.length, search)));

  return done;
};

/** Tries all at once and keeps each trial as soon as those before it are kept, so that an interruption costs no more than what is under way. */
const tryAll = async (proposals: readonly Proposal[], first: number, search: Search): Promise<readonly Trial[]> => {
  const tried = proposals.map((proposal, place) => tryOne(proposal, first + place, search));
  // Where one fails, the others are not awaited any more.
  void Promise.allSettled(tried);
  const trials: Trial[] = [];
  for (const pending of tried) {
    const trial = await pending;
    if (trial.index >= search.known.length) search.onTrial(trial);
    trials.push(trial);
    search.onProgress?.(first + trials.length);
  }

  return trials;
};

const tryOne = async (proposal: Proposal, index: number, search: Search): Promise<Trial> => {
  const known = search.known[index];

  return known === undefined ? tryParams(proposal, index, search) : sameTrial(known, proposal);
};

const sameTrial = (known: Trial, {params}: Proposal): Trial => {
  if (canonicalJson(known.params) === canonicalJson(params)) return known;

  throw new Error(`Trial ${known.index} of the interrupted study has other parameters than it would have now.`);
};

const propose = (search: Search, done: readonly Trial[]): readonly Proposal[] => {
  if (done.length === 0) return [{kind: 'configured', params: search.configured}, ...proposeCoverage(search)];
  const {space, seed, trials} = search;
  const learned = learn(rankTrials(done).map(({params}) => pointOf(space, params)));
  const random = new Random(`search ${seed} ${done.length}`);
  const taken = new Set(done.map(({params}) => canonicalJson(params)));
  const proposals: Proposal[] = [];
  while (proposals.length < Math.min(BATCH, trials - done.length)) {
    const params = drawNew(search, taken, count =>
      count < MOST_SUGGESTIONS ? suggest(learned, random) : space.map(() => random.uniform()),
    );
    taken.add(canonicalJson(params));
    proposals.push({kind: 'search', params});
  }

  return proposals;
};

const proposeCoverage = (search: Search): readonly Proposal[] => {
  const {space, seed, trials} = search;
  const wanted = Math.min(COVERAGE, trials - 1);
  const points = scrambledHalton({dimensions: space.length, count: wanted * 4, seed});
  const possible = points.map(point => complete(search, point)).filter(search.isPossible);

  return possible.slice(0, wanted).map(params => ({kind: 'coverage', params}));
};

/** A place that can be and was not tried yet, if there is one within reach. */
const drawNew = (search: Search, taken: ReadonlySet<string>, draw: (count: number) => Point): Params => {
  let found = search.configured;
  for (let count = 0; count < MOST_DRAWS; count += 1) {
    const params = complete(search, draw(count));
    if (!search.isPossible(params)) continue;
    found = params;
    if (!taken.has(canonicalJson(params))) break;
  }

  return found;
};

const complete = ({space, configured}: Search, point: Point): Params => ({
  ...configured,
  ...paramsAt(space, point),
});

/** Two neighbours of each finalist, one step to opposite sides in every dimension. */
const proposeNeighbours = (search: Search, done: readonly Trial[]): readonly Proposal[] => {
  const {space, seed} = search;
  const finalists = rankTrials(done)
    .filter(({score}) => score !== null)
    .slice(0, FINALISTS);

  return finalists.flatMap(({index, params}) => {
    const random = new Random(`neighbours ${seed} ${index}`);
    const directions = space.map(() => (random.uniform() < 0.5 ? -1 : 1));

    return [1, -1]
      .map(sign =>
        stepFrom(
          space,
          params,
          directions.map(each => sign * each),
        ),
      )
      .filter(search.isPossible)
      .map((each): Proposal => ({kind: 'neighbour', params: each, beside: index}));
  });
};
