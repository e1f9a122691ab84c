import type {ExchangeMode} from '../engine/events.ts';

/** When a fault strikes: at the nth call of a name, at the nth frame of a channel, after a time, or at once. */
export type Trigger = {
  /** REST call or socket method, such as `AddOrder` or `add_order`. */
  readonly call?: string;
  /** Which call or frame from the adding of the fault on, from 1. */
  readonly occurrence?: number;
  /** How many of them in a row. */
  readonly times?: number;
  /** For faults that need no call: ms after the adding; 0 is at once. */
  readonly afterMs?: number;
};

/** What happens to one call. `reset` cuts the connection, `hang` says nothing for ever. */
export type CallFault =
  | {readonly name: 'drop-request'; readonly how: 'reset' | 'hang'}
  | {readonly name: 'drop-ack'; readonly how: 'reset' | 'hang'}
  | {readonly name: 'bad-gateway'; readonly reaches: boolean}
  | {readonly name: 'delay'; readonly forMs: number; readonly where: 'before' | 'after'}
  | {readonly name: 'early-events'}
  | {readonly name: 'rate-limit'}
  | {readonly name: 'refuse'; readonly error: string}
  | {readonly name: 'amnesia'; readonly forMs: number};

/** What happens to one frame of a stream. */
export type FrameFault =
  | {readonly name: 'duplicate-execution'}
  | {readonly name: 'sequence-gap'; readonly channel: 'executions' | 'balances'}
  | {readonly name: 'checksum-error'}
  | {readonly name: 'trade-gap'};

/** What happens to the whole venue. */
export type VenueFault =
  | {readonly name: 'disconnect'; readonly sockets: 'public' | 'private' | 'all'}
  | {readonly name: 'silence'; readonly forMs: number; readonly pongs: boolean}
  | {readonly name: 'channel-stall'; readonly channel: string; readonly forMs: number}
  | {readonly name: 'token-expiry'}
  | {readonly name: 'clock-skew'; readonly byMs: number}
  | {readonly name: 'maintenance'; readonly mode: Exclude<ExchangeMode, 'online'>; readonly forMs: number}
  | {readonly name: 'burst'; readonly symbol: string; readonly trades: number};

export type Fault = Trigger & (CallFault | FrameFault | VenueFault);
export type FaultName = Fault['name'];

/** Streams of which single frames can go wrong. */
export type FrameKind = 'fill' | 'executions' | 'balances' | 'book' | 'trade';
