import type {IndicatorDefinition} from '../../../indicators/Indicator.ts';
import {INDICATORS} from '../../../indicators/index.ts';
import {TIMEFRAMES} from '../../domain/Candle.ts';
import {candlesOf} from '../../runtime/data/BarFile.ts';
import {readBars} from '../../runtime/data/readBars.ts';
import {EXIT} from '../exitCodes.ts';
import {type Flag, JSON_FLAG} from '../Flags.ts';
import {count, moment} from '../format.ts';
import {indicatorParams} from '../indicatorParams.ts';
import {indicatorSeries, type Series} from '../indicatorSeries.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {paintFor} from '../paint.ts';
import {Progress} from '../Progress.ts';
import {requireDataFile} from '../requireDataFile.ts';
import {table} from '../table.ts';
import {unknownName} from '../unknownName.ts';
import type {Verb} from '../Verb.ts';

const DATA: Flag = {name: '--data', value: 'FILE', about: 'bars: .csv, .csv.gz, .json or .json.gz'};
const INDICATOR: Flag = {name: '--indicator', value: 'NAME', about: 'which one; ogz indicators lists them'};
const PARAMS: Flag = {
  name: '--params',
  value: 'JSON',
  about: 'parameters such as \'{"period":14}\'; the rest at its default',
};
const TIMEFRAME: Flag = {
  name: '--timeframe',
  value: 'T',
  about: "the bars' timeframe, where the file's name does not say it",
};

/** Rows that a person sees; JSON has them all. */
const SHOWN = 20;

/** Computes an indicator over a file with the bot's own code, or lists what there is. */
export const indicators: Verb = {
  name: 'indicators',
  summary: "Lists the indicators, or computes one over a file with the bot's own code.",
  usage: ['indicators', `indicators --data FILE --indicator rsi --params '{"period":14}' --json`],
  flags: [DATA, INDICATOR, PARAMS, TIMEFRAME, JSON_FLAG],
  async run({flags, io}) {
    const isJson = flags.has(JSON_FLAG);
    if (![DATA, INDICATOR, PARAMS].some(flag => flags.has(flag))) {
      list(isJson, io);
      return EXIT.ok;
    }
    const definition = definitionOf(flags.required(INDICATOR));
    const params = indicatorParams(definition, flags.text(PARAMS) ?? '{}');
    const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES);
    const path = requireDataFile(flags.required(DATA), io.cwd);
    const progress = new Progress({label: 'Reading bars', unit: 'bytes', io});
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const {columns} = await readBars(path, {onProgress, ...(timeframe === null ? {} : {timeframe})});
    progress.finish();

    const series = indicatorSeries(definition, params, candlesOf(columns));
    if (isJson) printJson(io, series);
    else show(series, columns.column(0), io);

    return EXIT.ok;
  },
};

const definitionOf = (name: string): IndicatorDefinition => {
  const definition = INDICATORS.find(each => each.name === name);
  if (definition !== undefined) return definition;
  throw unknownName(
    'indicator',
    name,
    INDICATORS.map(each => each.name),
  );
};

const list = (isJson: boolean, io: Io): void => {
  if (isJson) return printJson(io, {indicators: INDICATORS.map(({name, parameters}) => ({name, parameters}))});
  const rows = INDICATORS.map(({name, parameters}) => [
    name,
    Object.entries(parameters)
      .map(([parameter, {default: value, min, max}]) => `${parameter} ${value} (${min} to ${max})`)
      .join(', '),
  ]);
  for (const line of table(rows)) printLine(io.stdout, line);
};

const show = ({values, name, firstIndex}: Series, times: Float64Array, io: Io): void => {
  const columns = isSingle(values) ? [[name, values] as const] : Object.entries(values);
  const rows = columns[0]?.[1].length ?? 0;
  const paint = paintFor(io.stdout, io);
  const lines = [['time', ...columns.map(([output]) => output)].map(paint.dim)];
  for (let row = Math.max(0, rows - SHOWN); row < rows; row += 1) {
    lines.push([moment(times[row] ?? Number.NaN), ...columns.map(([, list]) => list[row]?.toString() ?? '–')]);
  }
  for (const line of table(lines)) printLine(io.stdout, line);
  const shown = rows > SHOWN ? `The last ${SHOWN} of ${count(rows)} bars; --json prints all. ` : '';
  printLine(io.stderr, `${shown}The first value is at bar ${firstIndex} (from 0).`);
};

const isSingle = (values: Series['values']): values is readonly (number | null)[] => Array.isArray(values);
