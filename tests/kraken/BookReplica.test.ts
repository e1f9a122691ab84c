import {describe, expect, it} from 'vitest';
import {BookReplica, checkedDigits} from '../../brokers/kraken/BookReplica.ts';
import type {BookChange, LevelText} from '../../brokers/kraken/codec/messages.ts';
import {readMessage} from '../../brokers/kraken/codec/readMessage.ts';
import {hasSharedData} from '../support/sharedData.ts';
import {recorded} from './frames.ts';

type LegacyLevel = readonly [price: string, quantity: string, time: string];
type LegacySide = Partial<Record<'as' | 'bs' | 'a' | 'b', readonly LegacyLevel[]>> & {readonly c?: string};

const levels = (list: readonly LegacyLevel[] = []): LevelText[] => list.map(([price, quantity]) => ({price, quantity}));

/** A book message of the older protocol in the words of the newer one; it may hold two objects, one per side. */
const changeOf = (symbol: string, parts: readonly LegacySide[]): BookChange => {
  const merged: LegacySide = Object.assign({}, ...parts);

  return {
    symbol,
    bids: levels(merged.bs ?? merged.b),
    asks: levels(merged.as ?? merged.a),
    checksum: Number(merged.c ?? Number.NaN),
    time: null,
  };
};

describe.runIf(hasSharedData())('BookReplica on recordings', () => {
  const [, snapshot = '', update = ''] = hasSharedData() ? recorded('recorded_v2_book_ethusd.ndjson') : [];
  const precision = {price: 2, quantity: 8};
  const play = (frame: string, replica: BookReplica): string | null | undefined => {
    const message = readMessage(frame);
    const change = message.kind === 'books' ? message.books[0] : undefined;

    return message.kind === 'books' && change !== undefined ? replica.apply(change, message.isSnapshot) : undefined;
  };

  it('agrees with the checksums of a v2 snapshot and its update', () => {
    const replica = new BookReplica(precision, 10);

    expect(play(snapshot, replica)).toBeNull();
    expect(play(update, replica)).toBeNull();
    expect(replica.book().asks.at(-1)).toEqual({price: 1797.52, quantity: 1.56601318});
  });

  it('agrees even when the zeros at the end were not sent', () => {
    expect(play(snapshot.replace(':1797.30,', ':1797.3,'), new BookReplica(precision, 10))).toBeNull();
  });

  it('notices any single digit that is wrong', () => {
    for (const [right, wrong] of [
      ['1797.24', '1797.23'],
      ['0.43393711', '0.43393712'],
      ['139.49306646', '139.49306645'],
    ] as const) {
      expect(play(snapshot.replace(right, wrong), new BookReplica(precision, 10))).toContain('checksum');
    }
  });

  it('is of no use after a wrong update until the next snapshot', () => {
    const replica = new BookReplica(precision, 10);
    play(snapshot, replica);

    expect(play(update.replace('1797.52', '1797.53'), replica)).toContain('checksum');
    expect(play(update, replica)).toContain('before a snapshot');
    expect(play(snapshot, replica)).toBeNull();
  });

  it('agrees with all checksums of four recorded books of a thousand levels', () => {
    const replicas = new Map<string, BookReplica>();
    let checked = 0;
    for (const line of recorded('recorded_v1_book1000_20210417.ndjson.gz')) {
      const frame: unknown = JSON.parse(line.slice(line.indexOf(' ') + 1));
      if (!Array.isArray(frame)) continue;
      const symbol = String(frame.at(-1));
      const change = changeOf(symbol, frame.slice(1, -2));
      if (Number.isNaN(change.checksum)) {
        const replica = new BookReplica({price: 0, quantity: 0}, 1_000);
        replica.apply({...change, checksum: 0}, true);
        // The older protocol sends no checksum with a snapshot: taken again with its own, it is a right one.
        replica.apply({...change, checksum: replica.checksum()}, true);
        replicas.set(symbol, replica);
        continue;
      }
      expect(replicas.get(symbol)?.apply(change, false)).toBeNull();
      checked += 1;
    }

    expect(checked).toBeGreaterThan(1_000);
  });
});

describe('BookReplica', () => {
  it('counts digits without the point and the zeros in front', () => {
    expect(checkedDigits('0.05005', 8)).toBe('5005000');
    expect(checkedDigits('1797.30', 2)).toBe('179730');
    expect(checkedDigits('5', 1)).toBe('50');
  });

  it('refuses a crossed book although its checksum is right', () => {
    const replica = new BookReplica({price: 1, quantity: 1}, 10);
    const change = {
      symbol: 'A/B',
      bids: [{price: '101.0', quantity: '1.0'}],
      asks: [{price: '100.0', quantity: '1.0'}],
    };
    replica.apply({...change, checksum: 0, time: null}, true);

    expect(replica.apply({...change, checksum: replica.checksum(), time: null}, true)).toContain('crossed');
  });
});
