import type {ReactNode} from 'react';
import {TIMEFRAME_MS, TIMEFRAMES} from '../../../core/domain/Candle.ts';
import {useBot, useView} from '../context.ts';

/** Chooses the market and the timeframe of the chart. */
export const MarketSwitch = (): ReactNode => {
  const {symbol, timeframe, choose} = useView();
  const symbols = useBot(({meta}) => meta?.symbols ?? []);
  const base = useBot(({meta}) => meta?.timeframe ?? '1m');

  return (
    <div className="market-switch">
      <select
        aria-label="Market"
        className="select"
        value={symbol}
        onChange={event => choose({symbol: event.target.value})}
      >
        {symbols.map(each => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <div className="segments" role="group" aria-label="Timeframe">
        {TIMEFRAMES.filter(each => TIMEFRAME_MS[each] >= TIMEFRAME_MS[base]).map(each => (
          <button key={each} type="button" aria-pressed={each === timeframe} onClick={() => choose({timeframe: each})}>
            {each}
          </button>
        ))}
      </div>
    </div>
  );
};
