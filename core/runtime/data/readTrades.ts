import {basename} from 'node:path';
import type {Trade} from '../../domain/Trade.ts';
import {splitSymbol} from './barFileName.ts';
import {readChunks} from './readChunks.ts';
import {type RawTrade, parseCsvTrade, parseFrame, parseTradeArray} from './tradeFormats.ts';

/** Trades that one file may have; they are held in memory. */
export const MAX_TRADES = 5_000_000;
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const MAX_EXAMPLES = 5;

/** Recorded trades, ascending by (time, id). */
export type TradeFile = {
  readonly path: string;
  /** `BTC/USDT`. */
  readonly symbol: string;
  readonly trades: readonly Trade[];
  /** Of the file as it lies on disk. */
  readonly sha256: string;
  /** Time of the first and of the last trade, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Places where trade ids are left out. */
  readonly idGaps: number;
  /** Lines that looked like trades and were none, the first few of them. */
  readonly problems: readonly string[];
};

/** A recording holds no trade, or cannot be read as one. */
export class TradeFileRefused extends Error {
  constructor(path: string, reason: string) {
    super(`Recording "${path}" is refused: ${reason}.`);
    this.name = 'TradeFileRefused';
  }
}

/** What a reading gathers. */
type Gathered = {readonly trades: RawTrade[]; readonly problems: string[]; readonly symbols: Set<string>; line: number};

/**
 * Reads recorded trades: raw Binance frames (`<receive ns> <frame>`, `.ndjson`), ccxt-like JSON arrays
 * (`[time, id, type, side, price, quantity, cost]`) or Kraken CSV (`time_s,price,quantity`), each also as `.gz`.
 * @throws TradeFileRefused when there is no trade in it or the market is not known.
 */
export const readTrades = async (path: string, options: {readonly symbol?: string} = {}): Promise<TradeFile> => {
  const gathered: Gathered = {trades: [], problems: [], symbols: new Set(), line: 0};
  const {sha256, cutOff} = await (isJsonArray(path) ? readArray(path, gathered) : readLines(path, gathered));
  if (cutOff !== null) throw new TradeFileRefused(path, `${cutOff}; get it again`);
  const symbol = options.symbol ?? readSymbol(path, gathered);
  const trades = sortTrades(gathered.trades).map(trade => withSymbol(trade, symbol));
  const [first] = trades;
  const last = trades.at(-1);
  if (first === undefined || last === undefined) throw new TradeFileRefused(path, 'it holds no trade');

  return {
    path,
    symbol,
    trades,
    sha256,
    from: first.time,
    to: last.time,
    idGaps: countGaps(trades),
    problems: gathered.problems,
  };
};

const isJsonArray = (path: string): boolean => /\.json(\.gz)?$/i.test(path);

const readSymbol = (path: string, {symbols}: Gathered): string => {
  if (symbols.size > 1)
    throw new TradeFileRefused(path, `it mixes the markets ${[...symbols].join(', ')}; state one of them`);
  const [stated] = symbols;
  const symbol = splitSymbol(stated ?? basename(path).split('_')[1] ?? '');
  if (symbol === null) throw new TradeFileRefused(path, 'its market is not known; state the symbol, such as BTC/USDT');

  return symbol;
};

const readLines = async (path: string, gathered: Gathered) => {
  let rest = '';
  const onChunk = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line, path, gathered);
  };
  const result = await readChunks(path, {onChunk});
  takeLine(rest, path, gathered);

  return result;
};

const takeLine = (line: string, path: string, gathered: Gathered): void => {
  gathered.line += 1;
  if (line.trim() === '') return;
  take(path.includes('.csv') ? parseCsvTrade(line, gathered.trades.length + 1) : parseFrame(line), path, gathered);
};

const readArray = async (path: string, gathered: Gathered) => {
  const chunks: Buffer[] = [];
  let size = 0;
  const onChunk = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) throw new TradeFileRefused(path, `it has more than ${MAX_JSON_BYTES} bytes of JSON`);
    chunks.push(chunk);
  };
  const result = await readChunks(path, {onChunk});
  if (result.cutOff !== null) return result;
  for (const row of parseArray(path, Buffer.concat(chunks).toString('utf8'))) {
    gathered.line += 1;
    take(parseTradeArray(row), path, gathered);
  }

  return result;
};

const parseArray = (path: string, text: string): readonly unknown[] => {
  try {
    const rows: unknown = JSON.parse(text);
    if (Array.isArray(rows)) return rows;
  } catch (error) {
    throw new TradeFileRefused(
      path,
      `it is no whole JSON text: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  throw new TradeFileRefused(path, 'the JSON is no array of trades');
};

const take = (parsed: RawTrade | string | null, path: string, {trades, problems, symbols, line}: Gathered): void => {
  if (parsed === null) return;
  if (typeof parsed === 'string') {
    if (problems.length < MAX_EXAMPLES) problems.push(`line ${line}: ${parsed}`);
    return;
  }
  if (trades.length >= MAX_TRADES) throw new TradeFileRefused(path, `it has more than ${MAX_TRADES} trades; split it`);
  trades.push(parsed);
  if (parsed.venueSymbol !== null) symbols.add(parsed.venueSymbol);
};

/** By venue time and id, each trade once. */
const sortTrades = (raw: readonly RawTrade[]): readonly RawTrade[] => {
  const sorted = [...raw].sort((a, b) => a.time - b.time || a.id - b.id);
  const seen = new Set<number>();

  return sorted.filter(trade => {
    if (seen.has(trade.id)) return false;
    seen.add(trade.id);
    return true;
  });
};

const withSymbol = ({id, time, price, quantity, takerSide}: RawTrade, symbol: string): Trade => ({
  symbol,
  id,
  time,
  price,
  quantity,
  takerSide,
});

const countGaps = (trades: readonly Trade[]): number => {
  const ids = trades.map(trade => trade.id).sort((a, b) => a - b);

  return ids.filter((id, index) => index > 0 && id !== (ids[index - 1] ?? id) + 1).length;
};
