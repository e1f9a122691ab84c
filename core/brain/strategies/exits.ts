import type {Parameter} from '../../../indicators/Indicator.ts';
import type {ExitPlan} from '../../domain/Decision.ts';
import {bars, number, type Values} from './parameters.ts';

export type ExitName = 'stopAtr' | 'targetAtr' | 'trailingAtr' | 'maxBars';

/** The exit parameters that every strategy has: distances in average true ranges; `trailingAtr` 0 is a fixed stop. */
export const exitParameters = (byDefault: Values<ExitName>): Readonly<Record<ExitName, Parameter>> => ({
  stopAtr: number(byDefault.stopAtr, 0.5, 10, 0.25),
  targetAtr: number(byDefault.targetAtr, 0.5, 20, 0.25),
  trailingAtr: number(byDefault.trailingAtr, 0, 10, 0.25),
  maxBars: {...bars(byDefault.maxBars, 1, 1000), scale: 'log'},
});

/** The plan in price units; `atr` is the present average true range. */
export const planExit = (params: Values<ExitName>, atr: number): ExitPlan => ({
  stopDistance: params.stopAtr * atr,
  targetDistance: params.targetAtr * atr,
  trailingDistance: params.trailingAtr > 0 ? params.trailingAtr * atr : null,
  maxBars: params.maxBars,
});
