import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {readTrades} from '../../core/runtime/data/readTrades.ts';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

const directory = mkdtempSync(join(tmpdir(), 'ogz-trades-'));
afterAll(() => rmSync(directory, {recursive: true, force: true}));

const write = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);

  return path;
};

const frame = (id: number, more = ''): string =>
  `1723161254087896568 {"stream":"btcusdt@trade","data":{"e":"trade","s":"BTCUSDT","t":${id},"p":"61837.63","q":"0.02","T":17231612553${id},"m":true${more}}}`;

describe('readTrades', () => {
  it('reads frames by venue time, each trade once, and leaves other frames aside', async () => {
    const other = '1723161254087896569 {"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT"}}';
    const file = await readTrades(
      write('binance_spot_btcusdt.ndjson', [frame(43), other, frame(42), frame(43)].join('\n')),
    );

    expect(file.symbol).toBe('BTC/USDT');
    expect(file.trades.map(trade => trade.id)).toEqual([42, 43]);
    expect(file.trades[0]).toEqual({
      symbol: 'BTC/USDT',
      id: 42,
      time: 1_723_161_255_342,
      price: 61_837.63,
      quantity: 0.02,
      takerSide: 'sell',
    });
  });

  it('reads aggregated trades by their own id', async () => {
    const line =
      '1 {"e":"aggTrade","s":"ETHUSDT","a":7,"p":"2000","q":"1","f":100,"l":105,"T":1723161255342,"m":false}';

    expect((await readTrades(write('a.ndjson', line))).trades).toMatchObject([
      {symbol: 'ETH/USDT', id: 7, takerSide: 'buy'},
    ]);
  });

  it('counts ids that are left out, and names lines that are no trades', async () => {
    const file = await readTrades(write('b.ndjson', [frame(42), '1 {"e":"trade","t":', frame(45)].join('\n')));

    expect(file.idGaps).toBe(1);
    expect(file.problems).toEqual(['line 2: no whole JSON frame: "1 {"e":"trade","t":"']);
  });

  it('refuses a recording without trades, of several markets, or cut', async () => {
    await expect(readTrades(write('c.ndjson', '1 {"e":"depthUpdate"}'))).rejects.toThrow('its market is not known');
    await expect(readTrades(write('d.ndjson', '1 {"e":"depthUpdate"}'), {symbol: 'BTC/USDT'})).rejects.toThrow(
      'it holds no trade',
    );
    const mixed = `${frame(42)}\n${frame(43).replaceAll('BTCUSDT', 'ETHUSDT')}`;
    await expect(readTrades(write('e.ndjson', mixed))).rejects.toThrow('it mixes the markets BTCUSDT, ETHUSDT');
    await expect(readTrades(write('f.json', '[[1,'))).rejects.toThrow('no whole JSON text');
  });
});

describe.runIf(hasSharedData())('readTrades on real recordings', () => {
  it.each([
    ['binance_spot_btcusdt_20240808.ndjson.gz', 'BTC/USDT', 9_757],
    ['binance_spot_btcusdt_20240809.ndjson.gz', 'BTC/USDT', 10_147],
    ['binance_coinm_btcusd_perp_20240808.ndjson.gz', 'BTC/USD', 2_286],
    ['binance_XRPETH_trades_2019.json.gz', 'XRP/ETH', 12_477],
    ['kraken_BCHEUR_trades_2023_part1.csv', 'BCH/EUR', 148],
  ])('reads %s whole', async (name, symbol, count) => {
    const file = await readTrades(sharedFile('ticks', name));

    expect(file).toMatchObject({symbol, idGaps: 0, problems: []});
    expect(file.trades).toHaveLength(count);
    expect(file.trades.every((trade, index) => trade.time >= (file.trades[index - 1]?.time ?? 0))).toBe(true);
  });

  it('makes base units of the contracts of a coin-margined future', async () => {
    const {trades} = await readTrades(sharedFile('ticks', 'binance_coinm_btcusd_perp_20240808.ndjson.gz'));

    expect(trades[0]).toMatchObject({price: 61_804.8, quantity: 400 / 61_804.8});
  });
});
