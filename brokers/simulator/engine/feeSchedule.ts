import {type Decimal, decimal} from '../../../core/domain/Decimal.ts';
import type {FeeTier} from './Instrument.ts';

/** Volume, taker % and maker % of Kraken's spot schedule as its AssetPairs call served them. */
const KRAKEN_PERCENT: readonly (readonly [string, string, string])[] = [
  ['0', '0.40', '0.25'],
  ['10000', '0.35', '0.20'],
  ['50000', '0.24', '0.14'],
  ['100000', '0.22', '0.12'],
  ['250000', '0.20', '0.10'],
  ['500000', '0.18', '0.08'],
  ['1000000', '0.16', '0.06'],
  ['2500000', '0.14', '0.04'],
  ['5000000', '0.12', '0.02'],
  ['10000000', '0.10', '0.00'],
];

/** Kraken's ten spot tiers, as shares. */
export const KRAKEN_TIERS: readonly FeeTier[] = KRAKEN_PERCENT.map(([volume, taker, maker]) => ({
  volume: decimal(volume),
  taker: decimal(`${taker}e-2`),
  maker: decimal(`${maker}e-2`),
}));

/** The highest tier that the volume reaches. Throws RangeError where there is none. */
export const tierOf = (tiers: readonly FeeTier[], volume: Decimal): FeeTier => {
  const tier = tiers.findLast(each => each.volume <= volume);
  if (tier === undefined) throw new RangeError('A fee schedule needs a tier from volume 0 on.');

  return tier;
};
