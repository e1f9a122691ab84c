import type {Settings} from '../domain/Settings.ts';
import type {Config} from './Config.ts';

/** The part of the configuration that the kernel decides by, with the strategies that are switched on. */
export const settingsOf = ({market, account, brain, risk}: Config): Settings => {
  const strategies = Object.entries(brain.strategies)
    .filter(([, {enabled}]) => enabled)
    .map(([name, {params}]) => ({name, params}));

  return {
    timeframe: market.timeframe,
    accountCurrency: account.currency,
    openingCash: account.openingCash,
    brain: {...brain, strategies},
    risk,
  };
};
