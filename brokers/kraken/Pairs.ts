import {decimal, toText} from '../../core/domain/Decimal.ts';
import type {DecimalText, MarketSpec} from '../../core/domain/Market.ts';
import type {Precision} from './BookReplica.ts';
import type {Instrument} from './codec/messages.ts';
import spec from './spec.json' with {type: 'json'};

/** One market of the venue under all the names that it has there. */
export type Pair = {
  readonly spec: MarketSpec;
  readonly precision: Precision;
  /** `online`, `cancel_only`, `post_only`, `limit_only`, … */
  readonly status: string;
  /** Such as `XXBTZUSD`, `XBTUSD`, `XBT/USD`. */
  readonly names: readonly string[];
  /** REST names of the two assets, such as `XXBT` and `ZUSD`. */
  readonly baseName: string;
  readonly quoteName: string;
};

const ALIASES: Readonly<Record<string, string>> = spec.assetAliases;
const MAX_NAMED = 40;

/** The name that the rest of the world has for an asset: `BTC` for `XBT`. */
export const plainAsset = (name: string): string => ALIASES[name] ?? name;

/** The venue's markets by any of their names. */
export class Pairs {
  readonly #bySymbol = new Map<string, Pair>();
  readonly #byName = new Map<string, Pair>();
  readonly #assets = new Map<string, string>();

  constructor(pairs: readonly Pair[]) {
    for (const pair of pairs) {
      this.#bySymbol.set(pair.spec.symbol, pair);
      for (const name of [...pair.names, pair.spec.symbol]) this.#byName.set(name, pair);
      this.#assets.set(pair.baseName, pair.spec.base);
      this.#assets.set(pair.quoteName, pair.spec.quote);
    }
  }

  /** @throws RangeError that names the known symbols. */
  of(symbol: string): Pair {
    const pair = this.#bySymbol.get(symbol);
    if (pair !== undefined) return pair;
    const known = [...this.#bySymbol.keys()];
    const more = known.length > MAX_NAMED ? `, and ${known.length - MAX_NAMED} more` : '';
    throw new RangeError(`Kraken does not trade "${symbol}". Known: ${known.slice(0, MAX_NAMED).join(', ')}${more}.`);
  }

  /** Our symbol for any name of a market, or the name itself for one that we do not know. */
  symbolOf(name: string): string {
    return this.#byName.get(name)?.spec.symbol ?? name;
  }

  assetOf(name: string): string {
    return this.#assets.get(name) ?? plainAsset(name);
  }

  /** The asset that a fee of this market is taken in. */
  quoteOf(name: string): string {
    return this.#byName.get(name)?.spec.quote ?? '';
  }
}

/** The market under the rules that the instrument channel tells, or null where they are the ones that it has. */
export const underInstrument = (pair: Pair, instrument: Instrument): Pair | null => {
  const {spec: old} = pair;
  const rules = {
    tick: canonical(instrument.priceIncrement),
    lot: canonical(instrument.quantityIncrement),
    minQuantity: canonical(instrument.quantityMin),
    minNotional: instrument.costMin === null ? old.minNotional : canonical(instrument.costMin),
  };
  const changed: Pair = {
    ...pair,
    spec: {...old, ...rules},
    precision: {price: instrument.pricePrecision, quantity: instrument.quantityPrecision},
    status: instrument.status,
  };
  const isSame =
    rules.tick === old.tick &&
    rules.lot === old.lot &&
    rules.minQuantity === old.minQuantity &&
    rules.minNotional === old.minNotional;

  return isSame && !isOtherPrecision(pair, changed) ? null : changed;
};

/** The digits that checksums are counted over differ. */
export const isOtherPrecision = ({precision: a}: Pair, {precision: b}: Pair): boolean =>
  a.price !== b.price || a.quantity !== b.quantity;

/** The number without the zeros that a venue writes behind it. */
export const canonical = (text: string): DecimalText => toText(decimal(text));
