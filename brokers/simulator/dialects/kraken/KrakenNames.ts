import type {Instrument} from '../../engine/Instrument.ts';

type AssetName = {readonly id: string; readonly alternative: string; readonly digits: number; readonly shown: number};

/** Assets from the early days carry an X or a Z; `shown` are digits on Kraken's own pages. */
const OLD_ASSETS: Readonly<Record<string, AssetName>> = {
  BTC: {id: 'XXBT', alternative: 'XBT', digits: 10, shown: 5},
  ETH: {id: 'XETH', alternative: 'ETH', digits: 10, shown: 5},
  LTC: {id: 'XLTC', alternative: 'LTC', digits: 10, shown: 5},
  XRP: {id: 'XXRP', alternative: 'XRP', digits: 8, shown: 5},
  USD: {id: 'ZUSD', alternative: 'USD', digits: 4, shown: 2},
  EUR: {id: 'ZEUR', alternative: 'EUR', digits: 4, shown: 2},
  GBP: {id: 'ZGBP', alternative: 'GBP', digits: 4, shown: 2},
};

export const assetName = (asset: string): AssetName =>
  OLD_ASSETS[asset] ?? {id: asset, alternative: asset, digits: 8, shown: 5};

export type PairName = {readonly id: string; readonly alternative: string; readonly restWs: string};

/** What Kraken calls a market: `XXBTZUSD`, `XBTUSD` and `XBT/USD` are all BTC/USD. */
export const pairName = ({base, quote}: Pick<Instrument, 'base' | 'quote'>): PairName => {
  const [first, second] = [assetName(base), assetName(quote)];
  const alternative = first.alternative + second.alternative;
  const isOld = first.id !== first.alternative && second.id !== second.alternative;

  return {
    id: isOld ? first.id + second.id : alternative,
    alternative,
    restWs: `${first.alternative}/${second.alternative}`,
  };
};

/** The instrument that any of its names means, or null. */
export const findPair = (instruments: readonly Instrument[], name: string): Instrument | null =>
  instruments.find(instrument => {
    const {id, alternative, restWs} = pairName(instrument);
    return [id, alternative, restWs, instrument.symbol].includes(name);
  }) ?? null;
