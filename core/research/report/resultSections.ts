import {lineChart} from './chart.ts';
import {buyAndHold, monthlyReturns, topDrawdowns, underwater} from './curves.ts';
import {countText, moneyText, percentText, ratioText, signed, spanText, timeText} from './figures.ts';
import {type Cell, escapeHtml, factsHtml, noteHtml, sectionHtml, tableHtml, warningHtml} from './html.ts';
import type {Report} from './makeReport.ts';
import {statisticsOf} from './statisticsOf.ts';
import {MIN_CALMAR_DAYS, MIN_RETURNS, MIN_TRADES} from '../statistics/ratios.ts';

const EQUITY_HEIGHT = 260;
const COMPARISON_HEIGHT = 200;
const UNDERWATER_HEIGHT = 150;
const DRAWDOWNS_SHOWN = 5;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The interval first: a single number would claim more than bars can tell. */
export const headlineSection = ({summary, pnlInterval, ambiguousBars, currency, opening}: Report): string => {
  const [worst, best] = [Number(pnlInterval.worst), Number(pnlInterval.best)];
  const interval = worst === best ? moneyText(worst) : `${moneyText(worst)} to ${moneyText(best)}`;
  const share = summary.bars === 0 ? 0 : ambiguousBars / summary.bars;
  const netPnl = Number(summary.netPnl);
  const headline = `<div class="headline ${worst > 0 ? 'good' : best < 0 ? 'bad' : ''}">${escapeHtml(`${interval} ${currency}`)}</div>`;

  return sectionHtml(
    'Net result',
    headline,
    noteHtml(
      `From the worst to the best path through ${countText(ambiguousBars)} bars (${percentText(share)}) that cannot tell whether stop or target came first. With the stop assumed: ${moneyText(netPnl)} ${currency} on ${moneyText(opening)}.`,
    ),
    factsHtml([
      ['return', signed(netPnl, percentText(netPnl / opening))],
      ['largest drawdown', percentText(summary.maxDrawdown)],
      ['trades', `${countText(summary.trades)}, ${countText(summary.wins)} won`],
      ['fees', `${moneyText(Number(summary.fees))} ${currency}`],
      ['exposure', `${percentText(summary.exposure, 1)} of bars`],
      ['ambiguous bars', percentText(share)],
    ]),
    ...(summary.trading === 'ACTIVE' ? [] : [stoppedWarning(summary.trading)]),
  );
};

const stoppedWarning = (trading: string): string =>
  warningHtml(
    `Trading ended ${trading}. From then on nothing was entered: the bars after it are in every figure of this page.`,
  );

export const equitySection = ({points, opening, takerFee, currency}: Report): string => {
  const times = points.map(({time}) => time);
  const hold = buyAndHold(points, {opening, fee: takerFee});
  const held = (hold.at(-1) ?? opening) / opening - 1;
  const depth = underwater(points).map(value => -value);
  const equity = {name: 'equity', className: 'equity', values: points.map(point => point.equity)};

  const textOf = (value: number): string => moneyText(value).replace(/\.00$/, '');

  return sectionHtml(
    'Equity',
    lineChart({label: 'Equity over time', times, lines: [equity], height: EQUITY_HEIGHT, textOf}),
    lineChart({
      label: 'Share below the highest equity so far',
      times,
      lines: [{name: 'underwater', className: 'underwater', values: depth}],
      height: UNDERWATER_HEIGHT,
      textOf: value => percentText(value, 1),
      isFilled: true,
    }),
    noteHtml('Above the equity, below how far it lies under its highest point.'),
    lineChart({
      label: 'Equity and buy and hold over time',
      times,
      lines: [{name: 'buy and hold', className: 'hold', values: hold}, equity],
      height: COMPARISON_HEIGHT,
      textOf,
    }),
    `<p class="legend"><span class="equity">equity, ${escapeHtml(currency)}</span><span class="hold">buy and hold, ${percentText(held)}</span></p>`,
    noteHtml(
      'Buy and hold puts the opening cash evenly into all markets at their first close, pays one fee, and waits.',
    ),
  );
};

export const statisticsSection = (report: Report): string => {
  const {sharpe, sortino, calmar, profitFactor, expectancy, pValue, probabilisticSharpe, tradeOrder} =
    statisticsOf(report);
  const order = tradeOrder === null ? 'n/a' : `${percentText(tradeOrder.median)} / ${percentText(tradeOrder.worst5)}`;

  return sectionHtml(
    'Statistics',
    factsHtml([
      ['Sharpe', ratioText(sharpe)],
      ['Sortino', ratioText(sortino)],
      ['Calmar', ratioText(calmar)],
      ['profit factor', ratioText(profitFactor)],
      ['expectancy per trade', expectancy === null ? 'n/a' : `${moneyText(expectancy)} ${report.currency}`],
      ['bootstrap p-value', ratioText(pValue, 4)],
      ['P(true Sharpe > 0)', probabilisticSharpe === null ? 'n/a' : percentText(probabilisticSharpe, 1)],
      ['drawdown in other orders, median / 5 % worst', order],
    ]),
    noteHtml(
      `Sharpe and Sortino are of daily returns, annualised with 365 days, and need ${MIN_RETURNS} days; Calmar needs ${MIN_CALMAR_DAYS} days; the figures of trades need ${MIN_TRADES} trades. n/a: not available, because the sample is smaller or there is nothing to divide by. None of them knows how many other strategies were tried before this one.`,
    ),
  );
};

export const costsSection = ({costs, currency}: Report): string =>
  sectionHtml(
    'Dearer costs',
    tableHtml({
      head: ['fees, spread and slippage', 'trades', `fees, ${currency}`, `net result, ${currency}`, 'largest drawdown'],
      rows: costs.map(({factor, trades, fees, netPnl, maxDrawdown}) => [
        `${factor}x`,
        countText(trades),
        moneyText(Number(fees)),
        signed(Number(netPnl), moneyText(Number(netPnl))),
        percentText(maxDrawdown),
      ]),
    }),
    noteHtml('Each line is a run of its own: dearer fills change sizes, stops and what risk allows.'),
  );

export const periodsSection = ({points, opening}: Report): string => {
  const share = (value: number | null): Cell => (value === null ? '' : signed(value, percentText(value)));
  const drawdowns = topDrawdowns(points, DRAWDOWNS_SHOWN);

  return [
    sectionHtml(
      'Months',
      tableHtml({
        head: ['', ...MONTHS, 'Year'],
        rows: monthlyReturns(points, opening).map(({year, months, total}) => [
          String(year),
          ...months.map(share),
          share(total),
        ]),
      }),
    ),
    sectionHtml(
      'Deepest drawdowns',
      tableHtml({
        head: ['depth', 'peak', 'trough', 'recovered', 'peak to trough', 'whole'],
        rows: drawdowns.map(({depth, peak, trough, recovered}) => [
          percentText(depth),
          timeText(peak),
          timeText(trough),
          recovered === null ? 'not yet' : timeText(recovered),
          spanText(trough - peak),
          recovered === null ? 'lasts' : spanText(recovered - peak),
        ]),
        texts: [1, 2, 3],
      }),
    ),
  ].join('\n');
};
