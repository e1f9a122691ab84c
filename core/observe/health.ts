import {accountTrouble} from '../domain/sentences.ts';
import type {State} from '../kernel/State.ts';
import type {HealthReport} from '../server/protocol.ts';

export type HealthFacts = {
  readonly state: Readonly<State>;
  readonly version: string;
  readonly uptimeMs: number;
  readonly identity: {
    readonly name: string;
    readonly mode: 'paper' | 'live';
    readonly simulated: boolean;
    readonly speed: number | null;
  };
  /** Age of the data of each market, real ms; null before the first. */
  readonly feedAgeMs: Readonly<Record<string, number | null>>;
  readonly maxFeedAgeMs: number;
  readonly nakedMs: number;
  readonly maxNakedMs: number;
  readonly journalError: string | null;
  readonly p99Ms: number;
  readonly maxP99Ms: number;
  readonly heapUsedBytes: number;
  readonly maxHeapUsedBytes: number;
  readonly shapes: number;
};

/** Says from measured facts whether the bot can do its work: down without journal or feed, degraded when something is off. */
export const healthOf = (facts: HealthFacts): HealthReport => {
  const checks = checksOf(facts);
  const isDown = !checks.journal.ok || !checks.feed.ok;
  const {worker: _worker, ...needed} = checks;
  const isOk = Object.values(needed).every(check => check.ok);
  const {identity, version, uptimeMs, state} = facts;

  return {
    status: isDown ? 'down' : isOk ? 'ok' : 'degraded',
    mode: identity.mode,
    venue: identity.name,
    simulated: identity.simulated,
    version,
    uptimeMs,
    seq: state.seq,
    checks,
  };
};

const checksOf = (facts: HealthFacts): HealthReport['checks'] => {
  const {state, journalError, p99Ms, maxP99Ms, heapUsedBytes, maxHeapUsedBytes, shapes} = facts;
  const reconciled = state.run?.isReconciled === true;
  const trouble = accountTrouble(state.account);
  const ageMs = oldest(facts.feedAgeMs);
  const isPaced = facts.identity.speed !== null;
  const isFresh = !isPaced || (ageMs !== null && ageMs <= facts.maxFeedAgeMs);

  return {
    feed: {ok: isFresh && noneLost(state), ageMs},
    journal: journalError === null ? {ok: true} : {ok: false, reason: journalError},
    broker: {ok: reconciled, reconciled, ...(trouble === null ? {} : {reason: trouble})},
    protection: {ok: facts.nakedMs <= facts.maxNakedMs, nakedMs: Math.round(facts.nakedMs)},
    loop: {ok: p99Ms <= maxP99Ms, p99Ms},
    memory: {ok: heapUsedBytes <= maxHeapUsedBytes, heapUsedBytes},
    patternMemory: {ok: state.run?.patternMemory !== 'unreadable', shapes},
    worker: {ok: true, configured: false},
  };
};

const noneLost = (state: Readonly<State>): boolean =>
  [...state.markets.values()].every(market => market.feed !== 'lost');

/** The market that was silent longest; null while one has not spoken at all. */
const oldest = (ages: Readonly<Record<string, number | null>>): number | null => {
  const values = Object.values(ages);
  if (values.length === 0 || values.includes(null)) return null;

  return Math.round(Math.max(...values.map(age => age ?? 0)));
};
