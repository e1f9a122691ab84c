import type {Provenance} from '../../../core/research/tune/records/provenance.ts';

/** Where a made-up result comes from. */
export const PROVENANCE: Provenance = {
  data: {
    sha256: 'a'.repeat(64),
    file: 'x.csv',
    symbol: 'BTC/USD',
    timeframe: '1h',
    rows: 10,
    from: 0,
    to: 1,
    gapShare: 0.005,
  },
  commit: 'b'.repeat(40),
  configHash: 'c'.repeat(64),
  seed: 1,
  fillModel: 'm',
  strategy: 's',
  ledgerTrials: 40,
};
