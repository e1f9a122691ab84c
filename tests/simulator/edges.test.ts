import {describe, expect, it} from 'vitest';
import {Account} from '../../brokers/simulator/engine/Account.ts';
import type {OrderBook} from '../../brokers/simulator/engine/OrderBook.ts';
import {Keys, signCall} from '../../brokers/simulator/dialects/kraken/Keys.ts';
import {BookView} from '../../brokers/simulator/dialects/kraken/streams/BookView.ts';
import {encode} from '../../brokers/simulator/dialects/kraken/numberText.ts';
import {TOKEN_LIFE_MS, Tokens} from '../../brokers/simulator/dialects/kraken/Tokens.ts';
import {CandleSeries} from '../../brokers/simulator/tape/CandleSeries.ts';
import {defineInstrument} from '../../brokers/simulator/instruments.ts';
import {toText, ZERO} from '../../core/domain/Decimal.ts';
import {d, openWorld, order, SYMBOL, T0} from './exchangeWorld.ts';

const DAY_MS = 86_400_000;

describe('the last cent', () => {
  it('is enough: many small fees never take more than the order set aside', () => {
    const {exchange, place} = openWorld();
    exchange.openAccount('dan', {USD: d('37.296745102')});
    for (let count = 0; count < 3; count += 1)
      place('bob', order({side: 'sell', limit: '100.3', quantity: '0.12345678'}));
    const whole = order({limit: '100.3', quantity: '0.37037034'});
    expect(place('dan', whole).status).toBe('filled');
    expect(exchange.account('dan').balance('USD')).toBe(0n);
    expect(toText(exchange.truth.order(exchange.truth.orders('dan')[0]?.id ?? '')?.fee ?? ZERO)).toBe('0.1486');
  });

  it('is needed: with a millionth less the order is refused', () => {
    const {exchange} = openWorld();
    exchange.openAccount('dan', {USD: d('37.296744102')});
    const answer = exchange.submit('dan', order({limit: '100.3', quantity: '0.37037034'}), T0);
    expect(answer).toEqual({ok: false, refusal: 'INSUFFICIENT_FUNDS'});
  });
});

it('counts the volume of thirty days and no longer', () => {
  const account = new Account('ann');
  account.countVolume(d('100'), T0);
  expect(account.volumeAt(T0 + 29 * DAY_MS)).toBe(d('100'));
  expect(account.volumeAt(T0 + 30 * DAY_MS)).toBe(0n);
});

describe('Keys', () => {
  const credentials = {apiKey: 'k', apiSecret: 'c2VjcmV0'};
  let nonce = 0;
  const call = (keys: Keys, name: string, time: number): string => {
    nonce += 1;
    const path = `/0/private/${name}`;
    const body = `nonce=${nonce}`;
    const signature = signCall(credentials, path, String(nonce), body);
    return keys.verify({path, body, nonce: String(nonce), apiKey: 'k', signature}, time);
  };
  const open = (): Keys => {
    const keys = new Keys();
    keys.add(credentials, 'ann', {most: 4, decayPerSecond: 0.5});
    return keys;
  };

  it('signs as the documented example says', () => {
    const secret = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
    const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25';
    expect(signCall({apiSecret: secret}, '/0/private/AddOrder', '1616492376594', body)).toBe(
      '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
    );
  });

  it('counts two for history and one for the rest, forgets with time, and leaves orders out', () => {
    const keys = open();
    for (const name of ['ClosedOrders', 'Balance', 'OpenOrders', 'AddOrder', 'CancelOrder'])
      expect(call(keys, name, T0)).toBe('ann');
    expect(() => call(keys, 'Balance', T0)).toThrow('EAPI:Rate limit exceeded');
    expect(() => call(keys, 'TradesHistory', T0 + 2_000)).toThrow('EAPI:Rate limit exceeded');
    expect(call(keys, 'TradesHistory', T0 + 4_000)).toBe('ann');
  });
});

it('lets a token wait for fifteen minutes and no longer', () => {
  const tokens = new Tokens('1');
  const token = tokens.issue('ann', T0);
  expect(tokens.accountOf(token, T0 + TOKEN_LIFE_MS)).toBe('ann');
  expect(tokens.accountOf(token, T0 + TOKEN_LIFE_MS + 1)).toBeNull();
  expect(tokens.accountOf('other', T0)).toBeNull();
});

it('leaves a level that only fell out of the depth to the subscriber', () => {
  const {exchange, place} = openWorld();
  for (let step = 0; step < 10; step += 1) place('ann', order({limit: String(90 - step), quantity: '1'}));
  const book: OrderBook = exchange.book(SYMBOL);
  const view = new BookView(defineInstrument({symbol: SYMBOL, priceDigits: 1}), book, 10);
  place('ann', order({limit: '91', quantity: '1'}));
  expect(encode(view.update()?.bids)).toBe('[{"price":91.0,"qty":1.00000000}]');
  exchange.cancel('ann', {id: exchange.openOrders('ann').find(each => each.limitPrice === d('88'))?.id ?? ''}, T0);
  expect(encode(view.update()?.bids)).toBe('[{"price":88.0,"qty":0.00000000},{"price":81.0,"qty":1.00000000}]');
  expect(view.update()).toBeNull();
});

it('makes longer bars of minutes, and flat minutes where nothing was traded', () => {
  const series = new CandleSeries();
  const start = T0 - (T0 % 300_000);
  const add = (minute: number, price: string): void =>
    series.add({
      symbol: SYMBOL,
      id: 1,
      time: start + minute * 60_000,
      price: d(price),
      quantity: d('1'),
      takerSide: 'buy',
      takerKind: 'market',
    });
  for (const [minute, price] of [
    [0, '10'],
    [0, '14'],
    [1, '8'],
    [4, '11'],
    [5, '12'],
  ] as const)
    add(minute, price);
  const texts = (minutes: number) =>
    series
      .bars(minutes, 10)
      .map(bar =>
        [bar.open, bar.high, bar.low, bar.close, bar.volume].map(toText).concat(String(bar.trades)).join(' '),
      );

  expect(texts(1)).toEqual([
    '10 14 10 14 2 2',
    '8 8 8 8 1 1',
    '8 8 8 8 0 0',
    '8 8 8 8 0 0',
    '11 11 11 11 1 1',
    '12 12 12 12 1 1',
  ]);
  expect(texts(5)).toEqual(['10 14 8 11 4 4', '12 12 12 12 1 1']);
});
