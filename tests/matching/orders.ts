import type {Candle} from '../../core/domain/Candle.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {FillSettings} from '../../core/matching/FillSettings.ts';
import type {Balance} from '../../core/matching/Ledger.ts';
import {PaperVenue} from '../../core/matching/PaperVenue.ts';

/** A margin market with round numbers: tick 0.5, lot 0.001, fees 0.1 % maker and 0.2 % taker. */
export const MARGIN: MarketSpec = {
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  kind: 'margin',
  tick: '0.5',
  lot: '0.001',
  minQuantity: '0.001',
  minNotional: '0.1',
  makerFee: '0.001',
  takerFee: '0.002',
};

export const SPOT: MarketSpec = {...MARGIN, symbol: 'ETH/USD', base: 'ETH', kind: 'spot'};

/** No costs but the fees, so that prices can be read off the bars. */
export const PLAIN: Partial<FillSettings> = {halfSpreadBps: 0, slippageBps: 0, impact: 0};

export const usd = (total: string): readonly Balance[] => [{asset: 'USD', total: decimal(total)}];

export const newVenue = (fill: Partial<FillSettings> = PLAIN, cash = '100000'): PaperVenue => {
  const venue = new PaperVenue({balances: usd(cash), fill});
  venue.list([MARGIN, SPOT]);

  return venue;
};

/** An order as the kernel would send it; what the test does not name is a market buy of one. */
export const intent = (clientOrderId: string, fields: Partial<OrderIntent> = {}): OrderIntent => ({
  clientOrderId,
  symbol: MARGIN.symbol,
  side: 'buy',
  type: 'market',
  quantity: '1',
  reduceOnly: false,
  purpose: 'entry',
  strategy: 'test',
  decision: 1,
  ...fields,
});

export const MINUTE = 60_000;

/** The `index`-th minute bar: open, high, low, close, volume. */
export const bar = (index: number, open: number, high: number, low: number, close: number, volume = 1000): Candle => ({
  time: index * MINUTE,
  open,
  high,
  low,
  close,
  volume,
});

/** A report in one line: `filled a-1 buy 1 @ 100 taker fee 0.2`. */
export const line = (report: OrderReport): string => {
  if (report.kind === 'filled') {
    const {executionId, side, quantity, price, liquidity, fee} = report.execution;
    return `filled ${executionId} ${side} ${quantity} @ ${price} ${liquidity} fee ${fee}`;
  }
  if (report.kind === 'rejected') return `rejected ${report.clientOrderId} ${report.code}`;
  if (report.kind === 'amended')
    return `amended ${report.clientOrderId} to ${report.quantity}${report.stopPrice === undefined ? '' : ` stop ${report.stopPrice}`}`;

  return `${report.kind} ${report.clientOrderId}`;
};

export const lines = (reports: readonly OrderReport[]): readonly string[] => reports.map(line);

/** Plays one bar without anybody who reacts; what happened, in lines. */
export const play = (venue: PaperVenue, candle: Candle, symbol = MARGIN.symbol): readonly string[] => {
  const reports = [...venue.onBarOpen(symbol, candle), ...venue.onBarRest(symbol, candle, candle.time + MINUTE)];
  venue.onBarClose(symbol, candle);

  return lines(reports);
};
