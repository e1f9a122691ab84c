import {writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {StudyResult} from '../../../core/research/tune/records/StudyResult.ts';
import {tuneStrategy} from '../../../core/research/tune/tuneStrategy.ts';
import {headCommit} from '../../../core/runtime/headCommit.ts';
import type {CheapMarket} from './cheapMarket.ts';
import {inFolder} from './studies.ts';

const MINUTE = 60_000;
const FROM = Date.UTC(2024, 0, 1);
/** Its decimals say how finely an order may be cut. */
const VOLUME = '1000.0001';
/** How far a bar reaches beyond open and close. */
const REACH = 0.0005;

/** Without a breaker a losing candidate goes on trading, and the gates alone have to see it. */
const CONFIG = {market: {kind: 'margin'}, risk: {maxDrawdownShare: 1, maxDailyLossShare: 1}};
/** As many in a training fold as make a hundred on the holdout. */
const MIN_TRADES = 100;

/** A whole study through file, configuration, threads, bot and matcher: a shipped strategy, long and short, with costs. */
export const engineStudy = ({closes}: CheapMarket, trials: number, seed: number): Promise<StudyResult> =>
  inFolder(async folder => {
    const file = join(folder, 'sim_BTCUSD_1m.csv');
    writeFileSync(file, csvOf(closes));
    writeFileSync(join(folder, 'config.json'), JSON.stringify(CONFIG));
    const {result} = await tuneStrategy({
      file,
      strategy: 'donchianTrend',
      useMemory: false,
      dataDir: folder,
      trials,
      seed,
      walk: 'rolling',
      folds: 5,
      minTrades: MIN_TRADES,
      workers: availableParallelism(),
      commit: headCommit(),
    });

    return result;
  });

const csvOf = (closes: Float64Array): string => {
  const rows = Array.from(closes, (close, index) => {
    const open = closes[index - 1] ?? close;
    const [high, low] = [Math.max(open, close) * (1 + REACH), Math.min(open, close) * (1 - REACH)];

    return [FROM + index * MINUTE, ...[open, high, low, close].map(price => price.toFixed(2)), VOLUME].join(',');
  });

  return `${['time_ms,open,high,low,close,volume', ...rows].join('\n')}\n`;
};
