import {resolve} from 'node:path';
import {CcxtHistory} from '../../../brokers/ccxt/CcxtHistory.ts';
import {VenueUnreachable} from '../../../brokers/net/VenueError.ts';
import {UsageError} from '../../config/problems.ts';
import {TIMEFRAMES} from '../../domain/Candle.ts';
import {candlePath, writeCandles} from '../../runtime/data/candleFolder.ts';
import {fetchCandles, type Fetched} from '../../runtime/data/fetch/fetchCandles.ts';
import {PartFile} from '../../runtime/data/fetch/PartFile.ts';
import {diagnoseBars} from '../../runtime/data/readBars.ts';
import {EXIT, type ExitCode} from '../exitCodes.ts';
import {Failure} from '../Failure.ts';
import {findPlace} from '../findPlace.ts';
import {type Flags, JSON_FLAG} from '../Flags.ts';
import {counted, moment} from '../format.ts';
import {type Io, printJson, printLine} from '../Io.ts';
import {Progress} from '../Progress.ts';
import {FROM, SYMBOL, symbolOf, timeOf, TO} from '../runFlags.ts';
import type {Invocation} from '../Verb.ts';
import {TIMEFRAME} from './diagnose.ts';
import {EXCHANGE, REST_URL} from './importFile.ts';
import {OUT} from './resampleFile.ts';

/** `ogz data fetch`: closed bars from an exchange, page by page; goes on where it was cut off, and later with what is new. */
export const fetchBars = async (_files: readonly string[], {flags, io}: Invocation): Promise<ExitCode> => {
  const exchange = flags.required(EXCHANGE);
  const symbol = symbolOf(flags) ?? flags.required(SYMBOL);
  const timeframe = flags.choice(TIMEFRAME, TIMEFRAMES);
  const [from, to] = [timeOf(flags, FROM), timeOf(flags, TO)];
  if (timeframe === null) throw new UsageError(`${TIMEFRAME.name} is needed: one of ${TIMEFRAMES.join(', ')}.`);
  if (from === null) throw new UsageError(`${FROM.name} ${FROM.value ?? ''} is needed: ${FROM.about}.`);
  const named = flags.text(OUT);
  const out =
    named === null ? candlePath(findPlace(flags, io).dataDir, {exchange, symbol, timeframe}) : resolve(io.cwd, named);
  const progress = new Progress({label: `Fetching ${symbol} from ${exchange}`, unit: 'bars', io});
  const source = await CcxtHistory.open({exchange, ...placeOf(flags, exchange)});
  await withNetwork(exchange, () => source.check(symbol));
  const part = new PartFile(out);
  const fetched = await withNetwork(exchange, () =>
    fetchCandles({
      ...{source, symbol, timeframe, from, part},
      onProgress: (done, total) => progress.update(done, total),
      ...(to === null ? {} : {to}),
    }),
  );
  progress.finish();
  if (part.first !== null && from < part.first)
    printLine(
      io.stderr,
      `Note: "${out}" begins at ${moment(part.first)}, and is only added to. Fetch what is earlier into another file with ${OUT.name}.`,
    );
  const {report, file} = await diagnoseBars(part.path, {symbol, timeframe});
  if (file === null) {
    const problems = report.problems.map(({message}) => `- ${message}`).join('\n');
    throw new Failure(`What ${exchange} gave is not sound, and lies in "${part.path}":\n${problems}`);
  }
  const {rows, gaps, from: first, to: last} = report;
  const made = {
    source: {exchange, symbol, timeframe, at: new Date(io.now()).toISOString(), ...fetched},
    bars: {rows, gaps, from: first, to: last},
  };
  await writeCandles(out, part.text(), made, true);
  part.remove();
  if (flags.has(JSON_FLAG)) printJson(io, {out, ...made});
  else say(io, {out, exchange, fetched, report});

  return EXIT.ok;
};

const placeOf = (flags: Flags, exchange: string): {readonly urls?: Readonly<Record<string, string>>} => {
  const url = flags.text(REST_URL);
  if (url === null) return {};
  if (exchange !== 'kraken')
    throw new UsageError(`${REST_URL.name} is for a simulated Kraken; ${EXCHANGE.name} is "${exchange}".`);

  return {urls: {public: url, private: url}};
};

const withNetwork = async <Result>(exchange: string, call: () => Promise<Result>): Promise<Result> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof VenueUnreachable)) throw error;
    throw new Failure(
      `${error.message} Fetching from ${exchange} needs a network; what came so far is kept, and the same command goes on from there.`,
      EXIT.tryAgain,
    );
  }
};

type Said = {
  readonly out: string;
  readonly exchange: string;
  readonly fetched: Fetched;
  readonly report: {
    readonly rows: number;
    readonly from: number;
    readonly to: number;
    readonly gaps: {readonly count: number; readonly missingBars: number};
  };
};

const say = (io: Io, {out, exchange, fetched: {added, startsAt}, report: {rows, from, to, gaps}}: Said): void => {
  printLine(io.stdout, out);
  printLine(
    io.stderr,
    `${counted(added, 'new bar')}; ${counted(rows, 'bar')} in all, ${moment(from)} to ${moment(to)}, ${counted(gaps.count, 'gap')} of ${counted(gaps.missingBars, 'bar')}, nothing filled.`,
  );
  if (startsAt !== null)
    printLine(io.stderr, `${exchange} gives nothing of this timeframe from before ${moment(startsAt)}.`);
};
