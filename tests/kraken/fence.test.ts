import {expect, it} from 'vitest';
import type {AccountReport} from '../../brokers/IBrokerAdapter.ts';
import {KrakenBroker} from '../../brokers/kraken/KrakenBroker.ts';
import {type Fence, fenceHttp, fenceSockets} from '../../brokers/net/fence.ts';
import type {OpenSocket} from '../../brokers/net/Socket.ts';
import type {SendHttp} from '../../brokers/net/sendHttp.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {intent} from '../matching/orders.ts';
import {VirtualKraken} from './VirtualKraken.ts';

const SYMBOL = 'SOL/USD';

class Listener extends RecordingListener {
  readonly account: AccountReport[] = [];

  onAccount(report: AccountReport): void {
    this.account.push(report);
  }
}

/** A right that the test gives and takes, as another process would: without a word. */
class Right implements Fence {
  readonly reason = 'another bot trades on it';
  isGiven = true;
  readonly #listeners: ((reason: string) => void)[] = [];

  isHeld(): boolean {
    if (!this.isGiven) for (const listener of this.#listeners) listener(this.reason);

    return this.isGiven;
  }

  onLost(listener: (reason: string) => void): void {
    this.#listeners.push(listener);
  }
}

const order = (clientOrderId: string): OrderIntent =>
  intent(clientOrderId, {symbol: SYMBOL, type: 'limit', limitPrice: '95'});

/** The real adapter behind a fence, with everything private that passed it. */
const open = async () => {
  const venue = new VirtualKraken();
  const right = new Right();
  const heard = new Listener();
  const passed: string[] = [];
  const openPrivate: OpenSocket = (url, events) => {
    const socket = venue.openSocket(url, events);

    return {
      ...socket,
      send: text => {
        passed.push(text);
        socket.send(text);
      },
    };
  };
  const sendSigned: SendHttp = request => {
    if (request.url.includes('/private/')) passed.push(request.url);

    return venue.sendHttp(request);
  };
  const fenced = fenceSockets(openPrivate, right);
  const broker = new KrakenBroker({
    credentials: venue.credentials,
    simulated: {speed: 1},
    edge: {
      ...venue.time,
      random: () => 0.5,
      tier: 'pro',
      urls: venue.urls,
      openSocket: (url, events) => (url === venue.urls.privateSocket ? fenced : venue.openSocket)(url, events),
      sendHttp: fenceHttp(sendSigned, right, url => url.includes('/private/')),
    },
  });
  venue.move(100, 1);
  await venue.time.during(broker.markets([SYMBOL]));
  await venue.time.during(broker.connect(heard));
  await venue.time.during(broker.start());
  broker.submit(order('a'));
  await venue.time.advance(1_000);

  return {venue, right, heard, passed, broker};
};

it('without the right to the account not one private byte leaves: no order, no cancel, no question, no dead-man refresh', async () => {
  const {venue, right, heard, passed, broker} = await open();
  right.isGiven = false;
  const before = passed.length;
  broker.submit(order('b'));
  broker.cancel('a');
  broker.amend('a', '0.5');
  await venue.time.advance(50_000);
  await expect(venue.time.during(broker.account())).rejects.toThrow('another bot trades on it');

  expect(passed.slice(before)).toEqual([]);
  expect(venue.trueOrders('b')).toBe(0);
  expect(heard.account.at(-1)).toEqual({
    kind: 'lost',
    reason: expect.stringContaining('another bot trades on it'),
  });
});

it('prices go on without it', async () => {
  const {venue, right, heard} = await open();
  right.isGiven = false;
  await venue.time.advance(10_000);
  venue.move(101, 1);
  await venue.time.advance(1_000);

  expect(heard.trades.at(-1)?.price).toBe(101);
});

it('with the right again it first hears what happened meanwhile, and then goes on', async () => {
  const {venue, right, heard, broker} = await open();
  right.isGiven = false;
  broker.submit(order('b'));
  await venue.time.advance(5_000);
  venue.move(90, 1_000);
  await venue.time.advance(5_000);
  expect(heard.story('a')).toEqual(['accepted']);
  right.isGiven = true;
  await venue.time.until('the account is ready', () => heard.account.at(-1)?.kind === 'ready');

  expect(heard.filled('a')).toBe('1');
  await venue.time.until('the order that never left is known to be none', () => heard.story('b').includes('absent'));
  broker.submit(order('c'));
  await venue.time.advance(1_000);
  expect(heard.story('c')[0]).toBe('accepted');
  expect(venue.trueOrders('b')).toBe(0);
});
