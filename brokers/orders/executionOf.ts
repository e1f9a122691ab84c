import {decimal, sum, toText} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {Side} from '../../core/domain/Order.ts';
import type {FoundFill, StreamedFill} from './evidence.ts';

/** A fill without the venue's names for its order and market. */
export type Fill = Omit<FoundFill, 'orderId' | 'pair' | 'time' | 'feeAsset'> & {readonly feeAsset: string};

type Owner = {readonly clientOrderId: string; readonly symbol: string; readonly venue: string};

/** A venue's fill as our books take it, in canonical numbers. */
export const executionOf = (fill: Fill, {clientOrderId, symbol, venue}: Owner): Execution => ({
  clientOrderId,
  executionId: fill.executionId,
  symbol,
  side: fill.side,
  price: toText(decimal(fill.price)),
  quantity: toText(decimal(fill.quantity)),
  fee: toText(decimal(fill.fee)),
  feeAsset: fill.feeAsset,
  liquidity: fill.liquidity,
  evidence: {kind: 'venue', model: venue},
});

/** The fee's asset is that of the first part; more than one asset per fill is not known of a spot market. */
export const fillOf = ({fees, ...fill}: StreamedFill, side: Side): Fill => {
  const feeAsset = fees[0]?.asset ?? '';
  const parts = fees.filter(({asset}) => asset === feeAsset).map(({quantity}) => decimal(quantity));

  return {...fill, side, fee: toText(sum(parts)), feeAsset};
};
