import {existsSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {SHARED_DATA, sharedFile} from '../support/sharedData.ts';

const FILES = ['binance_spot_btcusdt_20240808.ndjson.gz', 'binance_spot_btcusdt_20240809.ndjson.gz'];
const GENERATED = 20_000;

/** Trade frames as an exchange sends them: eleven recorded minutes where the real data is there, otherwise generated ones. */
export const recordedTrades = (): {readonly frames: readonly string[]; readonly source: string} => {
  if (!existsSync(SHARED_DATA)) return {frames: generatedFrames(), source: 'generated trades'};
  const lines = FILES.flatMap(file =>
    gunzipSync(readFileSync(sharedFile('ticks', file)))
      .toString()
      .split('\n'),
  );
  const frames = lines.map(line => line.slice(line.indexOf(' ') + 1)).filter(frame => frame.includes('@trade"'));

  return {frames, source: 'recorded trades'};
};

const generatedFrames = (): string[] =>
  Array.from({length: GENERATED}, (_, index) => {
    const cents = 6_180_000 + ((index * 7_919) % 5_000);
    const time = 1_723_161_255_000 + index * 33;
    const trade = {p: `${cents / 100}`, q: `0.${(index % 900) + 100}00000`, t: index + 1, T: time, m: index % 3 === 0};

    return JSON.stringify({stream: 'btcusdt@trade', data: {e: 'trade', E: time + 1, s: 'BTCUSDT', ...trade, M: true}});
  });
