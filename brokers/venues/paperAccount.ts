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
  const {openingCash} = config.account;
  const broker = new PaperBroker({
    source,
    balances: [{asset: commonQuote(symbols), total: decimal(openingCash)}],
    fill: config.fillModel,
  });
  if (state.run === null) return broker;
  await broker.markets(symbols);
  broker.restore(restorePaper(state));

  return broker;
};

/** One account is counted in one currency. @throws RangeError when the markets are quoted in several. */
export const commonQuote = (symbols: readonly string[]): string => {
  const quotes = [...new Set(symbols.map(symbol => symbol.split('/')[1] ?? ''))];
  const [quote = ''] = quotes;
  if (quotes.length > 1) {
    throw new RangeError(`One account needs markets of one quote currency, got ${symbols.join(', ')}.`);
  }

  return quote;
};
