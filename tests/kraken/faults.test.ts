import {faultContract} from '../contracts/faultContract.ts';
import {virtualBench} from './virtualBench.ts';
import {VirtualKraken} from './VirtualKraken.ts';

const ADD = 'add_order';

faultContract({
  name: 'KrakenBroker over the simulated exchange',
  open: async options => {
    const venue = new VirtualKraken(options);
    venue.move(100, 1);

    return virtualBench(venue, venue.krakenBroker(), venue.krakenBroker());
  },
  plan: {
    'ack lost by reset': [{name: 'drop-ack', how: 'reset', call: ADD}],
    'ack lost by hang': [{name: 'drop-ack', how: 'hang', call: ADD}],
    'ack lost with the socket': [
      {name: 'delay', forMs: 1_000, where: 'after', call: ADD},
      {name: 'disconnect', sockets: 'private', call: ADD},
    ],
    'disconnect in flight': [{name: 'disconnect', sockets: 'all', call: ADD}],
    'fills while down': [{name: 'disconnect', sockets: 'private', afterMs: 0}],
    'duplicate execution': [{name: 'duplicate-execution'}],
    'out-of-order ack': [{name: 'early-events', call: ADD}],
    'sequence gap': [{name: 'sequence-gap', channel: 'executions'}],
    'checksum error': [{name: 'checksum-error'}],
    silence: [{name: 'silence', forMs: 30_000, pongs: false, afterMs: 0}],
    'channel stall': [{name: 'channel-stall', channel: 'trade', forMs: 60_000, afterMs: 0}],
    'token expiry': [{name: 'token-expiry', afterMs: 0}],
    nonce: [{name: 'refuse', error: 'EAPI:Invalid nonce', call: 'OpenOrders'}],
    'clock skew': [],
    'rate limit': [{name: 'rate-limit', call: ADD}],
    'dead-man expiry': [{name: 'drop-request', how: 'hang', call: 'cancel_all_orders_after', times: 20}],
    burst: [],
    'reconnect storm': [{name: 'disconnect', sockets: 'all', afterMs: 0}],
    'restart with an unknown order': [{name: 'drop-ack', how: 'reset', call: ADD}],
  },
});
