import {createHash} from 'node:crypto';
import type {Parts} from './Life.ts';
import type {Violation} from './oracle/Verdict.ts';
import type {Scenario} from './Scenario.ts';
import {World} from './World.ts';

export type RunReport = {
  readonly seed: number;
  /** Over every byte of the journal, every execution at the venue, and the number of events. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly events: number;
  readonly simulatedMs: number;
  readonly crashes: number;
  readonly orders: number;
  readonly fills: number;
  readonly lines: number;
  /** Times that the feed was called lost. */
  readonly feedLosses: number;
  readonly faults: Readonly<Record<string, number>>;
};

/** Time without faults, and with a process, in which everything must come together again. */
const LIVENESS_MS = 120_000;
/** The same where the venue forgot an order that it had accepted: a protective one is doubted for five minutes, and then asked for twice. */
const AMNESIA_MS = 480_000;
/** Within the last part of it, so often is asked. */
const CONVERGE_CHECK_MS = 250;
const CONVERGE_FROM_MS = 90_000;

/** The world of the run at hand: what fails outside every promise belongs to it. */
let current: World | null = null;

process.on('unhandledRejection', error => {
  if (current === null) throw error;
  current.fail(error);
});

/** Plays one scenario to its end: first the faults, with every promise checked after every step, then a calm in which all must converge. */
export const runScenario = async (scenario: Scenario, parts?: Parts): Promise<RunReport> => {
  const world = new World(scenario, parts);
  current = world;
  try {
    await playThrough(world, scenario.horizonMs);

    return reportOf(scenario, world);
  } finally {
    current = null;
  }
};

/** An error that nobody catches would end the process: no bot may come to that. */
const playThrough = async (world: World, horizonMs: number): Promise<void> => {
  const {verdict} = world.oracle;
  try {
    await world.schedule.run(horizonMs, () => verdict.isClean);
    if (verdict.isClean) await calmDown(world, horizonMs);
    if (verdict.isClean) world.endLife();
  } catch (error) {
    world.fail(error);
  }
};

const calmDown = async (world: World, faultsEnd: number): Promise<void> => {
  const {schedule, oracle, struck} = world;
  const {verdict} = oracle;
  world.heal();
  const from = Math.max(faultsEnd, world.bootsAt);
  const calmMs = struck.has('venue amnesia') ? AMNESIA_MS : LIVENESS_MS;
  const end = from + calmMs;
  await schedule.run(from + CONVERGE_FROM_MS, () => verdict.isClean);
  let missing: string | null = 'not asked yet';
  for (let at = schedule.now; at <= end && verdict.isClean && missing !== null; at += CONVERGE_CHECK_MS) {
    await schedule.run(at, () => verdict.isClean);
    const {life} = world;
    missing = life === null || !world.isRunning ? 'the bot is not running' : oracle.missing(life.engine.state);
  }
  if (verdict.isClean && missing !== null)
    verdict.broken('LIVENESS', `after ${calmMs / 1_000} s without faults: ${missing}`);
};

const reportOf = ({seed}: Scenario, world: World): RunReport => {
  const {schedule, oracle, struck, crashes} = world;
  const {truth, durable, verdict} = oracle;
  const hash = createHash('sha256');
  for (const bytes of world.journal()) hash.update(bytes);
  for (const {id, clientOrderId, price, quantity, time} of truth.executions.values())
    hash.update(`${id} ${clientOrderId} ${price} ${quantity} ${time}\n`);
  hash.update(`${schedule.events} ${verdict.violations.map(({text}) => text).join('\n')}`);

  return {
    seed,
    hash: hash.digest('hex'),
    violations: verdict.violations,
    events: schedule.events,
    simulatedMs: schedule.now,
    crashes,
    orders: truth.orders.size,
    fills: truth.executions.size,
    lines: durable.count,
    feedLosses: durable.feedLosses,
    faults: Object.fromEntries([...struck].sort()),
  };
};
