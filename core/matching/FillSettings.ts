/** Version of the fill model; every paper fill names it, so that results of different models are never compared unawares. */
export const FILL_MODEL = 'ogz-fill-1';

/**
 * What happens when one bar cannot tell which came first: `stop` assumes the stop; `worst` and `best` take the price that is
 * worst or best for us, for the two ends of a PnL interval.
 */
export type AmbiguityPolicy = 'stop' | 'worst' | 'best';

/** How harsh the paper exchange is. */
export type FillSettings = {
  /** An order acts only on trades and books this much later than it was placed; with bars it acts from the next bar's open. */
  readonly latencyMs: number;
  /** Half the bid-ask spread where no book is known, in hundredths of a per cent of the price. */
  readonly halfSpreadBps: number;
  /** Least slippage of an order that takes, beyond the half-spread, in hundredths of a per cent of the price. */
  readonly slippageBps: number;
  /** `k` of the square-root impact `k x sigma x sqrt(size / volume)`; 0 turns it off. */
  readonly impact: number;
  /** Largest share of a bar's, or a rolling minute's, volume that all our orders of one market may fill; 0..1. */
  readonly maxVolumeShare: number;
  readonly policy: AmbiguityPolicy;
};

/** A liquid crypto pair seen by a retail account; k = 1 is the usual order of magnitude of the square-root law. */
export const DEFAULT_FILL_SETTINGS: FillSettings = {
  latencyMs: 250,
  halfSpreadBps: 1,
  slippageBps: 2,
  impact: 1,
  maxVolumeShare: 0.1,
  policy: 'stop',
};
