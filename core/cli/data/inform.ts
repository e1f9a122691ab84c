import type {BarReport} from '../../runtime/data/BarFile.ts';
import type {Diagnosis} from '../../runtime/data/readBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {count, counted, moment} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {table} from '../table.ts';
import type {Invocation} from '../Verb.ts';
import {diagnoseFiles} from './diagnose.ts';

/** `ogz data info`: what is in these files, sound or not. */
export const inform = async (files: readonly string[], invocation: Invocation): Promise<ExitCode> => {
  const {flags, io} = invocation;
  const facts = (await diagnoseFiles(files, invocation)).map(factsOf);
  if (flags.has(JSON_FLAG)) printJson(io, {files: facts});
  else for (const line of facts.flatMap(linesOf)) printLine(io.stdout, line);

  return EXIT.ok;
};

type Facts = BarReport & {readonly low: number | null; readonly high: number | null};

const LOW = 3;
const HIGH = 2;

const factsOf = ({report, columns}: Diagnosis): Facts => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < columns.rows; row += 1) {
    if (columns.at(LOW, row) < low) low = columns.at(LOW, row);
    if (columns.at(HIGH, row) > high) high = columns.at(HIGH, row);
  }

  return {...report, low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null};
};

const linesOf = (facts: Facts): string[] => {
  const {path, exchange, symbol, timeframe, rows, from, to, gaps, low, high, priceDigits, quantityDigits, sha256} =
    facts;
  const {longest} = gaps;
  const longestText =
    longest === null ? '' : `, the longest ${counted(longest.bars, 'bar')} after ${moment(longest.after)}`;

  return [
    path,
    ...table([
      ['  market', `${symbol ?? 'unknown'} on ${exchange ?? 'unknown'}, ${timeframe ?? 'unknown timeframe'}`],
      ['  bars', rows === 0 ? 'none' : `${count(rows)}, ${moment(from)} to ${moment(to)}`],
      ['  gaps', `${count(gaps.count)}, ${counted(gaps.missingBars, 'bar')} missing${longestText}`],
      ['  prices', low === null ? 'none' : `${low} to ${high}, ${counted(priceDigits, 'digit')}`],
      ['  volumes', counted(quantityDigits, 'digit')],
      ['  sha256', sha256],
      ['  problems', count(facts.problems.length)],
    ]),
  ];
};
