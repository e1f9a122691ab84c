/** The span is cut into this many blocks, which gives 12,870 ways to halve them. */
const BLOCKS = 16;
const MOST_BLOCKS = 20;

export type Overfitting = {
  /** Share of the splits in which the best in sample ranks at or below the median out of sample. */
  readonly probability: number;
  readonly splits: number;
  /** Mean of ln(w / (1 - w)), with w the relative rank out of sample of the best in sample; below 0 is overfit. */
  readonly meanLogit: number;
};

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado & Zhu 2015, §3):
 * every half of the blocks is once the sample in which the best trial (by Sharpe ratio) is chosen, the other half the one it is ranked in.
 * `trials` holds one series of per-period returns for each trial, all of one length; a remainder at the end is left out.
 * @throws RangeError on fewer than two trials, unequal lengths, an odd number of blocks, or blocks of less than two periods.
 */
export const backtestOverfitting = (trials: readonly (readonly number[])[], blocks = BLOCKS): Overfitting => {
  const length = checkedLength(trials, blocks);
  const sums = blockSums(trials, blocks, length);
  const half = blocks / 2;
  const all = 2 ** blocks;
  let splits = 0;
  let overfit = 0;
  let logits = 0;
  for (let mask = 2 ** half - 1; mask < all; mask = nextWithSameBits(mask)) {
    const best = indexOfLargest(sharpesOf(sums, mask, half * length));
    const rank = rankOf(sharpesOf(sums, all - 1 - mask, half * length), best) / (trials.length + 1);
    const logit = Math.log(rank / (1 - rank));
    splits += 1;
    logits += logit;
    if (logit <= 0) overfit += 1;
  }

  return {probability: overfit / splits, splits, meanLogit: logits / splits};
};

const checkedLength = (trials: readonly (readonly number[])[], blocks: number): number => {
  const periods = trials[0]?.length ?? 0;
  if (trials.length < 2) throw new RangeError(`At least two trials are needed, got ${trials.length}.`);
  if (trials.some(each => each.length !== periods)) throw new RangeError('All trials must have the same periods.');
  if (blocks % 2 !== 0 || blocks < 2 || blocks > MOST_BLOCKS) {
    throw new RangeError(`Blocks are "${blocks}"; expected an even number from 2 to ${MOST_BLOCKS}.`);
  }
  const length = Math.floor(periods / blocks);
  if (length < 2) throw new RangeError(`${periods} periods are too few for ${blocks} blocks of at least two.`);

  return length;
};

/** Sum and sum of squares of every block, so that a split costs additions only. */
type BlockSums = readonly {readonly sums: Float64Array; readonly squares: Float64Array}[];

const blockSums = (trials: readonly (readonly number[])[], blocks: number, length: number): BlockSums =>
  trials.map(returns => {
    const sums = new Float64Array(blocks);
    const squares = new Float64Array(blocks);
    for (let index = 0; index < blocks * length; index += 1) {
      const block = Math.floor(index / length);
      const value = returns[index] ?? 0;
      sums[block] = (sums[block] ?? 0) + value;
      squares[block] = (squares[block] ?? 0) + value * value;
    }

    return {sums, squares};
  });

const sharpesOf = (trials: BlockSums, mask: number, periods: number): Float64Array =>
  Float64Array.from(trials, ({sums, squares}) => {
    let sum = 0;
    let square = 0;
    for (let block = 0; block < sums.length; block += 1) {
      if ((mask & (1 << block)) === 0) continue;
      sum += sums[block] ?? 0;
      square += squares[block] ?? 0;
    }
    const variance = (square - (sum * sum) / periods) / (periods - 1);

    return variance > 0 ? sum / periods / Math.sqrt(variance) : 0;
  });

const indexOfLargest = (values: Float64Array): number => {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }

  return best;
};

/** Rank from 1, the smallest, to n; equal values share the middle of their ranks. */
const rankOf = (values: Float64Array, index: number): number => {
  const value = values[index] ?? 0;
  let below = 0;
  let equal = 0;
  for (const other of values) {
    if (other < value) below += 1;
    if (other === value) equal += 1;
  }

  return below + (equal + 1) / 2;
};

/** The next larger number with as many bits set (Gosper's hack). */
const nextWithSameBits = (mask: number): number => {
  const lowest = mask & -mask;
  const ripple = mask + lowest;

  return (((mask ^ ripple) >>> 2) / lowest) | ripple;
};
