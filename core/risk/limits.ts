import {type Decimal, fromNumber, multiply} from '../domain/Decimal.ts';
import type {RiskSettings} from '../domain/Settings.ts';

/** The shares of the settings as exact numbers. */
export type RiskLimits = {
  readonly riskPerTrade: Decimal;
  readonly order: Decimal;
  readonly position: Decimal;
  readonly gross: Decimal;
  readonly net: Decimal;
  readonly collar: Decimal;
  readonly slippage: Decimal;
  readonly dailyLoss: Decimal;
  readonly drawdown: Decimal;
  readonly reduceAt: Decimal;
  readonly turnover: Decimal;
  readonly volume: Decimal;
};

const readLimits = (settings: RiskSettings): RiskLimits => ({
  riskPerTrade: fromNumber(settings.riskPerTrade),
  order: fromNumber(settings.maxOrderShare),
  position: fromNumber(settings.maxPositionShare),
  gross: fromNumber(settings.maxGrossShare),
  net: fromNumber(settings.maxNetShare),
  collar: fromNumber(settings.priceCollarShare),
  slippage: fromNumber(settings.maxSlippageShare),
  dailyLoss: fromNumber(settings.maxDailyLossShare),
  drawdown: fromNumber(settings.maxDrawdownShare),
  reduceAt: fromNumber(settings.reduceAtShare),
  turnover: fromNumber(settings.maxDailyTurnover),
  volume: fromNumber(settings.maxVolumeShare),
});

// Settings are frozen for a whole run, and reading a dozen floats digit by digit costs more than all the rules together.
const known = new WeakMap<RiskSettings, RiskLimits>();

export const limitsOf = (settings: RiskSettings): RiskLimits => {
  const read = known.get(settings);
  if (read !== undefined) return read;
  const limits = readLimits(settings);
  known.set(settings, limits);

  return limits;
};

/** A share of an amount, rounded so that the limit never grows. */
export const shareOf = (amount: Decimal, share: Decimal): Decimal => multiply(amount, share, 'floor');
