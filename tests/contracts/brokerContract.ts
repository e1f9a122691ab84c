import {describe, expect, it} from 'vitest';
import type {AccountReport, BrokerListener, IBrokerAdapter} from '../../brokers/IBrokerAdapter.ts';
import {decimal, multiply, subtract, sum, toText} from '../../core/domain/Decimal.ts';
import type {Execution} from '../../core/domain/Event.ts';
import type {MarketSpec} from '../../core/domain/Market.ts';
import type {OrderIntent} from '../../core/domain/Order.ts';
import type {OrderReport} from '../../core/domain/OrderReport.ts';
import type {Trade} from '../../core/domain/Trade.ts';

/**
 * A fresh account with 10000 of the quote currency and no position, at a venue that the test can move.
 * Prices of the contract are near 100, quantities near 1; the market has traded nothing yet.
 */
export type BrokerBench = {
  readonly adapter: IBrokerAdapter;
  readonly symbol: string;
  /** Makes one public trade happen, later than any latency of the venue, and resolves when all that follows is reported. */
  trade(price: number, quantity: number): Promise<void>;
  /** Resolves when everything sent so far is answered and reported; a venue that answers at once has none. */
  readonly settled?: () => Promise<void>;
};

/** What a kind of venue cannot do by its nature; its members prove the rest. */
export type ContractLimits = {
  /** It has no margin market, so it refuses an order that would sell more than is held. */
  readonly isSpotOnly?: boolean;
  /** No order there cancels another. */
  readonly hasNoGroups?: boolean;
};

export type MakeBench = (kind: MarketSpec['kind']) => Promise<BrokerBench>;

/** Keeps everything that an adapter says. */
export class RecordingListener implements BrokerListener {
  readonly reports: OrderReport[] = [];
  readonly trades: Trade[] = [];
  /** What was said of the private side, save that a balance moved. */
  readonly account: AccountReport[] = [];

  onTrade(trade: Trade): void {
    this.trades.push(trade);
  }

  onOrder(report: OrderReport): void {
    this.reports.push(report);
  }

  onDisplayTrade(): void {}

  onCandle(): void {}

  onFeed(): void {}

  onAccount(report: AccountReport): void {
    if (report.kind !== 'changed') this.account.push(report);
  }

  onEnd(): void {}

  settle(): null {
    return null;
  }

  /** Kinds of what was said of one order, in order. */
  story(clientOrderId: string): readonly string[] {
    const idOf = (report: OrderReport): string =>
      report.kind === 'filled' ? report.execution.clientOrderId : report.clientOrderId;

    return this.reports.filter(report => idOf(report) === clientOrderId).map(({kind}) => kind);
  }

  executions(clientOrderId?: string): readonly Execution[] {
    const all = this.reports.flatMap(report => (report.kind === 'filled' ? [report.execution] : []));

    return clientOrderId === undefined ? all : all.filter(each => each.clientOrderId === clientOrderId);
  }

  filled(clientOrderId: string): string {
    return toText(sum(this.executions(clientOrderId).map(({quantity}) => decimal(quantity))));
  }
}

type Desk = BrokerBench & {
  readonly heard: RecordingListener;
  readonly spec: MarketSpec;
  send(clientOrderId: string, fields: Partial<OrderIntent>): void;
  readonly settled: () => Promise<void>;
};

/** A started adapter whose market last traded at 100, with room for orders of one. */
const openDesk = async (make: MakeBench, kind: MarketSpec['kind']): Promise<Desk> => {
  const bench = await make(kind);
  const heard = new RecordingListener();
  const [spec] = await bench.adapter.markets([bench.symbol]);
  if (spec === undefined) throw new Error(`The bench has no market "${bench.symbol}".`);
  await bench.adapter.connect(heard);
  await bench.adapter.start();
  await bench.trade(100, 1000);
  const send = (clientOrderId: string, fields: Partial<OrderIntent>): void =>
    bench.adapter.submit({
      clientOrderId,
      symbol: bench.symbol,
      side: 'buy',
      type: 'market',
      quantity: '1',
      reduceOnly: false,
      purpose: 'entry',
      strategy: 'contract',
      decision: 1,
      ...fields,
    });

  const {settled = () => Promise.resolve()} = bench;

  return {...bench, heard, spec, send, settled};
};

const STOP: Partial<OrderIntent> = {
  side: 'sell',
  type: 'stop',
  stopPrice: '90',
  reduceOnly: true,
  purpose: 'stop',
  ocoGroup: 'g',
};
const TARGET: Partial<OrderIntent> = {
  side: 'sell',
  type: 'limit',
  limitPrice: '110',
  reduceOnly: true,
  purpose: 'target',
  ocoGroup: 'g',
};

/** A case of those venues that can do it: for the others it is no case, rather than a skipped one. */
const when = (holds: boolean, name: string, test: () => Promise<void>): void => {
  if (holds) it(name, test);
};

/** What every venue adapter promises; each registers itself here with a bench of its own. */
export const brokerContract = (
  name: string,
  make: MakeBench,
  {isSpotOnly = false, hasNoGroups = false}: ContractLimits = {},
): void => {
  const desk = (kind: MarketSpec['kind'] = 'margin'): Promise<Desk> => openDesk(make, isSpotOnly ? 'spot' : kind);
  const holding = async (kind: MarketSpec['kind'] = 'margin'): Promise<Desk> => {
    const open = await desk(kind);
    open.send('entry', {});
    await open.trade(100, 1000);

    return open;
  };

  describe(`${name} as a broker`, () => {
    it('says who it is', async () => {
      const {adapter} = await make('margin');

      expect(adapter.identity.name).not.toBe('');
      expect(['paper', 'live']).toContain(adapter.identity.mode);
    });

    it('gives the numbers of a market, and names the known ones when one is unknown', async () => {
      const {adapter, symbol} = await make('margin');
      const [spec] = await adapter.markets([symbol]);

      expect(spec?.symbol).toBe(symbol);
      await expect(adapter.markets(['NO/SUCH'])).rejects.toThrow(/"NO\/SUCH".*\bKnown\b.*\//);
    });

    it('gives closed history, oldest first, no more than asked', async () => {
      const {adapter, symbol} = await make('margin');
      await adapter.markets([symbol]);
      const candles = await adapter.history(symbol, '1m', 3);
      const times = candles.map(({time}) => time);

      expect(times.length).toBeGreaterThan(1);
      expect(times.length).toBeLessThanOrEqual(3);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(Math.max(...times) + 60_000).toBeLessThanOrEqual(adapter.now());
    });

    it('delivers public trades', async () => {
      const {heard, symbol, trade} = await desk();
      await trade(101, 2);

      expect(heard.trades.at(-1)).toMatchObject({symbol, price: 101, quantity: 2});
    });

    it('accepts, then fills a market order', async () => {
      const {heard, send, trade} = await desk();
      send('a', {});
      await trade(100, 1000);

      expect(heard.story('a')).toEqual(['accepted', 'filled']);
      expect(heard.executions('a')).toMatchObject([
        {clientOrderId: 'a', side: 'buy', quantity: '1', liquidity: 'taker'},
      ]);
    });

    it('reports partial fills, each under its own id', async () => {
      const {heard, send, settled, trade} = await desk();
      // What a spot account of the contract can pay, or more than one trade can fill.
      const quantity = isSpotOnly ? '100' : '150';
      send('a', {type: 'limit', limitPrice: '95', quantity});
      await settled();
      await trade(100, 1);
      await trade(90, 10);
      await trade(90, 1000);
      const ids = heard.executions('a').map(({executionId}) => executionId);

      expect(ids.length).toBeGreaterThan(1);
      expect(new Set(ids).size).toBe(ids.length);
      expect(heard.filled('a')).toBe(quantity);
    });

    it('rejects a post-only order that would take', async () => {
      const {heard, send, settled, trade} = await desk();
      send('a', {type: 'limit', limitPrice: '105', postOnly: true});
      await settled();
      await trade(100, 1000);

      expect(heard.story('a').at(-1)).toBe('rejected');
      expect(heard.executions('a')).toEqual([]);
    });

    it('rejects what the account cannot pay', async () => {
      const {heard, send, settled} = await desk('spot');
      send('a', {type: 'limit', limitPrice: '100', quantity: '101'});
      await settled();

      expect(heard.story('a')).toEqual(['rejected']);
    });

    it('rejects a short on a spot market', async () => {
      const {heard, send, settled} = await desk('spot');
      send('a', {side: 'sell'});
      await settled();

      expect(heard.story('a')).toEqual(['rejected']);
    });

    it('makes one order of two submits with the same id', async () => {
      const {adapter, heard, send, trade} = await desk();
      send('a', {});
      send('a', {});
      await trade(100, 1000);
      send('a', {});
      await trade(100, 1000);
      const {positions} = await adapter.account();

      expect(heard.filled('a')).toBe('1');
      expect(positions.map(({quantity}) => quantity)).toEqual(['1']);
    });

    it('cancels a resting order', async () => {
      const {adapter, heard, send, settled, trade} = await desk();
      send('a', {type: 'limit', limitPrice: '95'});
      adapter.cancel('a');
      await settled();
      await trade(90, 1000);

      expect(heard.story('a')).toEqual(['accepted', 'canceled']);
    });

    it('never undoes a final order, and says of an unknown one that it does not rest', async () => {
      const {adapter, heard, settled} = await holding();
      adapter.cancel('entry');
      adapter.cancel('nobody');
      await settled();

      expect(heard.story('entry')).toEqual(['accepted', 'filled']);
      expect(heard.story('nobody')).toEqual(['canceled']);
    });

    it('amends size and trigger of a stop', async () => {
      const {adapter, heard, send, settled, trade} = await holding();
      send('stop', STOP);
      adapter.amend('stop', '0.5', '95');
      await settled();
      await trade(94, 1000);

      expect(heard.story('stop')).toEqual(['accepted', 'amended', 'filled']);
      expect(heard.filled('stop')).toBe('0.5');
    });

    when(!hasNoGroups, 'cancels the sibling when one of a group is filled', async () => {
      const {adapter, heard, send, trade} = await holding();
      send('stop', STOP);
      send('target', TARGET);
      await trade(100, 1);
      await trade(111, 1000);
      await trade(80, 1000);

      expect(heard.filled('target')).toBe('1');
      expect(heard.story('stop')).toEqual(['accepted', 'canceled']);
      expect((await adapter.account()).positions).toEqual([]);
    });

    when(isSpotOnly, 'refuses to sell more than is held', async () => {
      const {adapter, heard, send, symbol, trade} = await holding();
      send('exit', {side: 'sell', quantity: '3', reduceOnly: true, purpose: 'exit'});
      await trade(100, 1000);

      expect(heard.story('exit')).toEqual(['rejected']);
      expect((await adapter.account()).positions).toEqual([{symbol, quantity: '1'}]);
    });

    when(!isSpotOnly, 'never turns a position with an order that only reduces', async () => {
      const {adapter, heard, send, trade} = await holding();
      send('exit', {side: 'sell', quantity: '3', reduceOnly: true, purpose: 'exit'});
      await trade(100, 1000);

      expect(heard.filled('exit')).toBe('1');
      expect(heard.story('exit').at(-1)).toBe('canceled');
      expect((await adapter.account()).positions).toEqual([]);
    });

    it('has an account that agrees with its reports', async () => {
      const {adapter, heard, send, spec, symbol, trade} = await holding();
      send('more', {quantity: '2'});
      send('stop', STOP);
      await trade(101, 1000);
      const cash = heard
        .executions()
        .reduce(
          (left, {price, quantity, fee}) =>
            subtract(subtract(left, multiply(decimal(price), decimal(quantity), 'ceil')), decimal(fee)),
          decimal('10000'),
        );
      const account = await adapter.account();

      expect(account.positions).toEqual([{symbol, quantity: '3'}]);
      expect(account.balances.find(({asset}) => asset === spec.quote)?.total).toBe(toText(cash));
      expect(account.executions).toEqual(heard.executions());
      expect(account.openOrders.map(({intent, filled}) => [intent.clientOrderId, filled])).toEqual([['stop', '0']]);
    });

    it('takes and tells nothing more once it is stopped', async () => {
      const {adapter, heard, send, trade} = await holding();
      await adapter.stop();
      const [reports, trades] = [heard.reports.length, heard.trades.length];
      await trade(100, 1000);

      expect(() => send('late', {})).toThrow('stopped');
      expect([heard.reports.length, heard.trades.length]).toEqual([reports, trades]);
    });
  });
};
