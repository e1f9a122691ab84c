/** One line of the benchmark: our cost beside that of a rival measured in the same process, in turns. */
export type BenchResult = {
  readonly name: string;
  /** Median cost of ours, in `unit`. */
  readonly ours: number;
  /** Median cost of the rival, in `unit`. */
  readonly theirs: number;
  readonly unit: string;
  /** How many times cheaper ours is: the median over the rounds of theirs / ours. */
  readonly ratio: number;
  /** The least `ratio` that counts as good. */
  readonly goal: number;
  /** The rival, with its version where it has one. */
  readonly against: string;
  /** Ours, turned around, where the unit is a candle. */
  readonly candlesPerSecond?: number;
};

/** Measures in so many interleaved rounds. */
export type Bench = (rounds: number) => Promise<readonly BenchResult[]>;

/** What one round measured. */
export type Pair = {readonly ours: number; readonly theirs: number};

/** The result of all rounds: medians, so that a machine that was busy for a moment does not count. */
export const summarize = (
  title: Pick<BenchResult, 'name' | 'unit' | 'goal' | 'against'>,
  rounds: readonly Pair[],
): BenchResult => ({
  ...title,
  ours: median(rounds.map(({ours}) => ours)),
  theirs: median(rounds.map(({theirs}) => theirs)),
  ratio: median(rounds.map(({ours, theirs}) => theirs / ours)),
});

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
