import {decimal, multiply, toText} from '../../domain/Decimal.ts';
import type {MarketSpec} from '../../domain/Market.ts';
import type {Fees} from '../RunOptions.ts';
import type {FillSettings} from '../../matching/FillSettings.ts';

/** The market with the fees of an account's own tier. */
export const withFees =
  ({maker, taker}: Fees) =>
  (spec: MarketSpec): MarketSpec => ({...spec, makerFee: maker, takerFee: taker});

/** The market with `factor` times its fees. */
export const withDearerFees =
  (factor: number) =>
  (spec: MarketSpec): MarketSpec => {
    const times = (fee: string): string => toText(multiply(decimal(fee), decimal(String(factor)), 'up'));

    return {...spec, makerFee: times(spec.makerFee), takerFee: times(spec.takerFee)};
  };

/** The fill model with `factor` times its spread, slippage and impact. */
export const withDearerFills = (
  {halfSpreadBps, slippageBps, impact}: FillSettings,
  factor: number,
): Partial<FillSettings> => ({
  halfSpreadBps: halfSpreadBps * factor,
  slippageBps: slippageBps * factor,
  impact: impact * factor,
});
