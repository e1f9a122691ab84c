import {afterEach, describe, expect, it} from 'vitest';
import type {AccountReport, FeedReport, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import type {Fault} from '../../brokers/simulator/faults/Fault.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderRecovery} from '../../core/domain/RestoredOrder.ts';
import {intent} from '../matching/orders.ts';
import {RecordingListener} from './brokerContract.ts';

/** What a venue cannot have by its nature, and why. */
type Cannot = {readonly because: string};

export const cannot = (because: string): Cannot => ({because});

/** How each kind of trouble is brought about at one kind of venue; an empty list where it needs no help. */
export type FaultPlan = Readonly<Record<FaultCase, readonly Fault[] | Cannot>>;

export type FaultCase =
  | 'ack lost by reset'
  | 'ack lost by hang'
  | 'ack lost with the socket'
  | 'disconnect in flight'
  | 'fills while down'
  | 'duplicate execution'
  | 'out-of-order ack'
  | 'sequence gap'
  | 'checksum error'
  | 'silence'
  | 'channel stall'
  | 'token expiry'
  | 'nonce'
  | 'clock skew'
  | 'rate limit'
  | 'dead-man expiry'
  | 'burst'
  | 'reconnect storm'
  | 'restart with an unknown order';

/** A fresh account with 10000 of the quote currency at a venue that the test can move and break; prices near 100. */
export type FaultBench = {
  readonly adapter: IBrokerAdapter;
  readonly symbol: string;
  /** Lets time pass, with all that is due in it. */
  pass(ms: number): Promise<void>;
  /** One public trade, from where the market is. Waits for nothing but itself. */
  move(price: number, quantity: number): Promise<void>;
  strike(faults: readonly Fault[]): void;
  /** Many public trades at once. */
  burst(trades: number): Promise<void>;
  /** Orders that the venue really has had under one of our ids. */
  trueOrders(clientOrderId: string): Promise<number>;
  /** Ids of the executions that really happened to the account. */
  trueExecutions(): Promise<readonly string[]>;
  /** Connects that were made so far. */
  readonly connects: number;
  /** The bot comes back with what its journal knew; the old adapter is gone. */
  restart(recovery: OrderRecovery): IBrokerAdapter;
  close(): void;
};

type Venue = {
  readonly name: string;
  readonly open: (options: {readonly clockSkewMs?: number}) => Promise<FaultBench>;
  readonly plan: FaultPlan;
};

class Listener extends RecordingListener {
  readonly feed: FeedReport[] = [];
  #isAccountLost = false;

  override onFeed(report?: FeedReport): void {
    if (report !== undefined) this.feed.push(report);
  }

  onAccount({kind}: AccountReport): void {
    this.#isAccountLost = kind === 'lost';
  }

  get isLost(): boolean {
    return this.#isAccountLost || this.feed.at(-1)?.kind === 'lost';
  }
}

/** Shorter than any connection takes to come back. */
const STEP_MS = 10;
/** Nothing takes longer than this to be found out. */
const PATIENCE_MS = 180_000;
/** Answers, events and looks of a venue that is well. */
const SETTLED_MS = 8_000;

/** A started adapter whose market last traded at 100. */
class Desk {
  readonly bench: FaultBench;
  heard = new Listener();
  readonly #plan: FaultPlan;
  adapter: IBrokerAdapter;

  constructor(bench: FaultBench, plan: FaultPlan) {
    this.bench = bench;
    this.adapter = bench.adapter;
    this.#plan = plan;
  }

  async start(): Promise<this> {
    await this.adapter.markets([this.bench.symbol]);
    await this.adapter.connect(this.heard);
    await this.adapter.start();
    await this.bench.move(100, 1);
    await this.settled();

    return this;
  }

  /** Brings the trouble of the case about. */
  strike(trouble: FaultCase): void {
    const faults = this.#plan[trouble];
    if (!('because' in faults)) this.bench.strike(faults);
  }

  submit(clientOrderId: string, fields: Partial<OrderIntent> = {}): void {
    this.adapter.submit(this.intent(clientOrderId, fields));
  }

  intent(clientOrderId: string, fields: Partial<OrderIntent> = {}): OrderIntent {
    const order = fields.type === undefined ? ({type: 'limit', limitPrice: '95'} as const) : {};

    return intent(clientOrderId, {symbol: this.bench.symbol, ...order, ...fields});
  }

  settled(): Promise<void> {
    return this.bench.pass(SETTLED_MS);
  }

  async until(what: string, claim: () => boolean, withinMs = PATIENCE_MS): Promise<void> {
    for (let passed = 0; !claim(); passed += STEP_MS) {
      if (passed >= withinMs) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
      await this.bench.pass(STEP_MS);
    }
  }

  has(clientOrderId: string, kind: string): boolean {
    return this.heard.story(clientOrderId).includes(kind);
  }

  /** Executions that were told and never were, were told twice, or were not told. */
  async differingFills(): Promise<readonly string[]> {
    const told = this.heard.executions().map(({executionId}) => executionId);
    const real = await this.bench.trueExecutions();

    return [
      ...told.filter((id, index) => !real.includes(id) || told.indexOf(id) !== index),
      ...real.filter(id => !told.includes(id)),
    ];
  }
}

/** How a venue adapter bears the troubles of EXCHANGES.md §7.5; each registers itself here with a bench of its own. */
export const faultContract = ({name, open, plan}: Venue): void => {
  const benches: FaultBench[] = [];
  const desk = async (options: {readonly clockSkewMs?: number} = {}): Promise<Desk> => {
    const bench = await open(options);
    benches.push(bench);

    return new Desk(bench, plan).start();
  };
  const resting = async (): Promise<Desk> => {
    const open = await desk();
    open.submit('a');
    await open.settled();

    return open;
  };
  /** A case of those venues that can have it; the others say in their plan why they cannot. */
  const when = (trouble: FaultCase, claim: string, test: () => Promise<void>): void => {
    if (!('because' in plan[trouble])) it(`${trouble}: ${claim}`, test, 60_000);
  };

  describe(`${name} under faults`, () => {
    afterEach(async () => {
      for (const bench of benches.splice(0)) {
        await bench.adapter.stop();
        bench.close();
      }
    });

    it('place, partial fill, fill: each part is told once', async () => {
      const open = await desk();
      open.submit('a', {quantity: '100'});
      await open.settled();
      await open.bench.move(90, 10);
      await open.settled();
      await open.bench.move(90, 1_000);
      await open.until('it is filled', () => open.heard.filled('a') === '100');

      expect(open.heard.story('a')[0]).toBe('accepted');
      expect(await open.differingFills()).toEqual([]);
    });

    it('cancel: nothing is filled after it', async () => {
      const open = await resting();
      open.adapter.cancel('a');
      await open.until('it is cancelled', () => open.has('a', 'canceled'));
      await open.bench.move(90, 1_000);
      await open.settled();

      expect(open.heard.story('a')).toEqual(['accepted', 'canceled']);
      expect(await open.bench.trueExecutions()).toEqual([]);
    });

    it.each(['cancel first', 'fill first'])('cancel-fill race, %s: what is told is what happened', async first => {
      const open = await resting();
      if (first === 'cancel first') open.adapter.cancel('a');
      await open.bench.move(90, 1_000);
      if (first === 'fill first') open.adapter.cancel('a');
      await open.until('it has ended', () => open.has('a', 'canceled') || open.heard.filled('a') === '1');
      await open.settled();

      expect(open.heard.story('a').filter(kind => kind === 'filled' || kind === 'canceled').length).toBe(1);
      expect(await open.differingFills()).toEqual([]);
    });

    it.each([
      ['post-only that would take', {type: 'limit', limitPrice: '105', postOnly: true}],
      ['more than the account can pay', {quantity: '1000'}],
      ['more than is held', {side: 'sell', type: 'market'}],
      ['less than the least', {quantity: '0.00000001'}],
      ['a price off the step', {limitPrice: '95.0000001', type: 'limit'}],
    ] as const)('reject, %s: it is refused and leaves nothing behind', async (_what, fields) => {
      const open = await desk();
      open.submit('a', fields);
      await open.settled();
      await open.bench.move(100, 1_000);
      await open.settled();

      expect(open.heard.story('a').at(-1)).toBe('rejected');
      expect(await open.bench.trueExecutions()).toEqual([]);
      expect((await open.adapter.account()).openOrders).toEqual([]);
    });

    const lostAck = async (trouble: FaultCase): Promise<void> => {
      const open = await desk();
      open.strike(trouble);
      open.submit('a');
      await open.until('it is found', () => open.has('a', 'accepted'));
      await open.until('the venue is heard', () => !open.heard.isLost);
      open.submit('a');
      open.adapter.cancel('a');
      await open.until('it is cancelled', () => open.has('a', 'canceled'));

      expect(open.heard.story('a').filter(kind => kind !== 'unknown')).toEqual(['accepted', 'canceled']);
      expect(await open.bench.trueOrders('a')).toBe(1);
    };
    when('ack lost by reset', 'the order is found, and never sent again', () => lostAck('ack lost by reset'));
    when('ack lost by hang', 'the order is found, and never sent again', () => lostAck('ack lost by hang'));
    when('ack lost with the socket', 'the order is found, and never sent again', () =>
      lostAck('ack lost with the socket'),
    );

    when('disconnect in flight', 'the fate of the order is found out', async () => {
      const open = await desk();
      open.strike('disconnect in flight');
      open.submit('a', {type: 'market'});
      await open.until('its fate is known', () => ['filled', 'absent', 'rejected'].some(kind => open.has('a', kind)));
      await open.settled();

      expect(await open.bench.trueOrders('a')).toBe(open.has('a', 'filled') ? 1 : 0);
      expect(await open.differingFills()).toEqual([]);
    });

    when('fills while down', 'they are told before the venue counts as heard again', async () => {
      const open = await resting();
      open.strike('fills while down');
      await open.until('the loss is told', () => open.heard.isLost);
      await open.bench.move(90, 1_000);
      await open.until('it is back', () => !open.heard.isLost);

      expect(open.heard.filled('a')).toBe('1');
      expect(await open.differingFills()).toEqual([]);
    });

    when('duplicate execution', 'it counts once', async () => {
      const open = await desk();
      open.strike('duplicate execution');
      open.submit('a', {type: 'market'});
      await open.until('it is filled', () => open.heard.filled('a') === '1');
      open.submit('b');
      await open.bench.pass(30_000);
      await open.adapter.account();

      expect(open.has('b', 'accepted')).toBe(true);
      expect(await open.differingFills()).toEqual([]);
    });

    when('out-of-order ack', 'the order is accepted once and filled once', async () => {
      const open = await desk();
      open.strike('out-of-order ack');
      open.submit('a', {type: 'market'});
      await open.until('it is filled', () => open.heard.filled('a') === '1');
      await open.bench.pass(30_000);

      expect(open.heard.story('a').filter(kind => kind !== 'unknown')).toEqual(['accepted', 'filled']);
      expect(await open.differingFills()).toEqual([]);
    });

    when('sequence gap', 'what was in it is made up for', async () => {
      const open = await desk();
      open.strike('sequence gap');
      open.submit('a', {type: 'market'});
      await open.until('it is filled', () => open.heard.filled('a') === '1');
      await open.settled();

      expect(await open.differingFills()).toEqual([]);
    });

    when('checksum error', 'the market does not count until a fresh book is there', async () => {
      const open = await desk();
      open.strike('checksum error');
      await open.bench.move(101, 1);
      await open.until('it is noticed and healed', () => open.heard.feed.length >= 2 && !open.heard.isLost);

      expect(open.heard.feed[0]).toMatchObject({kind: 'lost', reason: expect.stringContaining('checksum')});
    });

    when('silence', 'it is noticed within fifteen seconds, and the feed comes back', async () => {
      const open = await desk();
      open.strike('silence');
      await open.until('the loss is told', () => open.heard.isLost, 15_000);
      await open.until('it is back', () => !open.heard.isLost);
      await open.bench.move(101, 1);
      await open.settled();

      expect(open.heard.trades.at(-1)?.price).toBe(101);
    });

    when('channel stall', 'it is noticed although the socket lives, and no trade is lost', async () => {
      const open = await desk();
      const isOver = (): boolean => open.heard.feed.length > 0 && !open.heard.isLost;
      for (let second = 0; second < 180 && !isOver(); second += 1) {
        if (second === 30) open.strike('channel stall');
        await open.bench.move(101 + (second % 20), 1);
        await open.bench.pass(1_000);
      }
      expect(open.heard.feed.map(({kind}) => kind)).toEqual(['lost', 'restored']);
      await open.bench.pass(30_000);
      const ids = open.heard.trades.map(({id}) => id);

      expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
    });

    when('token expiry', 'what is refused for it is not placed, and the next order is', async () => {
      const open = await resting();
      open.strike('token expiry');
      await open.bench.pass(100);
      open.submit('b');
      await open.settled();
      await open.until('the venue is heard', () => !open.heard.isLost);
      open.submit('c');
      await open.until('it is accepted', () => open.has('c', 'accepted'));

      expect(await open.bench.trueOrders('b')).toBe(open.has('b', 'rejected') ? 0 : 1);
    });

    when('nonce', 'a refused question is asked again', async () => {
      const open = await resting();
      open.strike('nonce');

      expect((await open.adapter.account()).openOrders.length).toBe(1);
    });

    when('clock skew', 'a venue two seconds ahead or behind takes orders all the same', async () => {
      for (const clockSkewMs of [-2_000, 2_000]) {
        const open = await desk({clockSkewMs});
        open.submit('a');
        await open.settled();
        open.adapter.cancel('a');
        await open.until('it is cancelled', () => open.has('a', 'canceled'));

        expect(open.heard.story('a')).toEqual(['accepted', 'canceled']);
      }
    });

    when('rate limit', 'the order is refused, the next one is taken, and a cancel passes', async () => {
      const open = await resting();
      open.strike('rate limit');
      open.submit('b');
      await open.settled();
      open.submit('c');
      open.adapter.cancel('a');
      await open.until('the cancel has passed', () => open.has('a', 'canceled'));

      expect(open.heard.reports).toContainEqual(
        expect.objectContaining({kind: 'rejected', clientOrderId: 'b', code: 'RATE_LIMITED'}),
      );
      expect([await open.bench.trueOrders('b'), await open.bench.trueOrders('c')]).toEqual([0, 1]);
    });

    when('dead-man expiry', 'what the venue cancels for our silence is told as cancelled', async () => {
      const open = await resting();
      open.strike('dead-man expiry');
      await open.until('it is cancelled', () => open.has('a', 'canceled'));
      await open.bench.move(90, 1_000);
      await open.settled();

      expect(open.heard.story('a')).toEqual(['accepted', 'canceled']);
      expect(await open.bench.trueExecutions()).toEqual([]);
    });

    when('burst', 'a slow listener gets each of 3,000 trades once and in order', async () => {
      const open = await desk();
      const before = open.heard.trades.length;
      const take = open.heard.onTrade.bind(open.heard);
      open.heard.onTrade = trade => {
        const end = performance.now() + 0.1;
        for (let now = 0; now < end; ) now = performance.now();
        take(trade);
      };
      await open.bench.burst(3_000);
      await open.bench.pass(20_000);
      const ids = open.heard.trades.slice(before).map(({id}) => id);

      expect(ids.length).toBe(3_000);
      expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
    });

    when('reconnect storm', 'ten minutes of it stay within the connect budget, and end with a feed', async () => {
      const open = await resting();
      const before = open.bench.connects;
      for (let second = 0; second < 600; second += 1) {
        open.strike('reconnect storm');
        await open.bench.pass(1_000);
      }
      expect(open.bench.connects - before).toBeLessThanOrEqual(150);
      expect(open.bench.connects - before).toBeGreaterThan(10);
      await open.until('it is back', () => !open.heard.isLost, 900_000);
      await open.bench.move(90, 1_000);
      await open.until('the fill is told', () => open.heard.filled('a') === '1');

      expect(await open.differingFills()).toEqual([]);
    });

    when('restart with an unknown order', 'the order is found with its fills, and never sent again', async () => {
      const open = await desk();
      const since = open.adapter.now();
      open.strike('restart with an unknown order');
      open.submit('a', {type: 'market'});
      await open.bench.pass(100);
      await open.adapter.stop();
      // Killed before a word of the answer was written: the journal has the intent and nothing else.
      open.heard = new Listener();
      open.adapter = open.bench.restart({
        since,
        orders: [
          {
            intent: open.intent('a', {type: 'market'}),
            venueOrderId: null,
            quantity: '1',
            stopPrice: null,
            filled: '0',
            executionIds: [],
            isFinal: false,
          },
        ],
      });
      await open.adapter.markets([open.bench.symbol]);
      await open.adapter.connect(open.heard);
      await open.adapter.start();
      open.adapter.submit(open.intent('a', {type: 'market'}));
      await open.bench.move(100, 1_000);
      await open.settled();

      expect(new Set(open.heard.story('a').filter(kind => kind !== 'unknown'))).toEqual(
        new Set(['accepted', 'filled']),
      );
      expect(open.heard.filled('a')).toBe('1');
      expect(await open.bench.trueOrders('a')).toBe(1);
      expect(await open.differingFills()).toEqual([]);
      await open.adapter.stop();
    });

    it('what it cannot have is said with its reason', () => {
      const reasons = Object.values(plan).flatMap(faults => ('because' in faults ? [faults.because] : []));

      expect(reasons.filter(reason => reason.length < 20)).toEqual([]);
    });
  });
};
