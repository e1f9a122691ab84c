import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {hashOf} from '../../../core/config/freeze.ts';
import type {Evaluator} from '../../../core/research/tune/evaluate/SpanResult.ts';
import {Ledger} from '../../../core/research/tune/records/Ledger.ts';
import {RunFolder} from '../../../core/research/tune/records/RunFolder.ts';
import type {StudyRecord} from '../../../core/research/tune/records/StudyResult.ts';
import type {Study} from '../../../core/research/tune/runStudy.ts';
import {spaceOf} from '../../../core/research/tune/search/SearchSpace.ts';
import {splitSpan} from '../../../core/research/tune/splitSpan.ts';
import {CHEAP_PARAMETERS, cheapEvaluator, type CheapMarket, DAY, HOUR} from './cheapMarket.ts';

/** Bars before the traded span. */
const WARM_UP = 240;

type Question = {readonly trials: number; readonly seed: number; readonly name?: string};

/** What a study over a cheap market asks. */
export const cheapRecord = ({closes}: CheapMarket, {trials, seed, name = 'cheap'}: Question): StudyRecord => {
  const span = {from: WARM_UP * HOUR, to: closes.length * HOUR};
  const data = hashOf([...closes]);

  return {
    run: `${name}-${seed}`,
    strategy: name,
    trials,
    seed,
    minTrades: 30,
    periodMs: DAY,
    split: splitSpan(span, {walk: 'rolling', folds: 5, periodMs: DAY}),
    space: spaceOf(CHEAP_PARAMETERS),
    configured: Object.fromEntries(Object.entries(CHEAP_PARAMETERS).map(([key, each]) => [key, each.default])),
    origin: {
      data: {
        sha256: data,
        file: 'made-up',
        symbol: 'BTC/USD',
        timeframe: '1h',
        rows: closes.length,
        gapShare: 0,
        ...span,
      },
      commit: 'c'.repeat(40),
      configHash: 'f'.repeat(64),
      seed,
      fillModel: 'made-up',
      strategy: name,
    },
  };
};

/** A study in a data directory, over a cheap market unless told otherwise. */
export const cheapStudy = (dataDir: string, record: StudyRecord, evaluator: Evaluator | CheapMarket): Study => ({
  record,
  evaluator: 'closes' in evaluator ? cheapEvaluator(evaluator) : evaluator,
  ledger: new Ledger(dataDir),
  folder: new RunFolder(dataDir, record.run),
  isPossible: () => true,
  reachMs: ({hold = 0, lookBack = 0}) => (hold + lookBack) * HOUR,
  lookAhead: () => [],
  champion: null,
  riskDrawdown: 0.06,
});

/** Runs something in a folder of its own, which goes afterwards. */
export const inFolder = async <Result>(use: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'ogz-tune-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};
