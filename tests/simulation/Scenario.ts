import type {Fault} from '../../brokers/simulator/faults/Fault.ts';

/** The moments of one order's way at which a process can die: decided, appended, durable, written to the socket, answered, answer appended, filled. */
export const CRASH_POINTS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number] | 'now';

export type NetworkFault =
  /** The connection is cut, and both ends hear of it. */
  | {readonly name: 'reset'; readonly socket: SocketChoice}
  /** The connection stays up and carries nothing any more. */
  | {readonly name: 'half-open'; readonly socket: SocketChoice; readonly direction: 'toVenue' | 'toBot' | 'both'}
  | {readonly name: 'slow'; readonly forMs: number; readonly byMs: number}
  /** Nothing comes through and nobody can connect. */
  | {readonly name: 'outage'; readonly forMs: number}
  /** The next HTTP request, or its answer, is lost. */
  | {readonly name: 'http-lost'; readonly where: 'before' | 'after'; readonly how: 'reset' | 'hang'};
export type SocketChoice = 'public' | 'private' | 'all';

export type DiskFault =
  | {readonly name: 'write-fails' | 'datasync-fails'}
  | {readonly name: 'slow'; readonly forMs: number; readonly byMs: number};

export type ProcessFault =
  /** `power` takes what was not synced, or leaves a torn part of it; `process` leaves the page cache. */
  | {
      readonly name: 'crash';
      readonly point: CrashPoint;
      readonly loss: 'process' | 'power';
      readonly keeps: number;
      readonly downMs: number;
    }
  /** SIGSTOP and SIGCONT. */
  | {readonly name: 'pause'; readonly forMs: number};

/** One thing that goes wrong, at its moment, ms since the beginning; `id` numbers it within its kind. */
export type PlannedFault = {readonly id: string; readonly at: number} & (
  | {readonly room: 'venue'; readonly fault: Fault}
  | {readonly room: 'network'; readonly fault: NetworkFault}
  | {readonly room: 'disk'; readonly fault: DiskFault}
  | {readonly room: 'process'; readonly fault: ProcessFault}
  | {readonly room: 'clock'; readonly fault: {readonly name: 'jump'; readonly byMs: number}}
  | {readonly room: 'operator'; readonly fault: {readonly name: 'halt' | 'resume' | 'flatten'}}
);

/** A whole simulated world before it begins: plain data, so that a failure can be kept in a file and played again. */
export type Scenario = {
  readonly seed: number;
  readonly horizonMs: number;
  /** Wall clock of the beginning, ms UTC. */
  readonly startsAt: number;
  readonly symbol: string;
  /** Trades a second in quiet times. */
  readonly intensity: number;
  readonly openingCash: string;
  readonly tier: 'starter' | 'pro';
  /** The bot's clock against the venue's: ms at the beginning, and ms gained in an hour. */
  readonly clock: {readonly skewMs: number; readonly driftMs: number};
  /** One way, ms: least and most. */
  readonly latency: readonly [number, number];
  readonly mind: {readonly entryShare: number};
  /** Whether it adds to what it holds. */
  readonly stacking: boolean;
  readonly maxPositionShare: number;
  readonly faults: readonly PlannedFault[];
};
