import type {RiskSettings} from '../domain/Settings.ts';
import {type Branch, branch, integer, number, share, toggle} from './leaf.ts';

const DAY_MS = 86_400_000;

/** Limits of the risk layer with their defaults; shares are of equity unless they say otherwise. */
export const riskSchema: Branch = branch('Limits of the risk layer.', {
  riskPerTrade: share(0.005, 'Equity at risk between entry and stop, per trade.'),
  maxOrderShare: share(0.1, 'Largest notional of one order.'),
  maxPositionShare: share(0.1, 'Largest notional of one position, orders on the way included.'),
  maxGrossShare: share(0.5, 'Largest sum of all positions, whatever their side.'),
  maxNetShare: share(0.3, 'Largest difference of longs and shorts.'),
  priceCollarShare: share(
    0.005,
    "Largest distance of an order's worst price from the last price, as a share of that price.",
  ),
  maxSlippageShare: share(0.005, 'Adverse slippage in the window above which entries are denied.'),
  slippageWindowMs: integer(3_600_000, 1_000, DAY_MS, 'Length of the slippage window, ms.'),
  maxDailyLossShare: share(0.02, 'Loss since the day began (UTC) that halts trading.'),
  maxDrawdownShare: share(0.06, 'Fall from the highest equity that halts trading.'),
  reduceAtShare: share(0.75, 'Share of a breaker limit from which on only reducing orders are allowed.'),
  lossStreak: integer(4, 1, 1_000, 'Stops hit within the window that start a cooldown.'),
  lossStreakWindowBars: integer(24, 1, 10_000, 'Length of the loss streak window, in bars.'),
  cooldownBars: integer(4, 0, 10_000, 'Bars without entries after a loss streak.'),
  maxOrdersPerSecond: integer(5, 1, 100, 'Most orders in one second.'),
  maxOrdersPerMinute: integer(60, 1, 1_000, 'Most orders in one minute.'),
  maxRepeats: integer(10, 1, 1_000, 'Most entries of one strategy, market and side in the repeat window.'),
  repeatWindowMs: integer(600_000, 1_000, DAY_MS, 'Length of the repeat window, ms.'),
  maxTradesPerDay: integer(100, 1, 100_000, 'Trades closed in one day (UTC) after which entries are denied.'),
  duplicateWindowMs: integer(2_000, 0, 60_000, 'Time in which an equal order counts as a duplicate, ms.'),
  maxFeedAgeMs: integer(15_000, 100, DAY_MS, 'Age of the last price above which entries are denied, ms.'),
  maxVolumeShare: share(0.1, "Largest part of the last bar's volume that one order may be."),
  maxDailyTurnover: number(
    20,
    0,
    1_000,
    'Notional filled in one day (UTC), in multiples of equity, after which entries are denied.',
  ),
  allowStacking: toggle(false, 'Whether a held market may be added to in the same direction.'),
  entryMaxBars: integer(2, 1, 1_000, 'Bars after which an entry that has not filled is cancelled.'),
  maxNakedMs: integer(
    5_000,
    100,
    600_000,
    'Time that a position may stand without a stop at the venue and without prices to watch it by, ms; then an alarm.',
  ),
  flattenOnBreaker: toggle(false, 'Whether a breaker also closes what is open.'),
} satisfies Record<keyof RiskSettings, unknown>);
