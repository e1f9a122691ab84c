import {type Candle, TIMEFRAMES, type Timeframe} from '../../domain/Candle.ts';
import {type BarFile, BarFileRefused, type BarProblem, type BarReport} from './BarFile.ts';
import {BarColumns} from './BarColumns.ts';
import {CsvBarParser} from './CsvBarParser.ts';
import {RawBars, finestDigits} from './RawBars.ts';
import {readFileName} from './barFileName.ts';
import {shiftProblems} from './shiftProblems.ts';
import {checkBars, guessTimeframe} from './checkBars.ts';
import {parseJsonBars} from './parseJsonBars.ts';
import {type ReadResult, readChunks} from './readChunks.ts';

/** JSON is held as one text while it is read. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
/** Rows from which on the steps between the times say more than the file's name. */
const MIN_ROWS_FOR_STEPS = 10;

export type ReadBarsOptions = {
  /** Instead of what the file's name says. */
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  /** Bars of the same market and timeframe that are known to be right: the file's clock is held against theirs. */
  readonly reference?: Iterable<Candle>;
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
};

/** What a reading gave, sound or not. */
export type Diagnosis = {readonly report: BarReport; readonly file: BarFile | null; readonly columns: BarColumns};

/**
 * Reads bars from `.csv`, `.csv.gz`, `.json` or `.json.gz` and checks them.
 * @throws BarFileRefused when there is an error in them, and the system's error when the file cannot be opened.
 */
export const readBars = async (path: string, options: ReadBarsOptions = {}): Promise<BarFile> => {
  const {file, report} = await diagnoseBars(path, options);
  if (file === null) throw new BarFileRefused(report);

  return file;
};

/** Reads bars as `readBars` does and reports on them, refusing nothing. */
export const diagnoseBars = async (path: string, options: ReadBarsOptions = {}): Promise<Diagnosis> => {
  const {raw, read} = await readRaw(path, options);
  const name = readFileName(path);
  const guessed = guessTimeframe(raw);
  const timeframe = options.timeframe ?? name.timeframe ?? (name.timeframeText === null ? guessed : null);
  const check = checkBars(raw, timeframe);
  const problems = [
    ...readProblems(raw, read),
    ...timeframeProblems({raw, timeframe, guessed, text: name.timeframeText}),
    ...check.problems,
    ...shiftProblems(raw.columns, options.reference),
  ];
  const {columns} = raw;
  const common = {
    path,
    exchange: name.exchange,
    symbol: options.symbol ?? name.symbol,
    sha256: read.sha256,
    rows: columns.rows,
    from: columns.at(0, 0),
    to: columns.at(0, columns.rows - 1),
    gaps: check.gaps,
    priceDigits: finestDigits(raw.priceDigits),
    quantityDigits: finestDigits(raw.quantityDigits),
    problems,
  };
  const isSound = timeframe !== null && problems.every(problem => problem.severity !== 'error');

  return {report: {...common, timeframe}, file: isSound ? {...common, timeframe, columns} : null, columns};
};

const readRaw = async (path: string, {onProgress}: ReadBarsOptions): Promise<{raw: RawBars; read: ReadResult}> => {
  if (/\.json(\.gz)?$/i.test(path)) return readJson(path, onProgress);
  const parser = new CsvBarParser();
  const read = await readChunks(path, {onChunk: chunk => parser.push(chunk), onProgress});

  return {raw: parser.end(), read};
};

const readJson = async (
  path: string,
  onProgress: ReadBarsOptions['onProgress'],
): Promise<{raw: RawBars; read: ReadResult}> => {
  const chunks: Buffer[] = [];
  let size = 0;
  const onChunk = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > MAX_JSON_BYTES)
      throw new RangeError(`"${path}" has more than ${MAX_JSON_BYTES} bytes of JSON. Write it as CSV.`);
    chunks.push(chunk);
  };
  const read = await readChunks(path, {onChunk, onProgress});
  const raw = read.cutOff === null && size > 0 ? parseJsonBars(Buffer.concat(chunks).toString('utf8')) : new RawBars();

  return {raw, read};
};

const problem = (code: BarProblem['code'], severity: BarProblem['severity'], message: string): BarProblem => ({
  code,
  severity,
  line: null,
  count: 1,
  message,
});

const readProblems = (raw: RawBars, {cutOff}: ReadResult): readonly BarProblem[] => {
  if (cutOff === null) return [];

  return [
    problem(
      'cutOff',
      'error',
      `${cutOff} after ${raw.columns.rows} rows: the copy or download was cut or damaged; get it again`,
    ),
  ];
};

type TimeframeFacts = {raw: RawBars; timeframe: Timeframe | null; guessed: Timeframe | null; text: string | null};

const timeframeProblems = ({raw, timeframe, guessed, text}: TimeframeFacts): readonly BarProblem[] => {
  if (raw.columns.rows === 0) return [];
  const known = `Known: ${TIMEFRAMES.join(', ')}`;
  if (timeframe === null) {
    const found =
      text === null ? 'its name and the steps between its bars show no timeframe' : `unknown timeframe "${text}"`;
    return [
      problem(
        'timeframe',
        'error',
        `${found}. ${known}. Name it exchange_SYMBOL_timeframe.csv.gz or state the timeframe`,
      ),
    ];
  }
  if (raw.columns.rows < MIN_ROWS_FOR_STEPS || guessed === null || guessed === timeframe) return [];

  return [
    problem(
      'timeframe',
      'error',
      `it should be ${timeframe} bars, but most steps between them are ${guessed}: state the right timeframe`,
    ),
  ];
};
