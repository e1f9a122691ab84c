import type {Timeframe} from '../domain/Candle.ts';
import type {Settings} from '../domain/Settings.ts';
import type {Config} from './Config.ts';

type Basis = {
  /** Timeframe of the candles that the brain decides on. */
  readonly timeframe: Timeframe;
  /** What the account is counted in: the markets' common quote. */
  readonly currency: string;
};

/** The part of the configuration that the kernel decides by, with the strategies that are switched on. */
export const settingsOf = ({account, brain, risk, reconcile}: Config, {timeframe, currency}: Basis): Settings => {
  const strategies = Object.entries(brain.strategies)
    .filter(([, {enabled}]) => enabled)
    .map(([name, {params}]) => ({name, params}));

  return {
    timeframe,
    accountCurrency: currency,
    openingCash: account.openingCash,
    brain: {...brain, strategies},
    risk,
    reconcile,
  };
};
