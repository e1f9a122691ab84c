import {readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {BrokerListener} from '../../brokers/IBrokerAdapter.ts';
import {PaperBroker} from '../../brokers/paper/PaperBroker.ts';
import {decimal} from '../../core/domain/Decimal.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import {MARGIN, MINUTE, PLAIN, bar, intent, line, usd} from '../matching/orders.ts';
import {ScriptedMarket} from '../matching/ScriptedMarket.ts';

const SYMBOL = MARGIN.symbol;

const STOP = intent('stop', {type: 'stop', side: 'sell', stopPrice: '96', reduceOnly: true, ocoGroup: 'g'});
const TARGET = intent('target', {type: 'limit', side: 'sell', limitPrice: '104', reduceOnly: true, ocoGroup: 'g'});
const ENTRY = intent('entry', {type: 'limit', limitPrice: '98'});

/** A bot in small: writes down what it hears, and answers some of it with orders, at once or after its journal was flushed. */
class Bot implements BrokerListener {
  readonly log: string[] = [];
  readonly times: number[] = [];
  waits = 0;
  readonly #broker: PaperBroker;
  readonly #answers: ReadonlyMap<string, readonly OrderIntent[]>;
  readonly #isSlow: boolean;
  #outbox: OrderIntent[] = [];

  constructor(broker: PaperBroker, answers: Readonly<Record<string, readonly OrderIntent[]>>, isSlow = false) {
    this.#broker = broker;
    this.#answers = new Map(Object.entries(answers));
    this.#isSlow = isSlow;
  }

  onTrade(): void {
    this.#hear('trade');
  }

  onDisplayTrade(): void {
    this.#hear('display');
  }

  onCandle(): void {
    this.#hear('candle');
  }

  onOrder(report: OrderReport): void {
    this.#hear(line(report));
  }

  onFeed({kind}: {kind: string}): void {
    this.#hear(kind);
  }

  onEnd(): void {
    this.#hear('end');
  }

  settle(): Promise<void> | null {
    if (this.#outbox.length === 0) return null;
    this.waits += 1;

    return Promise.resolve().then(() => {
      for (const order of this.#outbox.splice(0)) this.#broker.submit(order);
    });
  }

  #hear(text: string): void {
    this.log.push(text);
    this.times.push(this.#broker.now());
    const orders = this.#answers.get(text) ?? [];
    if (this.#isSlow) this.#outbox.push(...orders);
    else for (const order of orders) this.#broker.submit(order);
  }
}

const FILLED_ENTRY = 'filled entry-1 buy 1 @ 98 maker fee 0.098';

const set = async (answers: Readonly<Record<string, readonly OrderIntent[]>> = {}, isSlow = false) => {
  const source = new ScriptedMarket([MARGIN], [], MINUTE);
  const broker = new PaperBroker({source, balances: usd('10000'), fill: PLAIN});
  await broker.markets([SYMBOL]);
  const bot = new Bot(broker, answers, isSlow);

  return {source, broker, bot};
};

describe('a bar source', () => {
  for (const isSlow of [false, true]) {
    it(`lets orders caused by a fill live through the rest of the same bar (${isSlow ? 'after the journal' : 'at once'})`, async () => {
      const {source, broker, bot} = await set({[FILLED_ENTRY]: [STOP, TARGET]}, isSlow);
      await broker.connect(bot);
      await broker.start();
      broker.submit(ENTRY);
      await source.bar(SYMBOL, bar(1, 100, 101, 95, 99));

      expect(bot.log).toEqual([
        'accepted entry',
        FILLED_ENTRY,
        'accepted stop',
        'accepted target',
        'filled stop-1 sell 1 @ 96 taker fee 0.192',
        'canceled target',
        'candle',
      ]);
      expect(broker.ambiguousBars).toBe(1);
    });
  }

  it('gives orders that the open caused the whole range of the bar', async () => {
    const entry = intent('entry');
    const {source, broker, bot} = await set({'filled entry-1 buy 1 @ 100 taker fee 0.2': [STOP, TARGET]}, true);
    await broker.connect(bot);
    await broker.start();
    broker.submit(entry);
    await source.bar(SYMBOL, bar(1, 100, 105, 99, 99));

    expect(bot.log).toContain('filled target-1 sell 1 @ 104 maker fee 0.104');
  });

  it('leaves orders that the closed candle caused to the next bar', async () => {
    const {source, broker, bot} = await set({candle: [intent('entry')]}, true);
    await broker.connect(bot);
    await broker.start();
    await source.bar(SYMBOL, bar(1, 100, 110, 90, 105));
    await source.bar(SYMBOL, bar(2, 106, 110, 90, 105));

    expect(bot.log.slice(0, 3)).toEqual(['candle', 'accepted entry', 'filled entry-1 buy 1 @ 106 taker fee 0.212']);
  });

  it('waits for nothing when there is nothing to wait for', async () => {
    const {broker, bot} = await set();
    await broker.connect(bot);
    await broker.start();

    expect(broker.onBar(SYMBOL, '1m', bar(1, 100, 101, 99, 100))).toBeNull();
    expect(broker.onTrade({symbol: SYMBOL, id: 1, time: 2, price: 100, quantity: 1, takerSide: 'buy'})).toBeNull();
  });

  it('has a clock that never goes back and stands at the end of the bar when the candle closes', async () => {
    const {source, broker, bot} = await set({[FILLED_ENTRY]: [STOP, TARGET]}, true);
    await broker.connect(bot);
    await broker.start();
    broker.submit(ENTRY);
    await source.bar(SYMBOL, bar(1, 100, 101, 95, 99));
    await source.bar(SYMBOL, bar(1, 100, 101, 95, 99));

    expect(bot.times).toEqual([...bot.times].sort((a, b) => a - b));
    expect(bot.times[bot.log.indexOf('candle')]).toBe(2 * MINUTE);
  });
});

describe('a trade source', () => {
  it('reports fills before the trade that proves them', async () => {
    const {source, broker, bot} = await set();
    await broker.connect(bot);
    await broker.start();
    await source.trade(SYMBOL, 100, 100, 1000);
    broker.submit(intent('entry'));
    await source.trade(SYMBOL, 100, 100, 1000);

    expect(bot.log).toEqual(['trade', 'accepted entry', 'filled entry-1 buy 1 @ 100 taker fee 0.2', 'trade']);
  });

  it('paces the source by what the bot still has to do', async () => {
    const {source, broker, bot} = await set({trade: [intent('entry')]}, true);
    await broker.connect(bot);
    await broker.start();
    await source.trade(SYMBOL, 100, 100, 1000);

    expect(bot.waits).toBe(1);
    expect(bot.log).toEqual(['trade', 'accepted entry']);
  });

  it('passes on what happens to the feed and that it ends', async () => {
    const {source, broker, bot} = await set();
    await broker.connect(bot);
    await broker.start();
    source.lose(SYMBOL);
    source.end();

    expect(bot.log).toEqual(['lost', 'end']);
  });
});

describe('reports', () => {
  it('come in the order of the venue, also when one is answered at once', async () => {
    const second = intent('second', {type: 'limit', limitPrice: '90'});
    const {broker, bot} = await set({
      'accepted first': [second],
      'accepted second': [intent('third', {type: 'limit', limitPrice: '91'})],
    });
    await broker.connect(bot);
    await broker.start();
    broker.submit(intent('first', {type: 'limit', limitPrice: '92'}));

    expect(bot.log).toEqual(['accepted first', 'accepted second', 'accepted third']);
  });
});

describe('recovery', () => {
  it('goes on with what rested, and takes what was journaled but never acknowledged', async () => {
    const {source, broker, bot} = await set();
    broker.restore({
      balances: usd('9900'),
      holdings: [{symbol: SYMBOL, quantity: decimal('1')}],
      openOrders: [
        {
          intent: STOP,
          quantity: decimal('1'),
          stopPrice: decimal('96'),
          filled: decimal('0'),
          fillCount: 0,
          placedAt: 0,
        },
      ],
      unacknowledged: [TARGET],
    });
    await broker.connect(bot);
    await broker.start();
    await source.bar(SYMBOL, bar(1, 100, 105, 99, 104));

    expect(bot.log).toEqual([
      'accepted target',
      'filled target-1 sell 1 @ 104 maker fee 0.104',
      'canceled stop',
      'candle',
    ]);
    expect((await broker.account()).balances).toEqual([{asset: 'USD', total: '10003.896'}]);
  });

  it('is refused once the broker runs', async () => {
    const {broker, bot} = await set();
    await broker.connect(bot);
    await broker.start();

    expect(() => broker.restore({balances: [], holdings: [], openOrders: [], unacknowledged: []})).toThrow(
      'only before it is connected',
    );
  });
});

describe('safety', () => {
  it('takes no order before it is connected', async () => {
    const {broker} = await set();

    expect(() => broker.submit(ENTRY)).toThrow('Cannot submit "entry": the paper broker is not connected.');
    expect(() => broker.cancel('entry')).toThrow('not connected');
    expect(() => broker.amend('entry', '1')).toThrow('not connected');
  });

  it('is paper whatever its source claims to be', async () => {
    const {source} = await set();
    const live = Object.assign(source, {identity: {...source.identity, mode: 'live' as const}});

    expect(new PaperBroker({source: live, balances: []}).identity).toMatchObject({name: 'script', mode: 'paper'});
  });

  it('offers shorts only where a margin market is traded', async () => {
    const {broker} = await set();
    const spot = new PaperBroker({source: new ScriptedMarket([{...MARGIN, kind: 'spot'}], [], 0), balances: []});
    await spot.markets([SYMBOL]);

    expect([broker.capabilities.shorts, spot.capabilities.shorts]).toEqual([true, false]);
  });

  it('can reach no network: nothing that it imports leaves this repository', () => {
    const seen = new Set<string>();
    const foreign: string[] = [];
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, 'utf8');
      foreign.push(...(text.match(/\b(fetch|WebSocket|EventSource|XMLHttpRequest)\b/g) ?? []));
      for (const [, target = ''] of text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
        if (target.startsWith('.')) visit(resolve(dirname(file), target));
        else foreign.push(target);
      }
    };
    visit(resolve(import.meta.dirname, '../../brokers/paper/PaperBroker.ts'));

    expect(seen.size).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });
});
