import type {MarketSpec} from '../../../core/domain/Market.ts';

/** How one made-up market behaves. */
export type SimulatedSpec = {
  readonly symbol: string;
  /** Price that a fresh market starts near and that trends lean back to. */
  readonly homePrice: number;
  /** Standard deviation of a quiet minute's return, as a share. */
  readonly sigma: number;
  /** Trades a second in quiet times. */
  readonly intensity: number;
  /** Typical quantity of one trade, base units. */
  readonly size: number;
  /** Price steps and quantity steps in one unit. */
  readonly ticksPerUnit: number;
  readonly lotsPerUnit: number;
};

/** The simulated exchange's markets: named after real ones, priced near them, and made up. */
export const SIMULATED_SPECS: readonly SimulatedSpec[] = [
  {symbol: 'BTC/USD', homePrice: 60_000, sigma: 0.0005, intensity: 0.8, size: 0.04, ticksPerUnit: 10, lotsPerUnit: 1e8},
  {symbol: 'ETH/USD', homePrice: 3_000, sigma: 0.0006, intensity: 0.6, size: 0.6, ticksPerUnit: 100, lotsPerUnit: 1e6},
  {symbol: 'SOL/USD', homePrice: 150, sigma: 0.0007, intensity: 0.5, size: 8, ticksPerUnit: 1_000, lotsPerUnit: 1e4},
];

const stepText = (perUnit: number): string => (1 / perUnit).toFixed(String(perUnit).length - 1);

/** First-tier fees as exchanges publish them: spot 0.1 %, margined contracts 0.02 % maker and 0.05 % taker. */
const FEES = {
  spot: {makerFee: '0.001', takerFee: '0.001'},
  margin: {makerFee: '0.0002', takerFee: '0.0005'},
} as const;

/** The market as the bot sees it. */
export const marketSpec = (spec: SimulatedSpec, kind: MarketSpec['kind']): MarketSpec => {
  const [base = '', quote = ''] = spec.symbol.split('/');
  const lot = stepText(spec.lotsPerUnit);

  return {
    symbol: spec.symbol,
    base,
    quote,
    kind,
    tick: stepText(spec.ticksPerUnit),
    lot,
    minQuantity: lot,
    minNotional: '1',
    ...FEES[kind],
  };
};
