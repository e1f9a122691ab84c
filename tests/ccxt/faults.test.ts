import {cannot, faultContract} from '../contracts/faultContract.ts';
import {virtualBench} from '../kraken/virtualBench.ts';
import {VirtualKraken} from '../kraken/VirtualKraken.ts';
import {openAdapter} from './openAdapter.ts';

const ADD = 'AddOrder';
const NO_SOCKET = cannot('it opens no socket: every answer is asked for over REST');

faultContract({
  name: 'CcxtBrokerAdapter over the simulated exchange',
  open: async options => {
    const venue = new VirtualKraken(options);
    venue.move(100, 1);

    return virtualBench(venue, await openAdapter(venue), await openAdapter(venue));
  },
  plan: {
    'ack lost by reset': [{name: 'drop-ack', how: 'reset', call: ADD}],
    'ack lost by hang': [{name: 'drop-ack', how: 'hang', call: ADD}],
    'ack lost with the socket': NO_SOCKET,
    'disconnect in flight': [{name: 'drop-request', how: 'reset', call: ADD}],
    'fills while down': ['OpenOrders', 'Trades'].map(call => ({
      name: 'bad-gateway',
      reaches: false,
      call,
      times: 6,
    })),
    // Every look gives every fill again.
    'duplicate execution': [],
    'out-of-order ack': [{name: 'delay', forMs: 15_000, where: 'after', call: ADD}],
    'sequence gap': cannot('answers have no sequence numbers: each look gives the whole list'),
    'checksum error': cannot('it keeps no book, and so none can be wrong'),
    silence: [{name: 'drop-request', how: 'hang', call: 'Trades', times: 2}],
    'channel stall': NO_SOCKET,
    'token expiry': cannot('it signs every call with the key itself, and no token can run out'),
    nonce: [{name: 'refuse', error: 'EAPI:Invalid nonce', call: 'OpenOrders'}],
    'clock skew': [],
    'rate limit': [{name: 'rate-limit', call: ADD}],
    'dead-man expiry': cannot('it arms no dead-man switch, and says so in its capabilities'),
    burst: [],
    'reconnect storm': NO_SOCKET,
    'restart with an unknown order': [{name: 'drop-ack', how: 'reset', call: ADD}],
  },
});
