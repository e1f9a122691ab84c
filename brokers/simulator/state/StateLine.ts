import type {Decimal} from '../../../core/domain/Decimal.ts';
import type {ExchangeEvent} from '../engine/events.ts';
import type {TapeCandle} from '../tape/CandleSeries.ts';

/** One line of the file that an exchange goes on from. */
export type StateLine =
  | {
      readonly type: 'opened';
      readonly version: 1;
      /** From 0; one more each time the exchange opens again. */
      readonly incarnation: number;
      readonly seed: number;
      readonly symbols: readonly string[];
    }
  | {readonly type: 'event'; readonly event: ExchangeEvent}
  | {readonly type: 'minute'; readonly symbol: string; readonly candle: TapeCandle}
  | {
      readonly type: 'mark';
      /** Market time, ms UTC. */
      readonly time: number;
      /** Wall clock of the machine, ms UTC. */
      readonly at: number;
      readonly lastTrades: readonly {readonly symbol: string; readonly price: Decimal; readonly id: number}[];
    };

/** Exact numbers are written as the digits that they count, which no other value of a line looks like. */
export const encodeLine = (line: StateLine): string =>
  `${JSON.stringify(line, (_, value: unknown) => (typeof value === 'bigint' ? {units: String(value)} : value))}\n`;

/** Reads a line back. @throws SyntaxError on a torn one. */
export const decodeLine = (text: string): StateLine =>
  JSON.parse(text, (_, value: unknown) => (isUnits(value) ? BigInt(value.units) : value)) as StateLine;

const isUnits = (value: unknown): value is {readonly units: string} =>
  typeof value === 'object' &&
  value !== null &&
  'units' in value &&
  typeof value.units === 'string' &&
  Object.keys(value).length === 1;
