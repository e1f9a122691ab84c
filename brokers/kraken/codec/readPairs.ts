import {decimal, divide, toText} from '../../../core/domain/Decimal.ts';
import type {DecimalText} from '../../../core/domain/Market.ts';
import type {ExactObject, ExactValue} from '../../net/exactJson.ts';
import {
  amountOf,
  fieldOf,
  integerOf,
  isObject,
  listOf,
  objectOf,
  optionalAmount,
  optionalText,
  textOf,
} from '../../net/fields.ts';
import {canonical, type Pair, plainAsset} from '../Pairs.ts';

/** The spot markets of an `AssetPairs` answer; what has no common name, such as a dark pool, is left out. */
export const readPairs = (result: ExactObject): readonly Pair[] =>
  Object.entries(result).flatMap(([name, value]) => {
    const pair = objectOf(value, name);
    const common = optionalText(pair, 'wsname');

    return common === null ? [] : [readPair(name, common, pair)];
  });

const readPair = (name: string, common: string, pair: ExactObject): Pair => {
  const [base = '', quote = ''] = common.split('/').map(plainAsset);
  const pricePrecision = integerOf(pair, 'pair_decimals');
  const quantityPrecision = integerOf(pair, 'lot_decimals');

  return {
    spec: {
      symbol: `${base}/${quote}`,
      base,
      quote,
      kind: 'spot',
      tick: canonical(optionalAmount(pair, 'tick_size') ?? smallest(pricePrecision)),
      lot: smallest(quantityPrecision),
      minQuantity: canonical(optionalAmount(pair, 'ordermin') ?? '0'),
      minNotional: canonical(optionalAmount(pair, 'costmin') ?? '0'),
      makerFee: firstFee(fieldOf(pair, 'fees_maker')) ?? firstFee(fieldOf(pair, 'fees')) ?? '0',
      takerFee: firstFee(fieldOf(pair, 'fees')) ?? '0',
    },
    precision: {price: pricePrecision, quantity: quantityPrecision},
    status: optionalText(pair, 'status') ?? 'online',
    names: [name, textOf(pair, 'altname'), common],
    baseName: textOf(pair, 'base'),
    quoteName: textOf(pair, 'quote'),
  };
};

const smallest = (digits: number): DecimalText => canonical(`1e-${digits}`);

/** The fee before any turnover, as a share; the venue counts in per cent. */
const firstFee = (value: ExactValue | undefined): DecimalText | null => {
  if (!Array.isArray(value) || value.length === 0) return null;
  const [, percent] = listOf(value[0], 'fees');

  return share(amountOf({percent: percent ?? null}, 'percent'));
};

const share = (percent: string): DecimalText => toText(divide(decimal(percent), decimal('100'), 'ceil'));

/** The account's own fees per market, of a `TradeVolume` answer. */
export type AccountFees = ReadonlyMap<string, {readonly makerFee: DecimalText; readonly takerFee: DecimalText}>;

export const readFees = (result: ExactObject): AccountFees => {
  const takers = feesIn(fieldOf(result, 'fees'));
  const makers = feesIn(fieldOf(result, 'fees_maker'));

  return new Map([...takers].map(([name, takerFee]) => [name, {takerFee, makerFee: makers.get(name) ?? takerFee}]));
};

const feesIn = (value: ExactValue | undefined): ReadonlyMap<string, DecimalText> =>
  new Map(
    isObject(value)
      ? Object.entries(value).map(([name, entry]) => [name, share(amountOf(objectOf(entry, name), 'fee'))] as const)
      : [],
  );
