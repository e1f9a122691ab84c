import {type ReactNode, useState} from 'react';
import type {ChartBar, ChartSeries, IndicatorOutputs} from '../chart/ChartSeries.ts';
import {type ChartChoice, drawnOutputs, isOnPrice, shortKey} from '../chart/lines.ts';
import {clock, fixed, NOTHING} from '../format.ts';

export type ChartLegendProps = {
  readonly series: ChartSeries;
  /** Time of the bar under the pointer, or null for the latest. */
  readonly pointed: number | null;
  readonly choice: ChartChoice;
  readonly digits: number;
  readonly onToggle: (key: string) => void;
  readonly onPane: (key: string) => void;
};

const LINES = 6;

/** The numbers of one bar: prices, and each line's value; a press on a line hides it. */
export const ChartLegend = ({series, pointed, choice, digits, onToggle, onPane}: ChartLegendProps): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const bar = barAt(series, pointed);
  const valued = pointed === null && bar === series.forming ? latestValued(series) : bar;
  const onPrice = series.indicators.filter(({key}) => isOnPrice(key));
  const oscillators = series.indicators.filter(({key}) => !isOnPrice(key));

  return (
    <div className="legend" data-open={isOpen}>
      {bar !== undefined && <Prices bar={bar} digits={digits} />}
      {onPrice.length > 0 && (
        <button type="button" className="legend-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Lines
        </button>
      )}
      {onPrice.map((indicator, index) => (
        <button
          key={indicator.key}
          type="button"
          className="legend-line"
          data-line={(index % LINES) + 1}
          aria-pressed={!choice.hidden.has(indicator.key)}
          title={indicator.key}
          onClick={() => onToggle(indicator.key)}
        >
          {shortKey(indicator.key)} <span>{valuesText(valued, indicator, digits)}</span>
        </button>
      ))}
      {oscillators.length > 0 && (
        <select
          className="legend-pane"
          aria-label="Oscillator in the lower pane"
          value={choice.pane ?? ''}
          onChange={event => onPane(event.target.value)}
        >
          {oscillators.map(({key}) => (
            <option key={key} value={key}>
              {shortKey(key)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
};

const barAt = (series: ChartSeries, time: number | null): ChartBar | undefined => {
  const latest = series.forming ?? series.bars.at(-1);
  if (time === null || time === latest?.candle.time) return latest;

  return series.bars.findLast(({candle}) => candle.time === time) ?? latest;
};

/** The forming bar of a coarser timeframe has no values of the engine yet: the last closed one has. */
const latestValued = (series: ChartSeries): ChartBar | undefined => {
  const hasValues = (bar: ChartBar): boolean => Object.keys(bar.values).length > 0;

  return series.forming !== null && hasValues(series.forming) ? series.forming : series.bars.findLast(hasValues);
};

const Prices = ({bar, digits}: {bar: ChartBar; digits: number}): ReactNode => {
  const {time, open, high, low, close, volume} = bar.candle;

  return (
    <span className="legend-prices">
      <span>{clock(time).slice(0, 5)}</span> <i>O</i> {fixed(open, digits)} <i>H</i> {fixed(high, digits)} <i>L</i>{' '}
      {fixed(low, digits)} <i>C</i> {fixed(close, digits)} <i>V</i> {fixed(volume, 3)}
    </span>
  );
};

const valuesText = (bar: ChartBar | undefined, indicator: IndicatorOutputs, digits: number): string => {
  const values = bar?.values[indicator.key];
  const texts = drawnOutputs(indicator).map(output => {
    const value = values?.[output] ?? null;
    return value === null ? NOTHING : fixed(value, digits);
  });

  return texts.join(' / ');
};
