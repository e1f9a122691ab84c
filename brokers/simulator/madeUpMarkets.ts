import {OrderFlow} from './flow/OrderFlow.ts';
import {SIMULATED_SPECS, type SimulatedSpec} from './flow/SimulatedSpec.ts';
import {defineInstrument} from './instruments.ts';
import type {MarketSetup} from './SimulatedExchange.ts';

const MINUTE_MS = 60_000;
const MAX_HISTORY_MINUTES = 50_000;

type MadeUp = {
  readonly seed: number;
  readonly opensAt: number;
  readonly historyMinutes: number;
  readonly symbols?: readonly string[];
  /** Goes on after a closure at these prices, with new chance and without a past of its own. */
  readonly resumed?: {readonly incarnation: number; readonly prices: ReadonlyMap<string, number>};
};

/** Markets whose trades are made up from a seed, with a past of so many minutes. Throws on an unknown symbol. */
export const madeUpMarkets = ({seed, opensAt, historyMinutes, symbols, resumed}: MadeUp): readonly MarketSetup[] => {
  if (!(historyMinutes >= 0 && historyMinutes <= MAX_HISTORY_MINUTES))
    throw new RangeError(`${historyMinutes} minutes of history are out of range: 0 to ${MAX_HISTORY_MINUTES}.`);
  const opening = opensAt - (opensAt % MINUTE_MS);

  return (symbols ?? SIMULATED_SPECS.map(({symbol}) => symbol)).map(symbol => {
    const spec = specOf(symbol);
    const time = resumed === undefined ? opening - historyMinutes * MINUTE_MS : opensAt;
    const price = resumed?.prices.get(symbol) ?? spec.homePrice;
    const chance = resumed === undefined ? `${seed}` : `${seed} ${resumed.incarnation}`;
    const stream = new OrderFlow({spec, seed: chance, time, price, firstId: 1});
    const priceDigits = String(spec.ticksPerUnit).length - 1;

    return {instrument: defineInstrument({symbol, priceDigits}), stream, price, typical: spec.size};
  });
};

const specOf = (symbol: string): SimulatedSpec => {
  const spec = SIMULATED_SPECS.find(each => each.symbol === symbol);
  if (spec !== undefined) return spec;

  throw new Error(
    `Unknown symbol "${symbol}" to simulate. Known: ${SIMULATED_SPECS.map(each => each.symbol).join(', ')}.`,
  );
};
