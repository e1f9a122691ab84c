import {afterEach, describe, expect, it} from 'vitest';
import {SimulatedKraken, SYMBOL, until} from './SimulatedKraken.ts';

let venue: SimulatedKraken;

const start = async (options = {}): Promise<SimulatedKraken> => {
  venue = await SimulatedKraken.started(options);

  return venue;
};

afterEach(() => venue.close());

const resting = async (): Promise<SimulatedKraken> => {
  await start();
  venue.submit('a');
  await venue.story('a', 'accepted');

  return venue;
};

describe('Kraken over the simulated exchange, orders', () => {
  it('acknowledges, fills and agrees with the account', async () => {
    await start();
    venue.submit('a', {type: 'market'});
    await until('it is filled', () => venue.heard.filled('a') === '1');
    const account = await venue.broker.account();

    expect(account.executions).toEqual(venue.heard.executions());
    expect(account.positions).toEqual([{symbol: SYMBOL, quantity: '1'}]);
    expect(account.executions.map(({executionId}) => executionId).sort()).toEqual([...venue.trueExecutions()].sort());
  });

  it('a stop is amended, triggered and filled', async () => {
    await start();
    venue.submit('entry', {type: 'market'});
    await until('it is filled', () => venue.heard.filled('entry') === '1');
    venue.submit('stop', {side: 'sell', type: 'stop', stopPrice: '90', reduceOnly: true, purpose: 'stop'});
    await venue.story('stop', 'accepted');
    venue.broker.amend('stop', '0.5', '95');
    await venue.story('stop', 'accepted', 'amended');
    venue.print(94, 1);
    await until('the stop is filled', () => venue.heard.filled('stop') === '0.5');
  });
});

describe('Kraken over the simulated exchange, lost answers', () => {
  it.each(['reset', 'hang'] as const)(
    'an acknowledgement lost by %s is found out and nothing is sent twice',
    async how => {
      await start();
      venue.simulator.faults.add({name: 'drop-ack', how, call: 'add_order'});
      venue.submit('a');
      await until('it is accepted', () => venue.heard.story('a').includes('accepted'));

      expect(venue.trueOrders('a')).toBe(1);
    },
  );

  it('an order that never arrived is absent, and only after its deadline', async () => {
    await start();
    venue.simulator.faults.add({name: 'drop-request', how: 'hang', call: 'add_order'});
    const sentAt = venue.now();
    venue.submit('a');
    await venue.story('a', 'unknown', 'absent');

    expect(venue.since(sentAt)).toBeGreaterThan(7_000);
    expect(venue.trueOrders('a')).toBe(0);
  });

  it('an order that the venue forgets until its deadline is not declared absent', async () => {
    await start();
    venue.simulator.faults.add({name: 'amnesia', forMs: 5_000, call: 'add_order'});
    venue.simulator.faults.add({name: 'drop-ack', how: 'reset', call: 'add_order'});
    venue.submit('a');
    await until('it is accepted', () => venue.heard.story('a').includes('accepted'));

    expect(venue.heard.story('a')).not.toContain('absent');
    expect(venue.trueOrders('a')).toBe(1);
  });

  it('an accepted order that the venue forgets is in doubt, not gone, while no cancel has been agreed to', async () => {
    await start();
    venue.simulator.faults.add({name: 'amnesia', forMs: 60_000, call: 'add_order'});
    venue.submit('a');
    await venue.story('a', 'accepted');
    await venue.broker.account();
    for (const occurrence of [1, 2])
      venue.simulator.faults.add({name: 'drop-request', how: 'hang', call: 'cancel_order', occurrence});
    venue.broker.cancel('a');

    await venue.story('a', 'accepted', 'unknown', 'accepted', 'canceled');
  });

  it('a cancel whose answer is lost is asked for again', async () => {
    await resting();
    venue.simulator.faults.add({name: 'drop-request', how: 'hang', call: 'cancel_order'});
    venue.broker.cancel('a');
    await venue.story('a', 'accepted', 'canceled');
  });
});

describe('Kraken over the simulated exchange, connections', () => {
  it('a fill while the private side is down is told after it is back', async () => {
    await resting();
    venue.simulator.faults.add({name: 'disconnect', sockets: 'private', afterMs: 0});
    await until('the loss is noticed', () => venue.heard.account.at(-1)?.kind === 'lost');
    venue.print(89, 1);
    venue.sellDownTo(89, 1_000);
    await until('it is filled', () => venue.heard.filled('a') === '1');
    await until('it is back', () => venue.heard.account.at(-1)?.kind === 'ready');

    expect(venue.heard.executions().map(({executionId}) => executionId)).toEqual(venue.trueExecutions());
  });

  it('an order in flight when everything is cut off is not lost and not doubled', async () => {
    await start();
    venue.submit('a', {type: 'market'});
    venue.simulator.faults.add({name: 'disconnect', sockets: 'all', afterMs: 0});
    await until('its fate is known', () =>
      ['filled', 'absent', 'rejected'].some(kind => venue.heard.story('a').includes(kind)),
    );

    expect(venue.trueOrders('a')).toBeLessThanOrEqual(1);
    expect(venue.heard.executions().map(({executionId}) => executionId)).toEqual(venue.trueExecutions());
  });

  it('silence is noticed within ten seconds and the feed comes back', async () => {
    await start();
    const began = venue.now();
    venue.simulator.faults.add({name: 'silence', forMs: 30_000, pongs: false, afterMs: 0});
    await until('the feed is lost', () => venue.heard.feed.at(-1)?.kind === 'lost');
    expect(venue.since(began)).toBeLessThan(10_000);
    await until('it is back', () => venue.heard.feed.at(-1)?.kind === 'restored', 8_000);
  });
});

describe('Kraken over the simulated exchange, the public feed', () => {
  it('delivers each of 3,000 trades of a burst once and in order', async () => {
    await start({speed: 1});
    const before = venue.heard.trades.length;
    venue.simulator.faults.add({name: 'burst', symbol: SYMBOL, trades: 3_000, afterMs: 0});
    await until('all have come', () => venue.heard.trades.length >= before + 3_000);
    const ids = venue.heard.trades.slice(before).map(({id}) => id);

    expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
  });

  it('fetches the trades that were missed while the public side was down', async () => {
    await start();
    venue.print(101, 1);
    await until('the trade has come', () => venue.heard.trades.at(-1)?.price === 101);
    venue.simulator.faults.add({name: 'disconnect', sockets: 'public', afterMs: 0});
    await until('the loss is noticed', () => venue.heard.feed.at(-1)?.kind === 'lost');
    for (const price of [102, 103, 104]) venue.print(price, 1);
    await until('it is back', () => venue.heard.feed.at(-1)?.kind === 'restored');
    const ids = venue.heard.trades.map(({id}) => id);

    expect(venue.heard.trades.at(-1)?.price).toBe(104);
    expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
  });
});
