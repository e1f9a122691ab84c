import type {FaultName} from './Fault.ts';

type Rule = {
  readonly kind: 'call' | 'frame' | 'venue';
  /** JSON Schema of what the fault needs beside its trigger. */
  readonly needs: Readonly<Record<string, object>>;
};

const MS = {type: 'integer', minimum: 1, maximum: 86_400_000};
const HOW = {enum: ['reset', 'hang']};

/** The faults that there are, and what each needs to be told. */
export const FAULT_RULES: Readonly<Record<FaultName, Rule>> = {
  'drop-request': {kind: 'call', needs: {how: HOW}},
  'drop-ack': {kind: 'call', needs: {how: HOW}},
  'bad-gateway': {kind: 'call', needs: {reaches: {type: 'boolean'}}},
  delay: {kind: 'call', needs: {forMs: MS, where: {enum: ['before', 'after']}}},
  'early-events': {kind: 'call', needs: {}},
  'rate-limit': {kind: 'call', needs: {}},
  refuse: {kind: 'call', needs: {error: {type: 'string', minLength: 1}}},
  amnesia: {kind: 'call', needs: {forMs: MS}},
  'duplicate-execution': {kind: 'frame', needs: {}},
  'sequence-gap': {kind: 'frame', needs: {channel: {enum: ['executions', 'balances']}}},
  'checksum-error': {kind: 'frame', needs: {}},
  'trade-gap': {kind: 'frame', needs: {}},
  disconnect: {kind: 'venue', needs: {sockets: {enum: ['public', 'private', 'all']}}},
  silence: {kind: 'venue', needs: {forMs: MS, pongs: {type: 'boolean'}}},
  'channel-stall': {
    kind: 'venue',
    needs: {channel: {enum: ['trade', 'book', 'ticker', 'ohlc', 'executions', 'balances', 'heartbeat']}, forMs: MS},
  },
  'token-expiry': {kind: 'venue', needs: {}},
  'clock-skew': {kind: 'venue', needs: {byMs: {type: 'integer', minimum: -86_400_000, maximum: 86_400_000}}},
  maintenance: {
    kind: 'venue',
    needs: {mode: {enum: ['maintenance', 'cancel_only', 'post_only', 'limit_only']}, forMs: MS},
  },
  burst: {
    kind: 'venue',
    needs: {symbol: {type: 'string'}, trades: {type: 'integer', minimum: 1, maximum: 100_000}},
  },
};

/** What every fault may say of its moment. */
export const TRIGGER_SCHEMA = {
  call: {type: 'string', minLength: 1},
  occurrence: {type: 'integer', minimum: 1},
  times: {type: 'integer', minimum: 1},
  afterMs: {type: 'integer', minimum: 0},
} as const;
