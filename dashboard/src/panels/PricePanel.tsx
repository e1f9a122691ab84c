import {type ReactNode, useState} from 'react';
import type {ChartBar, ChartSeries} from '../chart/ChartSeries.ts';
import {type ChartChoice, defaultPane, hiddenAtFirst} from '../chart/lines.ts';
import {useSeriesFeed} from '../chart/useSeriesFeed.ts';
import {useView} from '../context.ts';
import {fixed, signedPercent} from '../format.ts';
import {ChartCanvas} from '../parts/ChartCanvas.tsx';
import {ChartLegend} from '../parts/ChartLegend.tsx';
import {Delta} from '../parts/Delta.tsx';
import {Notice} from '../parts/Notice.tsx';
import {Panel} from '../parts/Panel.tsx';
import {usePriceDigits} from '../usePriceDigits.ts';
import {useMarketStatus} from '../useStatus.ts';

/** The market with the engine's own lines, and what the bot did in it. */
export const PricePanel = (): ReactNode => {
  const {symbol, timeframe} = useView();
  const {series, error, load} = useSeriesFeed(symbol, timeframe);
  const isEmpty = series !== null && series.bars.length === 0 && series.forming === null;

  return (
    <Panel
      id="price"
      title={symbol === '' ? 'Price' : `${symbol} ${timeframe}`}
      status={useMarketStatus()}
      empty={isEmpty ? `No ${timeframe} candle has closed yet. The first one appears at the end of its bucket.` : null}
      aside={series !== null && <LastPrice symbol={symbol} series={series} />}
    >
      {error !== null && (
        <Notice kind="error" action={{label: 'Try again', run: load}}>
          Candles are missing: {error.message} {error.hint}{' '}
          {error.correlationId !== null && `Id ${error.correlationId}`}
        </Notice>
      )}
      {series !== null && <Chart series={series} />}
      {series === null && error === null && <Notice kind="starting">Asking the bot for candles.</Notice>}
    </Panel>
  );
};

const LastPrice = ({symbol, series}: {symbol: string; series: ChartSeries}): ReactNode => {
  const digits = useDigits(symbol);
  const bar = series.forming ?? series.bars.at(-1);
  if (bar === undefined) return null;
  const change = bar.candle.close / bar.candle.open - 1;

  return (
    <>
      <WarmUp series={series} />
      <b className="last-price">{fixed(bar.candle.close, digits)}</b>{' '}
      <Delta value={change}>{signedPercent(change)}</Delta>
    </>
  );
};

/** How far the slowest indicator is from its first value. */
const WarmUp = ({series}: {series: ChartSeries}): ReactNode => {
  const last: ChartBar | undefined = series.bars.findLast(bar => Object.keys(bar.values).length > 0);
  const warm = Object.values(last?.values ?? {}).filter(values => !values.includes(null)).length;
  const cold = series.indicators.length - warm;
  if (cold === 0) return null;

  return (
    <span className="warming">
      warming up: {series.bars.length} bars, {cold} of {series.indicators.length} indicators still empty{' '}
    </span>
  );
};

const useDigits = (symbol: string): number => usePriceDigits().get(symbol) ?? 2;

const Chart = ({series}: {series: ChartSeries}): ReactNode => {
  const digits = useDigits(series.symbol);
  const [chosen, setHidden] = useState<ReadonlySet<string> | null>(null);
  const [pane, setPane] = useState<string | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const hidden = chosen ?? hiddenAtFirst(series.indicators);
  const choice: ChartChoice = {hidden, pane: pane ?? defaultPane(series.indicators)};
  const toggle = (key: string): void => setHidden(toggled(hidden, key));

  return (
    <div className="chart">
      <ChartLegend
        series={series}
        pointed={pointed}
        choice={choice}
        digits={digits}
        onToggle={toggle}
        onPane={setPane}
      />
      <ChartCanvas series={series} choice={choice} digits={digits} onPoint={setPointed} />
      <p className="attribution">
        Chart by{' '}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>{' '}
        © 2025 TradingView, Inc.
      </p>
    </div>
  );
};

const toggled = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);

  return next;
};
