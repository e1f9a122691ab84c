import {describe, expect, it} from 'vitest';
import {type Example, playTable} from './fillTable.ts';

/**
 * Every rule of the fill model (ogz-meta/docs/backtesting.md), long and short, worked by hand.
 * Unless an example says otherwise: tick 0.5, lot 0.001, fees 0.1 % maker and 0.2 % taker, no spread, slippage or impact, latency
 * 250 ms, and at most a tenth of a bar's volume.
 */
const RULES: Readonly<Record<string, readonly Example[]>> = {
  'rule 1: only evidence after the decision and the latency fills it': [
    {
      title: 'a buy decided on a close of 100 fills at the next open, wherever that is',
      table: `
        # 0.2 % of 103
        0:00 | bar 99 101 98 100 x 1000   | a: buy 1 market |
        1:00 | bar 103 104 102 103 x 1000 |                 | a buy 1 @ 103 taker fee 0.206 USD by bar`,
    },
    {
      title: 'a sell as well',
      table: `
        0:00 | bar 99 101 98 100 x 1000 | a: sell 1 market |
        1:00 | bar 97 98 96 97 x 1000   |                  | a sell 1 @ 97 taker fee 0.194 USD by bar`,
    },
    {
      title: 'an order that came after a bar began does not fill on that bar',
      table: `
        0:00     | trade 100 x 1000       |                 |
        1:00.001 | trade 100 x 1          | a: buy 1 market |
        1:00     | bar 101 102 99 100 x 9 |                 |
        2:00     | bar 104 105 103 104 x 99 |               | a buy 1 @ 104 taker fee 0.208 USD by bar`,
    },
    {
      title: 'on trades the first one that is 250 ms later counts',
      table: `
        0:10     | trade 100 x 1000 | a: buy 1 market |
        0:10     | trade 101 x 10   |                 |
        0:10.249 | trade 102 x 10   |                 |
        0:10.250 | trade 103 x 10   |                 | a buy 1 @ 103 taker fee 0.206 USD by trade`,
    },
  ],
  'rule 2: the best evidence there is decides, and the fill names it': [
    {
      title: 'a fresh book before trades',
      table: `
        0:01     | book 99x5 / 101x5 | a: buy 1 market |
        0:02     | trade 100 x 1000  |                 |
        0:03     | book 99x5 / 102x5 |                 | a buy 1 @ 102 taker fee 0.204 USD by book`,
    },
    {
      title: 'trades when the book is older than 5 s',
      table: `
        0:01     | book 99x5 / 101x5 | a: buy 1 market |
        0:06     | trade 100 x 1000  |                 |
        0:06.001 | trade 100 x 1000  |                 | a buy 1 @ 100 taker fee 0.2 USD by trade`,
    },
    {
      title: 'bars where there is nothing else',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market |
        1:00 | bar 100 100 100 100 x 1000 |                 | a buy 1 @ 100 taker fee 0.2 USD by bar`,
    },
  ],
  'rule 3: an order that takes pays for it': [
    {
      title: 'a buy walks up the book, level by level, and waits for the next book with its rest',
      table: `
        # 1 x 101 x 0.2 %, 2 x 102 x 0.2 %, then the last 1 of 4
        0:01 | book 99x5 / 101x1 102x2 | a: buy 4 market |
        0:02 | book 99x5 / 101x1 102x2 |                 | a buy 1 @ 101 taker fee 0.202 USD by book; a buy 2 @ 102 taker fee 0.408 USD by book
        0:03 | book 99x5 / 101x1 102x2 |                 | a buy 1 @ 101 taker fee 0.202 USD by book`,
    },
    {
      title: 'a sell walks down the book',
      table: `
        0:01 | book 99x1 98x2 / 101x5 | a: sell 2 market |
        0:02 | book 99x1 98x2 / 101x5 |                  | a sell 1 @ 99 taker fee 0.198 USD by book; a sell 1 @ 98 taker fee 0.196 USD by book`,
    },
    {
      title: 'a buy without a book pays the half-spread and the slippage, rounded up to the tick',
      fill: {halfSpreadBps: 20, slippageBps: 30},
      table: `
        # 200 + 0.2 % + 0.3 % = 200 + 0.4 + 0.6 = 201
        # 201 + 0.402 + 0.603 = 202.005, up to 202.5
        0:00 | bar 200 200 200 200 x 1000 | a: buy 1 market |
        1:00 | bar 200 200 200 200 x 1000 | b: buy 1 market | a buy 1 @ 201 taker fee 0.402 USD by bar
        2:00 | bar 201 201 201 201 x 1000 |                 | b buy 1 @ 202.5 taker fee 0.405 USD by bar`,
    },
    {
      title: 'a sell gets as much less, rounded down',
      fill: {halfSpreadBps: 20, slippageBps: 30},
      table: `
        # 200 - 0.4 - 0.6 = 199; 201 - 0.402 - 0.603 = 199.995, down to 199.5
        0:00 | bar 200 200 200 200 x 1000 | a: sell 1 market |
        1:00 | bar 200 200 200 200 x 1000 | b: sell 1 market | a sell 1 @ 199 taker fee 0.398 USD by bar
        2:00 | bar 201 201 201 201 x 1000 |                  | b sell 1 @ 199.5 taker fee 0.399 USD by bar`,
    },
    {
      title: 'impact counts where it is more than the slippage',
      fill: {slippageBps: 10, impact: 1},
      table: `
        # sigma = 0.600561 x (110 - 90) = 12.0112; x sqrt(9 / 100) = 3.6034 against 0.1 of slippage; 103.6034 up to 104
        # the quiet bar: 0.600561 x 1 x sqrt(9 / 90000) = 0.006 against 0.1; 100.1 up to 100.5
        0:00 | bar 100 100 100 100 x 1000   | a: buy 9 market |
        1:00 | bar 100 110 90 100 x 100     | b: buy 9 market | a buy 9 @ 104 taker fee 1.872 USD by bar
        2:00 | bar 100 100.5 99.5 100 x 90000 |               | b buy 9 @ 100.5 taker fee 1.809 USD by bar`,
    },
    {
      title: 'a tenth of the volume fills, and the rest carries on from bar to bar',
      table: `
        # 10 % of 7.06 = 0.706; 10 % of 0; 10 % of 5 = 0.5; the last 0.294
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1.5 market |
        1:00 | bar 101 101 101 101 x 7.06 |                   | a buy 0.706 @ 101 taker fee 0.142612 USD by bar
        2:00 | bar 102 102 102 102 x 0    |                   |
        3:00 | bar 103 103 103 103 x 5    |                   | a buy 0.5 @ 103 taker fee 0.103 USD by bar
        4:00 | bar 104 104 104 104 x 1000 |                   | a buy 0.294 @ 104 taker fee 0.061152 USD by bar`,
    },
    {
      title: 'the tenth is shared by all our orders of the market, and what one took the other cannot have',
      table: `
        # 10 % of 27.06 = 2.706: 1.798 for the first, 0.908 for the second
        0:00 | bar 100 100 100 100 x 1000  | a: buy 1.798 market; b: sell 1 market |
        1:00 | bar 100 100 100 100 x 27.06 |  | a buy 1.798 @ 100 taker fee 0.3596 USD by bar; b sell 0.908 @ 100 taker fee 0.1816 USD by bar`,
    },
    {
      title: 'with a worst price it waits until it would pay no more',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market 101 |
        1:00 | bar 101.5 103 99 102 x 1000 |                    |
        2:00 | bar 101 103 99 102 x 1000   |                    | a buy 1 @ 101 taker fee 0.202 USD by bar`,
    },
  ],
  'rule 4: a limit order needs a trade one tick beyond it': [
    {
      title: 'a buy: touched is not filled, one tick through is, at the limit and as maker',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98 |
        1:00 | bar 100 101 98 100 x 1000  |                   |
        2:00 | bar 100 101 97.5 100 x 1000 |                  | a buy 1 @ 98 maker fee 0.098 USD by bar`,
    },
    {
      title: 'a sell: the same upwards',
      table: `
        0:00 | bar 100 100 100 100 x 1000  | a: sell 1 limit 102 |
        1:00 | bar 100 102 99 100 x 1000   |                     |
        2:00 | bar 100 102.5 99 100 x 1000 |                     | a sell 1 @ 102 maker fee 0.102 USD by bar`,
    },
    {
      title: 'a better price only when the open jumps over a resting buy',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98 |
        1:00 | bar 100 101 99 100 x 1000  |                   |
        2:00 | bar 95 96 94 95 x 1000     |                   | a buy 1 @ 95 maker fee 0.095 USD by bar`,
    },
    {
      title: 'and over a resting sell',
      table: `
        0:00 | bar 100 100 100 100 x 1000  | a: sell 1 limit 102 |
        1:00 | bar 100 101 99 100 x 1000   |                     |
        2:00 | bar 105 106 104 105 x 1000  |                     | a sell 1 @ 105 maker fee 0.105 USD by bar`,
    },
    {
      title: 'one that never rested takes: spread, slippage, and the taker fee, but no more than its limit',
      fill: {halfSpreadBps: 50, slippageBps: 150},
      table: `
        # a: 100 + 0.5 % + 1.5 % = 102 would be beyond its limit of 101.5
        # b: 100 + 2 = 102 is within its limit of 104
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 101.5; b: buy 1 limit 104 |
        1:00 | bar 100 101 99 100 x 1000  | | a buy 1 @ 101.5 taker fee 0.203 USD by bar; b buy 1 @ 102 taker fee 0.204 USD by bar`,
    },
    {
      title: 'post-only: refused where it would take, at the latest when it meets the market',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 101 post-only; b: buy 1 limit 99 post-only | a rejected POST_ONLY
        1:00 | bar 98 98 98 98 x 1000     |                                                         | b rejected POST_ONLY`,
    },
    {
      title: 'on trades: the trade must go one tick beyond',
      table: `
        0:01 | trade 100 x 1000 | a: buy 1 limit 98 |
        0:02 | trade 99 x 10    |                   |
        0:03 | trade 98 x 10    |                   |
        0:04 | trade 97.5 x 10  |                   | a buy 1 @ 98 maker fee 0.098 USD by trade`,
    },
    {
      title: 'a partial fill by volume goes on where the price is seen again',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98 |
        1:00 | bar 100 101 97 99 x 4      |                   | a buy 0.4 @ 98 maker fee 0.0392 USD by bar
        2:00 | bar 99 100 98 99 x 1000    |                   |
        3:00 | bar 99 100 97 99 x 1000    |                   | a buy 0.6 @ 98 maker fee 0.0588 USD by bar`,
    },
  ],
  'rule 5: a stop triggers on touch, and a gap is punished': [
    {
      title: 'a sell stop: touched is enough, at its price less slippage',
      fill: {slippageBps: 100},
      table: `
        # 98 - 1 % = 97.02, down to 97
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 stop 98 |
        1:00 | bar 100 101 98.5 99 x 1000 |                   |
        2:00 | bar 99 101 98 99 x 1000    |                   | a sell 1 @ 97 taker fee 0.194 USD by bar`,
    },
    {
      title: 'a buy stop: the same upwards',
      fill: {slippageBps: 100},
      table: `
        # 102 + 1 % = 103.02, up to 103.5
        0:00 | bar 100 100 100 100 x 1000  | a: buy 1 stop 102 |
        1:00 | bar 100 101.5 99 101 x 1000 |                   |
        2:00 | bar 101 102 99 101 x 1000   |                   | a buy 1 @ 103.5 taker fee 0.207 USD by bar`,
    },
    {
      title: 'a sell stop that the open jumps over gets the open, however far',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 stop 98 |
        1:00 | bar 90 99 89 98 x 1000     |                   | a sell 1 @ 90 taker fee 0.18 USD by bar`,
    },
    {
      title: 'a buy stop as well',
      table: `
        0:00 | bar 100 100 100 100 x 1000  | a: buy 1 stop 102 |
        1:00 | bar 110 111 101 102 x 1000  |                   | a buy 1 @ 110 taker fee 0.22 USD by bar`,
    },
    {
      title: 'what the volume did not fill is a market order from then on, also when the price comes back',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 stop 98 |
        1:00 | bar 100 101 97 100 x 4     |                   | a sell 0.4 @ 98 taker fee 0.0784 USD by bar
        2:00 | bar 105 106 104 105 x 1000 |                   | a sell 0.6 @ 105 taker fee 0.126 USD by bar`,
    },
    {
      title: 'on trades: the worse of its price and of the trade that touched it',
      table: `
        0:01 | trade 100 x 1000 | a: sell 1 stop 98; b: buy 1 stop 102 |
        0:02 | trade 96 x 10    | | a sell 1 @ 96 taker fee 0.192 USD by trade
        0:03 | trade 102 x 10   | | b buy 1 @ 102 taker fee 0.204 USD by trade`,
    },
  ],
  'rule 6: on the bar of its entry only what the fill proves may count': [
    {
      title: 'a limit buy can be stopped by the low of its bar',
      ambiguousBars: 1,
      table: `
        # filled at 98, stopped at 96: the low of 95 may have come before the fill, and is taken against us
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 101 95 99 x 1000   | | a buy 1 @ 98 maker fee 0.098 USD by bar; s sell 1 @ 96 taker fee 0.192 USD by bar; t canceled`,
    },
    {
      title: 'but cannot take the high of its bar, which may have come before',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 97 99 x 1000   | | a buy 1 @ 98 maker fee 0.098 USD by bar
        2:00 | bar 99 104.5 98 99 x 1000  | | t sell 1 @ 104 maker fee 0.104 USD by bar; s canceled`,
    },
    {
      title: 'unless the close proves it',
      table: `
        0:00 | bar 100 100 100 100 x 1000   | a: buy 1 limit 98; when a fills: t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 97 104.5 x 1000  | | a buy 1 @ 98 maker fee 0.098 USD by bar; t sell 1 @ 104 maker fee 0.104 USD by bar`,
    },
    {
      title: 'a limit sell is stopped by the high of its bar',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 limit 102; when a fills: s: buy 1 stop 104 reduce oco x, t: buy 1 limit 96 reduce oco x |
        1:00 | bar 100 105 99 101 x 1000  | | a sell 1 @ 102 maker fee 0.102 USD by bar; s buy 1 @ 104 taker fee 0.208 USD by bar; t canceled`,
    },
    {
      title: 'and cannot take its low',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 limit 102; when a fills: s: buy 1 stop 104 reduce oco x, t: buy 1 limit 96 reduce oco x |
        1:00 | bar 100 103 95 101 x 1000  | | a sell 1 @ 102 maker fee 0.102 USD by bar`,
    },
    {
      title: 'an entry at the open has the whole bar before it: both ends of it count',
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 99 101 x 1000  | | a buy 1 @ 100 taker fee 0.2 USD by bar; t sell 1 @ 104 maker fee 0.104 USD by bar; s canceled`,
    },
  ],
  'rule 7: stop and target in one bar': [
    {
      title: 'the stop, and the bar is counted',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 101 99 100 x 1000  | | a buy 1 @ 100 taker fee 0.2 USD by bar
        2:00 | bar 100 105 95 100 x 1000  | | s sell 1 @ 96 taker fee 0.192 USD by bar; t canceled`,
    },
    {
      title: 'the same short',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 market; when a fills: s: buy 1 stop 104 reduce oco x, t: buy 1 limit 96 reduce oco x |
        1:00 | bar 100 105 95 100 x 1000  | | a sell 1 @ 100 taker fee 0.2 USD by bar; s buy 1 @ 104 taker fee 0.208 USD by bar; t canceled`,
    },
    {
      title: 'the best end of the interval: the target',
      fill: {policy: 'best'},
      ambiguousBars: 1,
      table: `
        # long: 104 - 100 - 0.2 - 0.104 = 3.696 at best, 96 - 100 - 0.2 - 0.192 = -4.392 at worst
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 95 100 x 1000  | | a buy 1 @ 100 taker fee 0.2 USD by bar; t sell 1 @ 104 maker fee 0.104 USD by bar; s canceled`,
    },
    {
      title: 'the worst end: whatever is the worse price, also of two stops',
      fill: {policy: 'worst'},
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: u: sell 1 stop 98 reduce oco x, s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 95 100 x 1000  | | a buy 1 @ 100 taker fee 0.2 USD by bar; s sell 1 @ 96 taker fee 0.192 USD by bar; u canceled; t canceled`,
    },
    {
      title: 'finer bars of the same two minutes know: the high came first',
      ambiguousBars: 0,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 105 99 103 x 500   | | a buy 1 @ 100 taker fee 0.2 USD by bar; t sell 1 @ 104 maker fee 0.104 USD by bar; s canceled
        2:00 | bar 103 103 95 100 x 500   | |`,
    },
    {
      title: 'a gap over the stop leaves no question',
      ambiguousBars: 0,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market; when a fills: s: sell 1 stop 96 reduce oco x, t: sell 1 limit 104 reduce oco x |
        1:00 | bar 100 101 99 100 x 1000  | | a buy 1 @ 100 taker fee 0.2 USD by bar
        2:00 | bar 95 105 94 100 x 1000   | | s sell 1 @ 95 taker fee 0.19 USD by bar; t canceled`,
    },
  ],
  'rule 8: entry and stop inside one bar are a loss': [
    {
      title: 'a stop entry upwards and its stop below',
      ambiguousBars: 1,
      table: `
        # bought at 102, sold at 101: -1 - 0.204 - 0.202 = -1.406
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 stop 102; when a fills: s: sell 1 stop 101 reduce |
        1:00 | bar 100 103 99 102 x 1000  | | a buy 1 @ 102 taker fee 0.204 USD by bar; s sell 1 @ 101 taker fee 0.202 USD by bar`,
    },
    {
      title: 'a stop entry downwards and its stop above',
      ambiguousBars: 1,
      table: `
        0:00 | bar 100 100 100 100 x 1000 | a: sell 1 stop 98; when a fills: s: buy 1 stop 99 reduce |
        1:00 | bar 100 101 97 98 x 1000   | | a sell 1 @ 98 taker fee 0.196 USD by bar; s buy 1 @ 99 taker fee 0.198 USD by bar`,
    },
    {
      title: 'the stop of an entry at a gap is no better than the price of the entry',
      table: `
        # the open of 95 is below the entry and the stop: in at 95, out at 95
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 98; when a fills: s: sell 1 stop 96 reduce |
        1:00 | bar 95 99 94 97 x 1000     | | a buy 1 @ 95 taker fee 0.19 USD by bar; s sell 1 @ 95 taker fee 0.19 USD by bar`,
    },
  ],
  'rule 9: fees by liquidity, by the rates of the market, in the currency that is paid': [
    {
      title: 'maker and taker of an expensive tier, in euros',
      market: {symbol: 'BTC/EUR', quote: 'EUR', makerFee: '0.0025', takerFee: '0.004'},
      table: `
        # 2 x 50 x 0.25 % = 0.25; 2 x 49 x 0.4 % = 0.392
        0:00 | bar 51 51 51 51 x 1000 | a: buy 2 limit 50; when a fills: s: sell 2 stop 49 reduce |
        1:00 | bar 51 51 49.5 50 x 1000 | | a buy 2 @ 50 maker fee 0.25 EUR by bar
        2:00 | bar 50 50 49 50 x 1000   | | s sell 2 @ 49 taker fee 0.392 EUR by bar`,
    },
    {
      title: 'the same trade in a cheap tier',
      market: {makerFee: '0', takerFee: '0.0005'},
      table: `
        # 2 x 49 x 0.05 % = 0.049
        0:00 | bar 51 51 51 51 x 1000 | a: buy 2 limit 50; when a fills: s: sell 2 stop 49 reduce |
        1:00 | bar 51 51 49.5 50 x 1000 | | a buy 2 @ 50 maker fee 0 USD by bar
        2:00 | bar 50 50 49 50 x 1000   | | s sell 2 @ 49 taker fee 0.049 USD by bar`,
    },
    {
      title: 'a fee is paid on every part of an order, and rounded up at the twelfth digit',
      market: {takerFee: '0.0026', tick: '0.00000001', lot: '0.00000001', minQuantity: '0.00000001', minNotional: '0'},
      table: `
        # 0.00000001 x 0.00000003 = 3e-16, which rounds up to 0.000000000001 to pay; its fee too
        0:00 | bar 0.00000003 0.00000003 0.00000003 0.00000003 x 1000 | a: buy 0.00000001 market |
        1:00 | bar 0.00000003 0.00000003 0.00000003 0.00000003 x 1000 | | a buy 0.00000001 @ 0.00000003 taker fee 0.000000000001 USD by bar`,
    },
    {
      title: 'a spot buy never spends more than the cash, fee included',
      market: {kind: 'spot'},
      cash: '1000',
      table: `
        # 1000 / (200 x 1.002) = 4.99001..., down to 4.990; the rest is cancelled
        0:00 | bar 100 100 100 100 x 1000 | a: buy 9.9 market |
        1:00 | bar 200 200 200 200 x 1000 | | a buy 4.99 @ 200 taker fee 1.996 USD by bar; a canceled`,
    },
  ],
  'rule 10: the increments and minimums of the market hold': [
    {
      title: 'sizes are cut down to the lot, taken prices moved against us to the tick',
      fill: {slippageBps: 1},
      market: {tick: '0.25', lot: '0.1', minQuantity: '0.1'},
      table: `
        # 10 % of 3.7 = 0.37, down to 0.3; 100.01 up to 100.25, 99.99 down to 99.75
        0:00 | bar 100 100 100 100 x 1000 | a: buy 0.5 market |
        1:00 | bar 100 100 100 100 x 3.7  | b: sell 0.2 market | a buy 0.3 @ 100.25 taker fee 0.06015 USD by bar
        2:00 | bar 100 100 100 100 x 1000 | | a buy 0.2 @ 100.25 taker fee 0.0401 USD by bar; b sell 0.2 @ 99.75 taker fee 0.0399 USD by bar`,
    },
    {
      title: 'what is off the grid or below the least is refused',
      market: {minQuantity: '0.01', minNotional: '5'},
      table: `
        # 0.04 x 100 = 4 is below 5
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 limit 99.7; b: buy 0.0105 limit 99; c: buy 0.005 limit 99; d: buy 0.04 limit 100 | a rejected OFF_TICK; b rejected OFF_LOT; c rejected BELOW_MINIMUM; d rejected BELOW_MINIMUM`,
    },
    {
      title: 'but what only closes may be as small as its position',
      market: {minQuantity: '0.01', minNotional: '5'},
      table: `
        # 10 % of 0.2 = 0.02 fills; selling 0.02 x 100 = 2 is below the least of 5, and allowed
        0:00 | bar 100 100 100 100 x 1000 | a: buy 1 market |
        1:00 | bar 100 100 100 100 x 0.2  | b: sell 0.02 market reduce | a buy 0.02 @ 100 taker fee 0.004 USD by bar
        2:00 | bar 100 100 100 100 x 0.2  | | a buy 0.02 @ 100 taker fee 0.004 USD by bar
        3:00 | bar 100 100 100 100 x 0    | |
        4:00 | bar 100 100 100 100 x 100  | | a buy 0.96 @ 100 taker fee 0.192 USD by bar; b sell 0.02 @ 100 taker fee 0.004 USD by bar`,
    },
  ],
};

for (const [rule, examples] of Object.entries(RULES)) {
  describe(rule, () => {
    it.each(examples.map(example => [example.title, example] as const))('%s', (_, example) => {
      const {expected, happened, ambiguousBars} = playTable(example);

      expect(happened).toEqual(expected);
      if (example.ambiguousBars !== undefined) expect(ambiguousBars).toBe(example.ambiguousBars);
    });
  });
}

describe('rule 11: the same calls give the same fills', () => {
  it('every example above, twice', () => {
    const examples = Object.values(RULES).flat();

    expect(examples.map(playTable)).toEqual(examples.map(playTable));
  });
});
