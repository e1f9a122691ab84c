import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import {Chance, type ChanceStream} from './Chance.ts';
import {
  CRASH_POINTS,
  type DiskFault,
  type NetworkFault,
  type PlannedFault,
  type ProcessFault,
  type Scenario,
} from './Scenario.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const YEAR_BEGINS = 1_735_689_600_000;
const SYMBOLS = ['BTC/USD', 'ETH/USD', 'SOL/USD'] as const;
const MINUTE_MS = 60_000;
/** Share of the seeds in which a class of faults happens at all. */
const CLASS_SHARE = 0.6;
/** The most faults of one class in an hour. */
const MOST_PER_HOUR = 14;

type Draft = PlannedFault extends infer Each ? (Each extends PlannedFault ? Omit<Each, 'id' | 'at'> : never) : never;

/** What the seed stands for: market, account, latency, and a mix of faults of its own, since an even mix hides bugs. */
export const drawScenario = (seed: number, horizonMs: number): Scenario => {
  const chance = new Chance(seed);
  const world = chance.stream('world');
  const skews = world.isTrue(0.25);

  return {
    seed,
    horizonMs,
    startsAt: YEAR_BEGINS + Math.floor(world.next() * 365 * DAY_MS),
    symbol: world.pick(SYMBOLS),
    intensity: round(world.between(0.03, 0.2)),
    openingCash: world.pick(['20000', '200000', '1000000']),
    tier: world.pick(['starter', 'pro'] as const),
    clock: skews
      ? {skewMs: world.whole(-10, 10) * MINUTE_MS, driftMs: world.whole(-900, 900)}
      : {skewMs: world.whole(-400, 400), driftMs: 0},
    latency: [world.whole(1, 20), world.whole(21, 180)],
    mind: {entryShare: round(world.between(0.3, 1))},
    stacking: world.isTrue(0.5),
    maxPositionShare: round(world.between(0.1, 0.9)),
    faults: drawFaults(chance, horizonMs),
  };
};

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

const drawFaults = (chance: Chance, horizonMs: number): readonly PlannedFault[] => {
  const faults = Object.entries(CLASSES).flatMap(([name, draw]) => {
    const stream = chance.stream('faults', name);
    if (!stream.isTrue(CLASS_SHARE)) return [];
    const count = Math.ceil((stream.whole(1, MOST_PER_HOUR) * horizonMs) / HOUR_MS);

    return Array.from({length: count}, (_, index): PlannedFault => {
      const one = chance.stream('fault', name, index);
      const at = Math.floor(one.next() * horizonMs);

      return {id: `${name}#${index + 1}`, at, ...draw(one, horizonMs - at)};
    });
  });

  return faults.sort((a, b) => a.at - b.at);
};

/** A length of time that ends before the faults do. */
const lasting = (stream: ChanceStream, most: number, left: number): number =>
  Math.max(1, Math.min(left, Math.floor(stream.next() ** 2 * most)));

const ORDER_CALLS = ['add_order', 'cancel_order', 'amend_order'] as const;
const QUERIES = ['OpenOrders', 'ClosedOrders', 'TradesHistory', 'BalanceEx', 'GetWebSocketsToken', 'Trades'] as const;

const drawCallFault = (stream: ChanceStream, left: number): Fault => {
  const call = stream.pick(ORDER_CALLS);
  const how = stream.pick(['reset', 'hang'] as const);
  switch (stream.whole(0, 7)) {
    case 0:
      return {name: 'drop-request', call, how};
    case 1:
      return {name: 'drop-ack', call, how};
    case 2:
      return {
        name: 'delay',
        call,
        forMs: lasting(stream, 15_000, left),
        where: stream.pick(['before', 'after'] as const),
      };
    case 3:
      return {name: 'early-events', call};
    case 4:
      return {name: 'rate-limit', call, times: stream.whole(1, 3)};
    case 5:
      return {
        name: 'refuse',
        call,
        error: stream.pick(['EService:Unavailable', 'EGeneral:Internal error', 'EOrder:Insufficient funds']),
      };
    case 6:
      return {name: 'amnesia', call: 'add_order', forMs: lasting(stream, 60_000, left)};
    default:
      return {name: 'bad-gateway', call: stream.pick(QUERIES), reaches: stream.isTrue(0.5), times: stream.whole(1, 4)};
  }
};

const drawFrameFault = (stream: ChanceStream): Fault =>
  stream.pick([
    {name: 'duplicate-execution'},
    {name: 'sequence-gap', channel: 'executions'},
    {name: 'sequence-gap', channel: 'balances'},
    {name: 'checksum-error'},
    {name: 'trade-gap'},
  ] as const);

const drawVenueFault = (stream: ChanceStream, left: number): Fault => {
  switch (stream.whole(0, 5)) {
    case 0:
      return {name: 'disconnect', sockets: stream.pick(['public', 'private', 'all'] as const)};
    case 1:
      return {name: 'silence', forMs: lasting(stream, 90_000, left), pongs: stream.isTrue(0.5)};
    case 2:
      return {
        name: 'channel-stall',
        channel: stream.pick(['trade', 'book', 'ticker', 'executions', 'heartbeat']),
        forMs: lasting(stream, 120_000, left),
      };
    case 3:
      return {name: 'token-expiry'};
    case 4:
      return {name: 'clock-skew', byMs: stream.whole(-400, 400)};
    default:
      return {
        name: 'maintenance',
        mode: stream.pick(['maintenance', 'cancel_only', 'post_only', 'limit_only'] as const),
        forMs: lasting(stream, 300_000, left),
      };
  }
};

const drawNetworkFault = (stream: ChanceStream, left: number): NetworkFault => {
  const socket = stream.pick(['public', 'private', 'all'] as const);
  switch (stream.whole(0, 4)) {
    case 0:
      return {name: 'reset', socket};
    case 1:
      return {name: 'half-open', socket, direction: stream.pick(['toVenue', 'toBot', 'both'] as const)};
    case 2:
      return {name: 'slow', forMs: lasting(stream, 60_000, left), byMs: stream.whole(100, 4_000)};
    case 3:
      return {name: 'outage', forMs: lasting(stream, 180_000, left)};
    default:
      return {
        name: 'http-lost',
        where: stream.pick(['before', 'after'] as const),
        how: stream.pick(['reset', 'hang'] as const),
      };
  }
};

const drawDiskFault = (stream: ChanceStream, left: number): DiskFault => {
  const draw = stream.next();
  if (draw < 0.15) return {name: 'write-fails'};
  if (draw < 0.3) return {name: 'datasync-fails'};

  return {name: 'slow', forMs: lasting(stream, 60_000, left), byMs: stream.whole(5, 1_500)};
};

const drawCrash = (stream: ChanceStream): ProcessFault => ({
  name: 'crash',
  point: stream.isTrue(0.2) ? 'now' : stream.pick(CRASH_POINTS),
  loss: stream.pick(['process', 'power'] as const),
  keeps: round(stream.next()),
  downMs: Math.floor(200 + stream.next() ** 3 * 120_000),
});

const CLASSES: Readonly<Record<string, (stream: ChanceStream, left: number) => Draft>> = {
  'venue call': (stream, left) => ({room: 'venue', fault: drawCallFault(stream, left)}),
  'venue frame': stream => ({room: 'venue', fault: drawFrameFault(stream)}),
  venue: (stream, left) => ({room: 'venue', fault: drawVenueFault(stream, left)}),
  network: (stream, left) => ({room: 'network', fault: drawNetworkFault(stream, left)}),
  disk: (stream, left) => ({room: 'disk', fault: drawDiskFault(stream, left)}),
  crash: stream => ({room: 'process', fault: drawCrash(stream)}),
  pause: (stream, left) => ({room: 'process', fault: {name: 'pause', forMs: lasting(stream, 60_000, left)}}),
  clock: stream => ({room: 'clock', fault: {name: 'jump', byMs: stream.whole(-2_000, 2_000)}}),
  operator: stream => ({
    room: 'operator',
    fault: {name: stream.pick(['halt', 'resume', 'flatten', 'resume'] as const)},
  }),
};
