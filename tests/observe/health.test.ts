import {describe, expect, test} from 'vitest';
import {type HealthFacts, healthOf} from '../../core/observe/health.ts';
import {SYMBOL} from '../support/accounts.ts';
import {KernelWorld} from '../support/kernelWorld.ts';

/** A bot that trades well, save for what the test changes. */
const facts = (change: Partial<HealthFacts> = {}): HealthFacts => {
  const world = new KernelWorld();
  world.candle(100);

  return {
    state: world.state,
    version: '0.1.0',
    uptimeMs: 1_000,
    identity: {name: 'sim', mode: 'paper', simulated: true, speed: 60},
    feedAgeMs: {[SYMBOL]: 12.4},
    maxFeedAgeMs: 15_000,
    nakedMs: 0,
    maxNakedMs: 5_000,
    journalError: null,
    p99Ms: 2,
    maxP99Ms: 100,
    heapUsedBytes: 10,
    maxHeapUsedBytes: 100,
    shapes: 3,
    ...change,
  };
};

const lostFeed = (): HealthFacts => {
  const world = new KernelWorld();
  world.take({type: 'FeedLost', data: {symbol: SYMBOL, reason: 'silent', ageMs: 20_000}});

  return facts({state: world.state});
};

const fullSpeed = {name: 'replay', mode: 'paper', simulated: false, speed: null} as const;

describe('health is measured', () => {
  test('ok says who trades where, and the age in whole milliseconds', () => {
    const seq = facts().state.seq;
    expect(healthOf(facts())).toMatchObject({status: 'ok', mode: 'paper', venue: 'sim', simulated: true, seq});
    expect(healthOf(facts()).checks.feed).toEqual({ok: true, ageMs: 12});
  });

  test.each([
    ['a journal that cannot be written', facts({journalError: 'disk full'}), 'journal'],
    ['a feed that is too old', facts({feedAgeMs: {[SYMBOL]: 15_001}}), 'feed'],
    ['one old market among fresh ones', facts({feedAgeMs: {[SYMBOL]: 1, 'ETH/USD': 15_001}}), 'feed'],
    ['a market that never spoke', facts({feedAgeMs: {[SYMBOL]: null}}), 'feed'],
    ['a feed that was called lost', lostFeed(), 'feed'],
  ] as const)('%s is down', (_name, given, check) => {
    const report = healthOf(given);
    expect(report.status).toBe('down');
    expect(report.checks[check].ok).toBe(false);
  });

  test.each([
    ['a venue that was not reconciled', facts({state: new KernelWorld({isReconciled: false}).state}), 'broker'],
    ['a position without protection', facts({nakedMs: 5_001}), 'protection'],
    ['a late loop', facts({p99Ms: 101}), 'loop'],
    ['a large heap', facts({heapUsedBytes: 101}), 'memory'],
  ] as const)('%s is degraded', (_name, given, check) => {
    const report = healthOf(given);
    expect(report.status).toBe('degraded');
    expect(report.checks[check].ok).toBe(false);
  });

  test('a venue that differs is named with what differs', () => {
    const world = new KernelWorld();
    const differences = ['cash in USD is 1 here and 2 at the venue'];
    world.take({type: 'AccountDiffered', data: {differences, persists: false}});
    const {broker} = healthOf(facts({state: world.state})).checks;

    expect(broker).toEqual({ok: false, reconciled: false, reason: differences[0]});
  });

  test('a market as fast as possible has no age to be judged by', () => {
    expect(healthOf(facts({identity: fullSpeed, feedAgeMs: {[SYMBOL]: null}})).status).toBe('ok');
  });
});
