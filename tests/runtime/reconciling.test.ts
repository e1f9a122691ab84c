import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {OrderRequest} from '../../brokers/simulator/engine/orders.ts';
import {add, decimal, toText} from '../../core/domain/Decimal.ts';
import type {AnyEnvelope} from '../../core/domain/Event.ts';
import {SimulatedKraken, SYMBOL, until} from '../kraken/SimulatedKraken.ts';
import {KrakenBot} from '../support/KrakenBot.ts';

const SPEED = 10;

let venue: SimulatedKraken;
let bot: KrakenBot;

beforeEach(async () => {
  venue = await SimulatedKraken.open({speed: SPEED, balances: {USD: '10000', SOL: '3'}});
});

afterEach(async () => {
  if (isReconciled()) expectTruth();
  await bot.stop();
  await venue.close();
});

/** What the books say is what the venue really has, and the inputs alone give the same journal. */
const expectTruth = (): void => {
  const {state} = bot;
  const account = venue.simulator.exchange.account(venue.simulator.account);
  const held = state.positions.get(SYMBOL)?.quantity ?? decimal('0');

  expect(toText(add(state.baseline?.get('SOL') ?? decimal('0'), held))).toBe(toText(account.balance('SOL')));
  expect(toText(state.cash)).toBe(toText(account.balance('USD')));
  if (state.run?.epoch === 1) expect(bot.replayed()).toEqual(bot.lines);
};

const start = async (options: Partial<Parameters<typeof KrakenBot.start>[0]> = {}): Promise<KrakenBot> => {
  bot = await KrakenBot.start({venue, sideAt: bar => (bar === 1 ? 'buy' : null), ...options});

  return bot;
};

const enter = async (): Promise<void> => {
  bot.bar(100);
  await until('it holds something', () => bot.held !== '0');
  await until('its stop rests', () => restingStops() === 1);
};

const restingStops = (): number =>
  [...bot.state.orders.values()].filter(({intent, status}) => intent.purpose === 'stop' && status === 'OPEN').length;

/** An order that a person sends past the bot. */
const byHand = (fields: Partial<OrderRequest>): void => {
  const {exchange, account, now, publish} = venue.simulator;
  const request: OrderRequest = {
    ...{symbol: SYMBOL, side: 'buy', kind: 'limit', quantity: decimal('1'), limitPrice: decimal('50')},
    ...{triggerPrice: null, timeInForce: 'GTC', expiresAt: null, postOnly: false, clientOrderId: null},
    ...{userReference: 0, selfTradePrevention: 'cancel_newest', deadline: null},
    ...fields,
  };
  const answer = exchange.submit(account, request, now());
  if (!answer.ok) throw new Error(`The order by hand was refused: ${JSON.stringify(answer)}.`);
  publish();
};

const codes = (): readonly string[] => bot.all('AlarmRaised').map(({data}) => data.code);
const isReconciled = (): boolean => bot.state.run?.isReconciled === true;

describe('a lost private side', () => {
  it('closes the gate at once, and opens it only after a comparison that came later', async () => {
    await start();
    venue.simulator.faults.add({name: 'disconnect', sockets: 'private', afterMs: 0});
    await until('the loss is written', () => bot.all('AccountLost').length > 0);
    expect(isReconciled()).toBe(false);

    await until('it is reconciled again', isReconciled);
    const last = bot.all('Reconciled').at(-1);
    expect(last?.data.generation).toBe(bot.all('AccountLost').length);
    expect(last?.seq).toBeGreaterThan(bot.all('AccountLost').at(-1)?.seq ?? 0);
    expect(bot.state.account.lost).toBeNull();
  });

  it('denies an entry with its reason while it lasts', async () => {
    await start();
    venue.simulator.faults.add({name: 'disconnect', sockets: 'private', afterMs: 0});
    await until('the loss is written', () => bot.all('AccountLost').length > 0);
    bot.bar(100);

    expect(bot.all('OrderDenied').map(({data}) => data.code)).toEqual(['NOT_RECONCILED']);
  });

  it('books what was filled meanwhile', async () => {
    await start();
    await enter();
    venue.simulator.faults.add({name: 'disconnect', sockets: 'private', afterMs: 0});
    await until('the loss is written', () => bot.all('AccountLost').length > 0);
    venue.move(98, 1_000);
    await until('the position is closed', () => bot.held === '0' && isReconciled());

    expect(venue.trueExecutions()).toHaveLength(bot.all('OrderFilled').length);
    expect(codes()).toEqual([]);
  });
});

describe('an account that others change', () => {
  it('a deposit is noticed, takes the permission to open, and is followed once a person resumes', async () => {
    await start({reconcile: {intervalMs: 5_000}});
    venue.simulator.exchange.deposit(venue.simulator.account, 'USD', decimal('500'));
    await until('only reducing is allowed', () => bot.state.trading.state === 'REDUCING');
    expect(bot.state.trading).toMatchObject({
      code: 'ACCOUNT_DIFFERS',
      reason: "the venue's account differs: cash in USD is 10000 here and 10500 at the venue",
    });
    expect(isReconciled()).toBe(false);

    await bot.bot.command('resume', 'it was me', 'test');
    await until('the books agree', isReconciled);
    expect(bot.state.cash).toBe(decimal('10500'));
    expect(bot.state.equity).toMatchObject({opening: decimal('10500'), peak: decimal('10500')});
    expect(bot.state.account.transfers).toBe(decimal('500'));
    expect(codes()).toEqual(['ACCOUNT_DIFFERS', 'ACCOUNT_DIFFERS', 'ACCOUNT_ADJUSTED']);
  });

  it('a person who resumes has resumed what was told: what differs by then is told first', async () => {
    await start({reconcile: {intervalMs: 5_000}});
    const deposit = (amount: string): void =>
      venue.simulator.exchange.deposit(venue.simulator.account, 'USD', decimal(amount));
    deposit('500');
    await until('only reducing is allowed', () => bot.state.trading.state === 'REDUCING');
    deposit('100');
    await until('it is told', () => bot.state.account.differences.join().includes('10600'));
    await bot.bot.command('resume', 'both were me', 'test');
    await until('the books agree', isReconciled);

    expect(bot.state.cash).toBe(decimal('10600'));
  });

  it('is followed by itself where the settings say so', async () => {
    await start({reconcile: {intervalMs: 5_000, onMismatch: 'adopt'}});
    venue.simulator.exchange.deposit(venue.simulator.account, 'USD', decimal('500'));
    await until('the books follow', () => bot.state.cash === decimal('10500') && isReconciled());

    expect(bot.state.trading.state).toBe('ACTIVE');
    expect(codes()).toContain('ACCOUNT_ADJUSTED');
  });

  it('a cent is rounding: it is followed without an alarm', async () => {
    await start({reconcile: {intervalMs: 5_000}});
    venue.simulator.exchange.deposit(venue.simulator.account, 'USD', decimal('0.01'));
    await until('the books follow', () => bot.state.cash === decimal('10000.01'));

    expect(codes()).toEqual([]);
    expect(bot.state.trading.state).toBe('ACTIVE');
  });

  it('a purchase by hand becomes a holding of others, and the cash follows', async () => {
    await start({reconcile: {intervalMs: 5_000, onMismatch: 'adopt'}});
    byHand({kind: 'market', limitPrice: null});
    await until('the books follow', () => bot.all('AccountAdjusted').length > 0 && isReconciled());

    expect(bot.state.baseline?.get('SOL')).toBe(decimal('4'));
    expect(bot.held).toBe('0');
  });

  it('selling more by hand than was there before us ends our position, and nothing of ours sells again', async () => {
    await start({reconcile: {intervalMs: 5_000, onMismatch: 'adopt'}});
    await enter();
    const {exchange, account, now} = venue.simulator;
    exchange.cancelAll(account, now());
    byHand({kind: 'market', side: 'sell', limitPrice: null, quantity: exchange.account(account).balance('SOL')});
    await until('the position has ended', () => bot.held === '0' && isReconciled());

    expect(bot.all('PositionClosed').map(({data}) => data.exitReason)).toEqual(['external']);
    expect(bot.state.baseline?.get('SOL')).toBe(decimal('0'));
    expect(bot.failures).toEqual([]);
  });
});

describe('a position', () => {
  it('gets its stop back at once when the venue cancels it by itself', async () => {
    await start();
    await enter();
    const {exchange, account, now, publish} = venue.simulator;
    exchange.cancelAll(account, now());
    publish();
    await until('a new stop rests', () => bot.all('OrderCanceled').length > 0 && restingStops() === 1);

    expect(exchange.openOrders(account).map(({request}) => request.kind)).toEqual(['stop-loss']);
    expect(codes()).toEqual(['STOP_CANCELED']);
  });

  it('has a stop at the venue soon after its first fill, and the time is measured', async () => {
    await start();
    await enter();
    await until('it is measured', () => bot.protectedAfterMs.length === 1);

    expect(bot.protectedAfterMs[0]).toBeLessThan(5_000 * SPEED);
  });
});

describe('orders that the journal did not send', () => {
  it('those of others are counted, said, and never touched', async () => {
    byHand({});
    await start();
    bot.bar(100);

    expect(bot.state.account.foreign).toMatchObject([{symbol: SYMBOL, side: 'buy', quantity: '1', price: '50'}]);
    expect(codes()).toEqual(['FOREIGN_ORDERS']);
    expect(
      venue.simulator.exchange.openOrders(venue.simulator.account).some(({request}) => request.clientOrderId === null),
    ).toBe(true);
    expect(bot.all('OrderDenied')).toEqual([]);
    expect(bot.all('OrderSubmitted')).toHaveLength(1);
  });

  it('those of others forbid entries where the settings say so', async () => {
    byHand({});
    await start({reconcile: {foreignOrders: 'deny'}});
    bot.bar(100);

    expect(bot.all('OrderDenied').map(({data}) => data.code)).toEqual(['FOREIGN_ORDERS']);
  });

  it('of another bot like this one: what it left is counted, what it sends now closes the gate until it is gone', async () => {
    byHand({clientOrderId: 'ogzabc123-1'});
    await start({reconcile: {intervalMs: 5_000}});
    expect(isReconciled()).toBe(true);
    byHand({clientOrderId: 'ogzabc123-2'});
    await until('the gate closes', () => !isReconciled());
    expect(bot.state.account.lost).toContain(
      'another bot like this one trades on the account: its order "ogzabc123-2" rests',
    );
    bot.bar(100);
    expect(bot.all('OrderSubmitted')).toEqual([]);

    const {exchange, account, now} = venue.simulator;
    exchange.cancelAll(account, now());
    await until('the gate opens', isReconciled);
    expect(bot.all('AccountLost')).toHaveLength(1);
  });

  it('of a bot with a copy of our journal: it is left alone, and closes the gate until it is gone', async () => {
    await start({reconcile: {intervalMs: 5_000}});
    byHand({clientOrderId: 'T-9s-1'});
    await until('the gate closes', () => !isReconciled());
    expect(bot.state.account.lost).toContain('its order "T-9s-1" rests');
    expect(bot.all('CancelRequested')).toEqual([]);

    const {exchange, account, now} = venue.simulator;
    exchange.cancelAll(account, now());
    await until('the gate opens', isReconciled);
  });

  it('one that the journal has as ended and the venue as open is cancelled', async () => {
    const first = await start();
    await enter();
    await first.stop();
    const stop = [...first.state.orders.values()].find(({intent}) => intent.purpose === 'stop') ?? expect.fail();
    const {clientOrderId} = stop.intent;
    const seq = first.state.seq + 1;
    const end = {seq, time: first.state.time, cause: seq, type: 'OrderCanceled', data: {clientOrderId, reason: 'test'}};
    await start({from: [...first.lines, end as AnyEnvelope], sideAt: () => null});
    await until('the books agree', isReconciled);

    const resting = venue.simulator.exchange.openOrders(venue.simulator.account);
    expect(resting.map(({request}) => request.clientOrderId)).not.toContain(clientOrderId);
    expect(codes()).toContain('STRAY_ORDER');
  });

  it('one of our name is cancelled, and until it is gone nothing is opened', async () => {
    byHand({clientOrderId: 'T-stray'});
    await start();
    expect(isReconciled()).toBe(false);
    await until('it is gone', isReconciled);

    expect(bot.all('CancelRequested').map(({data}) => data.clientOrderId)).toEqual(['T-stray']);
    expect(codes()).toContain('STRAY_ORDER');
    expect(venue.simulator.exchange.openOrders(venue.simulator.account)).toEqual([]);
  });
});
