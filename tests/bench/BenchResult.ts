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
};
