import {describe, expect, it} from 'vitest';
import {meaningOf} from '../../brokers/kraken/errors.ts';
import {PairCounter} from '../../brokers/kraken/PairCounter.ts';
import {RestCounter} from '../../brokers/kraken/RestCounter.ts';
import {sign} from '../../brokers/kraken/sign.ts';
import spec from '../../brokers/kraken/spec.json' with {type: 'json'};

describe('Kraken errors', () => {
  it.each([
    ['EOrder:Insufficient funds', 'rejected', 'INSUFFICIENT_FUNDS'],
    ['EOrder:Insufficient funds (insufficient user funds)', 'rejected', 'INSUFFICIENT_FUNDS'],
    ['EOrder:Post only order', 'rejected', 'POST_ONLY_WOULD_TAKE'],
    ['EOrder:Order minimum not met', 'rejected', 'BELOW_MINIMUM'],
    ['EOrder:Unknown order', 'rejected', 'UNKNOWN_ORDER'],
    ['EOrder:Rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
    ['EAPI:Rate limit exceeded', 'notPlaced', 'RATE_LIMITED'],
    ['EService: Throttled: 1700000000', 'notPlaced', 'RATE_LIMITED'],
    ['EAPI:Invalid nonce', 'notPlaced', 'INVALID_NONCE'],
    ['EService:Deadline elapsed', 'notPlaced', 'DEADLINE_ELAPSED'],
    ['EService:Market in cancel_only mode', 'notPlaced', 'MARKET_RESTRICTED'],
    ['EService:Unavailable', 'unknown', 'VENUE_UNAVAILABLE'],
    ['EGeneral:Internal error', 'unknown', 'VENUE_UNAVAILABLE'],
    ['EOrder:Something that is new', 'unknown', 'UNMAPPED_ERROR'],
    ['', 'unknown', 'UNMAPPED_ERROR'],
  ])('"%s" means %s, %s', (raw, outcome, code) => {
    expect(meaningOf(raw)).toEqual({outcome, code});
  });
});

describe('sign', () => {
  it('signs as the venue documents it', () => {
    const secret = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
    const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25';

    expect(sign({path: '/0/private/AddOrder', nonce: '1616492376594', body, secret})).toBe(
      '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
    );
  });
});

describe('PairCounter', () => {
  const limits = {
    ...spec.pairCounter.starter,
    cancelPenalties: spec.cancelPenalties,
    amendPenalties: spec.amendPenalties,
    reserve: 0.2,
  };

  it('refuses new risk first and keeps its reserve for what reduces', () => {
    const counter = new PairCounter(limits);
    const added = Array.from({length: 60}, () => counter.add(0, {isReducing: false})).filter(Boolean).length;

    expect(added).toBe(48);
    expect(counter.add(0, {isReducing: true})).toBe(true);
  });

  it.each([
    [0, 8],
    [5_000, 6],
    [10_000, 5],
    [20_000, 4],
    [60_000, 2],
    [200_000, 1],
    [300_000, 0],
  ])('counts a cancel of an order %i ms old as %i', (ageMs, cost) => {
    const counter = new PairCounter(limits);
    counter.cancel(0, ageMs);

    expect(counter.count(0)).toBe(cost);
  });

  it('counts an amend, and heals with time', () => {
    const counter = new PairCounter(limits);
    counter.amend(0, 1_000);

    expect(counter.count(0)).toBe(4);
    expect(counter.count(3_000)).toBe(1);
    expect(counter.count(60_000)).toBe(0);
  });
});

describe('RestCounter', () => {
  it('makes a call wait until the count has sunk far enough', () => {
    const counter = new RestCounter({limit: 15, decayPerSecond: 0.5});
    counter.spend(0, 14);

    expect(counter.waitMs(0, 1)).toBe(0);
    expect(counter.waitMs(0, 2)).toBe(2_000);
    expect(counter.waitMs(2_000, 2)).toBe(0);
  });

  it('takes the word of the venue when that has counted more', () => {
    const counter = new RestCounter({limit: 15, decayPerSecond: 0.5});
    counter.fill(0);

    expect(counter.waitMs(0, 1)).toBe(2_000);
  });
});
