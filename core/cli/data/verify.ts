import type {Diagnosis} from '../../runtime/data/readBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {JSON_FLAG} from '../Flags.ts';
import {counted, moment} from '../format.ts';
import {printJson, printLine} from '../Io.ts';
import {type Paint, paintFor} from '../paint.ts';
import type {Invocation} from '../Verb.ts';
import {diagnoseFiles} from './diagnose.ts';

/** `ogz data verify`: may one trade on these files? Exit code 1 when one is refused. */
export const verify = async (files: readonly string[], invocation: Invocation): Promise<ExitCode> => {
  const {flags, io} = invocation;
  const diagnoses = await diagnoseFiles(files, invocation);
  const paint = paintFor(io.stdout, io);
  if (flags.has(JSON_FLAG))
    printJson(io, {files: diagnoses.map(({report, file}) => ({sound: file !== null, ...report}))});
  else for (const line of diagnoses.flatMap(each => linesOf(each, paint))) printLine(io.stdout, line);

  return diagnoses.every(({file}) => file !== null) ? EXIT.ok : EXIT.failed;
};

const linesOf = ({report, file}: Diagnosis, paint: Paint): string[] => {
  const {path, rows, from, to, gaps, problems, timeframe} = report;
  const verdict = file === null ? paint.bad('refused') : paint.good('sound');
  const span =
    rows === 0 ? 'no bars' : `${counted(rows, `${timeframe ?? 'unknown'} bar`)}, ${moment(from)} to ${moment(to)}`;
  const gapText = gaps.count === 0 ? 'no gaps' : `${counted(gaps.count, 'gap')} of ${counted(gaps.missingBars, 'bar')}`;

  return [
    `${verdict}  ${path}`,
    `  ${span}, ${gapText}`,
    ...problems.map(
      ({severity, message}) => `  ${severity === 'error' ? paint.bad('error') : paint.warn('warning')}: ${message}`,
    ),
  ];
};
