import type {IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import {cannot, faultContract} from '../contracts/faultContract.ts';
import {bar, MARGIN, MINUTE, SPOT, usd} from '../matching/orders.ts';
import {ScriptedMarket} from '../matching/ScriptedMarket.ts';
import {withWaits} from '../support/withWaits.ts';

const HISTORY = [0, 1, 2, 3].map(index => bar(index, 100, 101, 99, 100));
const {symbol} = SPOT;
const IN_PROCESS = cannot('it lives in this process: between order and answer there is nothing that could fail');
const NO_SOCKET = cannot('it opens no socket: its prices come from a market source with watchdogs of its own');

faultContract({
  name: 'PaperBroker',
  open: async () => {
    const source = new ScriptedMarket([MARGIN, SPOT], HISTORY, 4 * MINUTE);
    const open = (): PaperBroker => new PaperBroker({source, balances: usd('10000')});
    const adapter = open();
    let present: IBrokerAdapter = adapter;
    const move = (price: number, quantity: number): Promise<void> => source.trade(symbol, price, quantity, 1_000);

    return {
      adapter,
      symbol,
      move,
      pass: async () => {},
      strike: () => {},
      burst: async trades => {
        for (let count = 0; count < trades; count += 1) await move(100, 1);
      },
      trueOrders: async clientOrderId => {
        const {executions, openOrders} = await present.account();
        const ids = [...executions, ...openOrders.map(({intent}) => intent)].map(each => each.clientOrderId);

        return new Set(ids.filter(id => id === clientOrderId)).size;
      },
      trueExecutions: async () => (await present.account()).executions.map(({executionId}) => executionId),
      connects: 0,
      restart: ({orders}) => {
        const again = open();
        present = again;

        return {
          ...withWaits(again, promise => promise),
          markets: async symbols => {
            const specs = await again.markets(symbols);
            const unacknowledged = orders.map(({intent}) => intent);
            again.restore({balances: usd('10000'), holdings: [], openOrders: [], unacknowledged});

            return specs;
          },
        };
      },
      close: () => {},
    };
  },
  plan: {
    'ack lost by reset': IN_PROCESS,
    'ack lost by hang': IN_PROCESS,
    'ack lost with the socket': IN_PROCESS,
    'disconnect in flight': IN_PROCESS,
    'fills while down': cannot('nobody trades while it is down: bars that passed are lived through at the restart'),
    'duplicate execution': cannot('it makes each execution itself, once, and tells it by a call'),
    'out-of-order ack': IN_PROCESS,
    'sequence gap': NO_SOCKET,
    'checksum error': NO_SOCKET,
    silence: NO_SOCKET,
    'channel stall': NO_SOCKET,
    'token expiry': cannot('it knows no key and no token, because paper can never sign'),
    nonce: cannot('it knows no key and no nonce, because paper can never sign'),
    'clock skew': cannot('its clock is the clock of its market'),
    'rate limit': cannot('nobody limits how often a process may call itself'),
    'dead-man expiry': cannot('orders die with their process, or live on in its journal'),
    burst: [],
    'reconnect storm': NO_SOCKET,
    'restart with an unknown order': [],
  },
});
