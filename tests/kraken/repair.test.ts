import {expect, it} from 'vitest';
import {RecordingListener} from '../contracts/brokerContract.ts';
import {VirtualKraken} from './VirtualKraken.ts';

it('fetches what was traded while the public side was down, also when it is more of one moment than a page holds', async () => {
  const venue = new VirtualKraken();
  const heard = new RecordingListener();
  const broker = venue.krakenBroker();
  venue.move(100, 1);
  await venue.time.during(broker.markets(['SOL/USD']));
  await venue.time.during(broker.connect(heard));
  await venue.time.during(broker.start());
  venue.move(101, 1);
  await venue.time.until('the trade has come', () => heard.trades.at(-1)?.price === 101);
  const before = heard.trades.length;
  venue.simulation.faults.add({name: 'disconnect', sockets: 'public', afterMs: 0});
  await venue.time.advance(60);
  venue.simulation.market.burst('SOL/USD', 2_500, venue.simulation.now());
  venue.simulation.publish();
  await venue.time.advance(30_000);
  const ids = heard.trades.slice(before).map(({id}) => id);

  expect(ids.length).toBe(2_500);
  expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true);
  await venue.time.during(broker.stop());
  venue.close();
});
