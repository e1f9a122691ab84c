import {TIMEFRAME_MS} from '../../../domain/Candle.ts';
import {FILL_MODEL} from '../../../matching/FillSettings.ts';
import type {Scene} from '../evaluate/Scene.ts';
import type {Provenance} from './provenance.ts';

/** Where the results of a study will come from; only the trials are still to be counted. */
export const originOf = (
  {recording, loaded}: Scene,
  strategy: string,
  commit: string,
): Omit<Provenance, 'ledgerTrials'> => {
  const {file, symbol} = recording;
  const {sha256, timeframe, rows, from, to, path} = file;
  const expected = (to - from) / TIMEFRAME_MS[timeframe] + 1;

  return {
    data: {
      ...{sha256, symbol, timeframe, rows, from, to},
      file: path.split(/[\\/]/).at(-1) ?? path,
      gapShare: Math.max(0, 1 - rows / expected),
    },
    commit,
    configHash: loaded.configHash,
    seed: loaded.config.seed,
    fillModel: FILL_MODEL,
    strategy,
  };
};
