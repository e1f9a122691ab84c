import {TIMEFRAME_MS} from '../../core/domain/Candle.ts';
import {toNumber} from '../../core/domain/Decimal.ts';
import type {State} from '../../core/kernel/State.ts';
import {SIMULATED_SPECS} from '../simulator/flow/SimulatedSpec.ts';
import {SimulatedMarket, type SimulatedMarketOptions} from '../simulator/SimulatedMarket.ts';
import type {VenueDefinition} from '../Venue.ts';
import {paperAccount} from './paperAccount.ts';
import {playbackSpeed} from './playbackSpeed.ts';
import {tradeVenue} from './tradeVenue.ts';

/** The market that this process makes up itself: no network, no keys, no files. */
export const sim: VenueDefinition = {
  name: 'sim',
  async prepare(config) {
    const {speed, historyBars} = config.market;
    const symbols = config.market.symbols.length > 0 ? config.market.symbols : SIMULATED_SPECS.map(spec => spec.symbol);

    const common = tradeVenue(config.market, symbols);

    return {
      ...common,
      async open(state) {
        const source = new SimulatedMarket({
          seed: config.seed,
          epoch: state.run?.epoch ?? 0,
          speed: playbackSpeed(speed),
          kind: config.market.kind === 'spot' ? 'spot' : 'margin',
          historyBars: (historyBars * TIMEFRAME_MS[common.decision]) / TIMEFRAME_MS['1m'],
          ...resumption(state),
        });

        return paperAccount({source, symbols, config, state});
      },
    };
  },
};

/** After a restart the market goes on from the last price. */
const resumption = (state: Readonly<State>): Pick<SimulatedMarketOptions, 'resumeFrom'> => {
  if (state.run === null) return {};
  const prices: Record<string, number> = {};
  for (const [symbol, {lastPrice}] of state.markets) if (lastPrice !== null) prices[symbol] = toNumber(lastPrice);

  return {resumeFrom: {time: state.time, prices}};
};
