import {type Dot, dotChart} from './chart.ts';
import {countText, moneyText, percentText, ratioText, signed, timeText} from './figures.ts';
import {adverseShare, favorableShare, type Group, groupTrades, resultShare, sumUp} from './groupTrades.ts';
import {noteHtml, sectionHtml, tableHtml} from './html.ts';
import type {Report} from './makeReport.ts';
import type {TradeRecord} from './TradeBook.ts';

const CHART_HEIGHT = 230;

/** Trades listed; a page with more of them opens slowly and is read by nobody. */
const MAX_TRADES_LISTED = 500;
const MAX_DOTS = 3_000;

export const groupsSection = ({trades, currency}: Report): string => {
  const table = (first: string, groups: readonly Group[]): string =>
    tableHtml({
      head: [
        first,
        'trades',
        'won',
        `net, ${currency}`,
        `fees, ${currency}`,
        'profit factor',
        'expectancy',
        'mean MAE',
        'mean MFE',
        'mean bars',
      ],
      rows: groups.map(group => [
        group.name,
        countText(group.trades),
        group.trades === 0 ? '' : percentText(group.wins / group.trades, 0),
        signed(group.netPnl, moneyText(group.netPnl)),
        moneyText(group.fees),
        ratioText(group.profitFactor),
        ratioText(group.expectancy),
        percentText(group.meanAdverse),
        percentText(group.meanFavorable),
        group.meanBars.toFixed(1),
      ]),
    });
  const all = sumUp('all', trades);

  return [
    sectionHtml('By strategy', table('strategy', [...groupTrades(trades, ({strategy}) => strategy), all])),
    sectionHtml(
      'By entry reason',
      table(
        'reason',
        groupTrades(trades, ({entryCode}) => entryCode),
      ),
    ),
    sectionHtml(
      'By exit',
      table(
        'exit',
        groupTrades(trades, ({exitReason}) => exitReason),
      ),
    ),
    sectionHtml(
      'By side',
      table(
        'side',
        groupTrades(trades, ({side}) => side),
      ),
    ),
  ].join('\n');
};

export const excursionSection = ({trades}: Report): string => {
  const chart = (label: string, xName: string, x: (trade: TradeRecord) => number): string =>
    dotChart({
      label,
      xName,
      dots: trades.slice(-MAX_DOTS).map(trade => dotOf(trade, x(trade))),
      height: CHART_HEIGHT,
      textOf: value => percentText(value, 1),
    });

  return sectionHtml(
    'Excursions',
    chart('Result against worst open result', 'worst open result (MAE), share of entry price', adverseShare),
    chart('Result against best open result', 'best open result (MFE), share of entry price', favorableShare),
    noteHtml(
      'Upwards: the net result as a share of the money in the trade. Losers far to the right of the second chart were winners once.',
    ),
  );
};

const dotOf = (trade: TradeRecord, x: number): Dot => ({
  x,
  y: resultShare(trade),
  className: Number(trade.netPnl) > 0 ? 'good' : 'bad',
  title: `${timeText(trade.entryTime)} ${trade.side} ${trade.strategy}: ${moneyText(Number(trade.netPnl))}`,
});

export const tradesSection = ({trades, currency}: Report): string => {
  const listed = trades.slice(-MAX_TRADES_LISTED);
  const rest = trades.length - listed.length;
  const table = tableHtml({
    head: [
      'entry',
      'side',
      'strategy',
      'why',
      'quantity',
      'entry price',
      'exit price',
      'exit',
      'bars',
      'MAE',
      'MFE',
      `net, ${currency}`,
    ],
    rows: listed.map(trade => [
      timeText(trade.entryTime),
      trade.side,
      trade.strategy,
      {text: trade.entryReason, className: 'reason'},
      trade.quantity,
      trade.entryPrice,
      trade.exitPrice,
      trade.exitReason,
      String(trade.barsHeld),
      percentText(adverseShare(trade)),
      percentText(favorableShare(trade)),
      signed(Number(trade.netPnl), moneyText(Number(trade.netPnl))),
    ]),
    texts: [0, 1, 2, 3, 7],
  });
  const note =
    rest > 0
      ? [
          noteHtml(
            `The latest ${countText(listed.length)}; ${countText(rest)} earlier ones are in "ogz backtest --trades FILE.csv".`,
          ),
        ]
      : [];

  return sectionHtml('Trades', table, ...note);
};
