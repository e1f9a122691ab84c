import {execFile} from 'node:child_process';
import {resolve} from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, it} from 'vitest';
import {hasSharedData, sharedFile} from '../support/sharedData.ts';

const CLI = resolve(import.meta.dirname, '../../core/cli.ts');
const ZONES = ['UTC', 'America/New_York', 'Australia/Lord_Howe'];

type Run = readonly [file: string, symbol: string, from: string, to: string];

/** One real file of each exchange, and a part of it with trades. */
const RUNS: readonly Run[] = [
  ['binance_BTCUSDT_1h.csv.gz', 'BTC/USDT', '2022-01-01', '2022-02-15'],
  ['bitfinex_ETHUSD_1m_201712to201804.csv.gz', 'ETH/USD', '2018-01-10', '2018-01-11'],
  ['coinbase_BTCUSD_1h.csv.gz', 'BTC/USD', '2018-01-01', '2018-03-01'],
  ['kraken_XBTUSD_1h.csv.gz', 'BTC/USD', '2021-04-01', '2021-06-01'],
];

type Printed = {readonly hash: string; readonly trades: number; readonly bars: number};

/** A process of its own in a time zone of its own. */
const backtestIn = async (zone: string, [file, symbol, from, to]: Run): Promise<Printed> => {
  const flags = ['--data', sharedFile('ohlcv', file), '--symbol', symbol, '--from', from, '--to', to];
  const {stdout} = await promisify(execFile)(
    process.execPath,
    [CLI, 'backtest', ...flags, '--no-memory', '--data-dir', 'no-such-folder', '--json'],
    {env: {...process.env, TZ: zone}},
  );

  return JSON.parse(stdout) as Printed;
};

describe.runIf(hasSharedData())('a backtest has the same hash in every time zone, each in a fresh process', () => {
  it.each(RUNS)('%s', async (...run) => {
    const results = await Promise.all(ZONES.map(zone => backtestIn(zone, run)));

    expect(new Set(results.map(({hash}) => hash)).size).toBe(1);
    expect(results[0]?.bars).toBeGreaterThan(500);
    expect(results[0]?.trades).toBeGreaterThan(0);
  });
});
