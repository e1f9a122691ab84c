import type {Scenario} from './Scenario.ts';
import type {Threads} from './Threads.ts';

const DAY_MS = 86_400_000;

/** What a quiet market did to the bot. */
export type QuietReport = {
  readonly days: number;
  readonly trades: string;
  readonly falseAlarms: number;
  readonly elapsedMs: number;
};

/** A market in which hours pass without a trade, heartbeats and all else in order, and a bot that wants nothing. */
export const quietScenario = (days: number): Scenario => ({
  seed: 1,
  horizonMs: days * DAY_MS,
  startsAt: 1_735_689_600_000,
  symbol: 'SOL/USD',
  intensity: TRADES_A_SECOND,
  openingCash: '20000',
  tier: 'pro',
  clock: {skewMs: 0, driftMs: 0},
  latency: [5, 80],
  mind: {entryShare: 0},
  stacking: false,
  maxPositionShare: 0.5,
  faults: [],
});

/** About one trade in ten minutes. */
const TRADES_A_SECOND = 0.0015;

/** Plays so many quiet days; an alarm would be a FeedLost line. */
export const quietDays = async (threads: Threads, days: number): Promise<QuietReport> => {
  const began = performance.now();
  const {feedLosses, violations} = await threads.play({
    seed: 1,
    horizonMs: days * DAY_MS,
    scenario: quietScenario(days),
  });
  const [broken] = violations;
  if (broken !== undefined) throw new Error(`The quiet market broke ${broken.rule}: ${broken.text}`);

  return {
    days,
    trades: `${TRADES_A_SECOND} a second`,
    falseAlarms: feedLosses,
    elapsedMs: Math.round(performance.now() - began),
  };
};
