import type {Dataset} from '../../../brokers/Venue.ts';
import type {Summary} from '../../research/RunSummary.ts';

/** Prints what a finished run came to: JSON for programs, a table for people. */
export const printSummary = (summary: Summary, dataset: Dataset | null, isJson: boolean): void => {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({dataset, ...summary})}\n`);
    return;
  }
  const rows: readonly (readonly [string, string])[] = [
    ...datasetRows(dataset),
    ['bars', String(summary.bars)],
    ['decisions', String(summary.decisions)],
    ['trades', `${summary.trades} (${summary.wins} won)`],
    ['fills', String(summary.fills)],
    ['fees', summary.fees],
    ['net PnL', summary.netPnl],
    ['max drawdown', `${(summary.maxDrawdown * 100).toFixed(2)} %`],
    ['Sharpe (annualised)', summary.sharpe === null ? 'not available' : summary.sharpe.toFixed(2)],
    ['exposure', `${(summary.exposure * 100).toFixed(1)} % of bars`],
    ['trading at the end', summary.trading],
    ['hash of trading events', summary.hash],
  ];
  process.stdout.write(`${rows.map(([name, value]) => `${name.padEnd(24)}${value}`).join('\n')}\n`);
};

const datasetRows = (dataset: Dataset | null): readonly (readonly [string, string])[] => {
  if (dataset === null) return [];
  const day = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

  return [
    ['data', `${dataset.rows} bars, ${day(dataset.from)} to ${day(dataset.to)} UTC, ${dataset.gaps} gaps`],
    ['data sha256', dataset.sha256],
  ];
};
