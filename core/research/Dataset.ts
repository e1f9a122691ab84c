import {createHash} from 'node:crypto';
import {basename} from 'node:path';
import type {Recording} from '../../brokers/replay/Recording.ts';

/** Where results come from. */
export type Dataset = {
  /** Of the file as it lies on disk; of several the hash over theirs. */
  readonly sha256: string;
  readonly rows: number;
  readonly from: number;
  readonly to: number;
  readonly gaps: number;
};

export type NamedDataset = Dataset & {readonly file: string; readonly symbol: string};

export const datasetOf = ({kind, symbol, file}: Recording): NamedDataset => ({
  file: basename(file.path),
  symbol,
  sha256: file.sha256,
  rows: kind === 'bars' ? file.rows : file.trades.length,
  from: file.from,
  to: file.to,
  gaps: kind === 'bars' ? file.gaps.count : file.idGaps,
});

/** Several as one: sums of rows and gaps, and the whole span. */
export const joinDatasets = (all: readonly NamedDataset[]): Dataset => {
  const [first] = all;
  if (first !== undefined && all.length === 1) {
    const {file: _, symbol: __, ...one} = first;
    return one;
  }
  const hash = createHash('sha256');
  for (const {symbol, sha256} of all) hash.update(`${symbol} ${sha256}\n`);

  return {
    sha256: hash.digest('hex'),
    rows: all.reduce((sum, {rows}) => sum + rows, 0),
    from: Math.min(...all.map(({from}) => from)),
    to: Math.max(...all.map(({to}) => to)),
    gaps: all.reduce((sum, {gaps}) => sum + gaps, 0),
  };
};
