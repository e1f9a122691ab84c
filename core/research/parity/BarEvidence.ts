import {type Candle, TIMEFRAME_MS, type Timeframe} from '../../domain/Candle.ts';
import {decimal, toNumber, toText} from '../../domain/Decimal.ts';
import {type Market, readMarket} from '../../domain/Market.ts';
import {notionalOf} from '../../domain/notional.ts';
import {feeOf} from '../../matching/fees.ts';
import type {FillSettings} from '../../matching/FillSettings.ts';
import type {Session} from './Session.ts';
import type {Fill} from './TradeLedger.ts';

/** What the bars of a session prove about its fills. */
export class BarEvidence {
  readonly #bars = new Map<string, Candle>();
  readonly #base: Timeframe;
  readonly #markets: ReadonlyMap<string, Market>;
  readonly #fill: FillSettings;

  constructor({base, events, run}: Session, fill: FillSettings) {
    this.#base = base;
    this.#fill = fill;
    this.#markets = new Map(run.markets.map(market => [market.symbol, readMarket(market)]));
    for (const event of events)
      if (event.kind === 'bar') this.#bars.set(`${event.symbol} ${event.candle.time}`, event.candle);
  }

  /**
   * What is wrong with a fill of the session, or null. It must come after its decision and the latency, at a price that its bars
   * hold but for spread, slippage and impact, and pay the fee of its market.
   */
  problemOf(fill: Fill, decidedAt: number): string | null {
    const {time, price, evidence, clientOrderId, symbol} = fill;
    const market = this.#markets.get(symbol);
    const what = `the fill of ${clientOrderId} at ${price}`;
    if (market === undefined) return `${what} is of ${symbol}, which the session does not trade`;
    const earliest = decidedAt + (evidence.kind === 'bar' ? 0 : this.#fill.latencyMs);
    if (time < earliest) return `${what} came ${earliest - time} ms before decision and latency allow it`;
    const bars = this.#barsOf(fill);
    if (bars.length > 0 && !this.#holds(bars, fill, market))
      return `${what} lies outside its bars (${rangeOf(bars).join(' to ')}) by more than spread, slippage and impact`;
    const due = toText(feeOf(market, fill.liquidity, notionalOf(fill.side, decimal(price), decimal(fill.quantity))));

    return due === fill.fee ? null : `${what} paid a fee of ${fill.fee}, due was ${due}`;
  }

  /** The bar of a fill and the one before it: evidence on their border may be of either. None where its own never closed, as at a session's end. */
  #barsOf({symbol, time}: Fill): readonly Candle[] {
    const length = TIMEFRAME_MS[this.#base];
    const start = time - (time % length);
    const own = this.#bars.get(`${symbol} ${start}`);
    const before = this.#bars.get(`${symbol} ${start - length}`);
    if (own === undefined) return [];

    return before === undefined ? [own] : [before, own];
  }

  #holds(bars: readonly Candle[], {price, liquidity}: Fill, market: Market): boolean {
    const {halfSpreadBps, slippageBps, impact} = this.#fill;
    const [low, high] = rangeOf(bars);
    const cost = ((halfSpreadBps + slippageBps) / 10_000) * high + impact * (high - low);
    const slack = toNumber(market.tick) + (liquidity === 'maker' ? 0 : cost);

    return Number(price) >= low - slack && Number(price) <= high + slack;
  }
}

const rangeOf = (bars: readonly Candle[]): readonly [low: number, high: number] => [
  Math.min(...bars.map(({low}) => low)),
  Math.max(...bars.map(({high}) => high)),
];
