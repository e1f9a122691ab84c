import type {RiskRule} from '../RiskRule.ts';
import {cashCovers} from './cashCovers.ts';
import {dailyLoss} from './dailyLoss.ts';
import {dailyTurnover} from './dailyTurnover.ts';
import {drawdown} from './drawdown.ts';
import {duplicateOrder} from './duplicateOrder.ts';
import {exitPlan} from './exitPlan.ts';
import {exposurePriced} from './exposurePriced.ts';
import {feedLive} from './feedLive.ts';
import {foreignOrders} from './foreignOrders.ts';
import {freshFeed} from './freshFeed.ts';
import {lossStreak} from './lossStreak.ts';
import {lotGrid} from './lotGrid.ts';
import {marketLock} from './marketLock.ts';
import {maxGross} from './maxGross.ts';
import {maxNet} from './maxNet.ts';
import {maxOrder} from './maxOrder.ts';
import {maxPosition} from './maxPosition.ts';
import {minNotional} from './minNotional.ts';
import {minQuantity} from './minQuantity.ts';
import {oppositeExposure} from './oppositeExposure.ts';
import {ordersPerMinute} from './ordersPerMinute.ts';
import {ordersPerSecond} from './ordersPerSecond.ts';
import {priceCollar} from './priceCollar.ts';
import {priceKnown} from './priceKnown.ts';
import {repeatedExecution} from './repeatedExecution.ts';
import {selfTrade} from './selfTrade.ts';
import {slippageBudget} from './slippageBudget.ts';
import {spotNoShort} from './spotNoShort.ts';
import {stacking} from './stacking.ts';
import {tickGrid} from './tickGrid.ts';
import {tradesPerDay} from './tradesPerDay.ts';
import {tradingActive} from './tradingActive.ts';
import {volumeShare} from './volumeShare.ts';

export {reconciled} from './reconciled.ts';
export {reduceOnly} from './reduceOnly.ts';
export {symbolAllowed} from './symbolAllowed.ts';

/** The rules for orders that may increase exposure, in the order in which they are asked; the first denial wins. */
export const ENTRY_RULES: readonly RiskRule[] = [
  // May we trade at all?
  tradingActive,
  foreignOrders,
  dailyLoss,
  drawdown,
  feedLive,
  priceKnown,
  freshFeed,
  // Is this the place for an entry? Asked before its size, which is zero where there is no room.
  oppositeExposure,
  stacking,
  spotNoShort,
  // Is the order sound?
  exitPlan,
  minQuantity,
  lotGrid,
  minNotional,
  tickGrid,
  priceCollar,
  maxOrder,
  volumeShare,
  // Does the account bear it?
  exposurePriced,
  maxPosition,
  maxGross,
  maxNet,
  cashCovers,
  dailyTurnover,
  slippageBudget,
  // Is somebody running wild?
  selfTrade,
  duplicateOrder,
  ordersPerSecond,
  ordersPerMinute,
  repeatedExecution,
  tradesPerDay,
  marketLock,
  lossStreak,
];
