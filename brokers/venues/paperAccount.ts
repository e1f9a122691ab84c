import type {Config} from '../../core/config/Config.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {State} from '../../core/kernel/State.ts';
import {restorePaper} from '../../core/runtime/restorePaper.ts';
import type {MarketSource} from '../MarketSource.ts';
import {PaperBroker} from '../paper/PaperBroker.ts';

type Options = {
  readonly source: MarketSource;
  readonly symbols: readonly string[];
  readonly config: Config;
  readonly state: Readonly<State>;
};

/** Puts a paper account on a market: a new one, or the one that the journal remembers. */
export const paperAccount = async ({source, symbols, config, state}: Options): Promise<PaperBroker> => {
  const {currency, openingCash} = config.account;
  const broker = new PaperBroker({
    source,
    balances: [{asset: currency, total: decimal(openingCash)}],
    fill: config.fillModel,
  });
  if (state.run === null) return broker;
  await broker.markets(symbols);
  broker.restore(restorePaper(state));

  return broker;
};
